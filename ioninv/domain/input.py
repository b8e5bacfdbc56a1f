"""Reading what people and files give: every field checked, every problem told at once."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ioninv import codes
from ioninv.errors import Invalid, Problem
from ioninv.vocabulary import LARGEST_QUANTITY

E = TypeVar("E", bound=StrEnum)

NAME_LENGTH = 100
TEXT_LENGTH = 2_000
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
_AHEAD = re.compile(r"\+?\s*(?P<number>[0-9]{1,4})\s*(?P<unit>[dwmy])")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PLACES = 6


class Reading:
    """Reads raw values by field name and gathers the problems; `finish` raises them together."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self._raw = raw
        self.problems: list[Problem] = []

    def refuse(self, field: str, message: str) -> None:
        self.problems.append(Problem(message, field))

    def finish(self) -> None:
        """Raise Invalid with every problem found so far."""
        if self.problems:
            raise Invalid.because(self.problems)

    def text(
        self, field: str, label: str, *, required: bool = False, longest: int = NAME_LENGTH
    ) -> str:
        """One line, cleaned of invisible characters and outer blanks."""
        value = codes.clean(self.given(field))
        return self._bounded(field, label, value, required, longest)

    def lines(self, field: str, label: str, *, longest: int = TEXT_LENGTH) -> str:
        """Text of several lines."""
        return self._bounded(field, label, codes.clean_lines(self.given(field)), False, longest)

    def decimal(self, field: str, label: str, *, required: bool = False) -> Decimal | None:
        """An exact decimal from 0 to a thousand million with up to six places; None when empty."""
        value = codes.clean(self.given(field)).replace("\u2212", "-")
        if not value:
            if required:
                self.refuse(field, f"{label} is missing.")
            return None
        if _DECIMAL.fullmatch(value.removeprefix("-")) is None:
            self.refuse(
                field, f"{label} “{_short(value)}” is not a number. Write it like 1250 or 12.5."
            )
            return None
        number = Decimal(value)
        if number < 0:
            self.refuse(field, f"{label} cannot be negative.")
        elif number > LARGEST_QUANTITY:
            self.refuse(field, f"{label} can be at most {LARGEST_QUANTITY:,}.")
        elif number != round(number, _PLACES):
            self.refuse(field, f"{label} can have at most {_PLACES} decimal places.")
        else:
            return number
        return None

    def whole(self, field: str, label: str, *, most: int = 100_000) -> int | None:
        """A whole number from 0 on; None when empty."""
        number = self.decimal(field, label)
        if number is None:
            return None
        if number != int(number) or number > most:
            self.refuse(field, f"{label} must be a whole number up to {most:,}.")
            return None
        return int(number)

    def currency(self, field: str, label: str = "Currency") -> str:
        """A code of three letters as in ISO 4217, or an empty text."""
        value = codes.clean(self.given(field)).upper()
        if value and _CURRENCY.fullmatch(value) is None:
            self.refuse(
                field, f"{label} “{_short(value)}” is not a code of three letters such as EUR."
            )
            return ""
        return value

    def day(self, field: str, label: str, *, ahead: bool = False) -> date | None:
        """A calendar day as in ISO 8601 (2026-05-03); None when empty.

        With `ahead`, also how far it is from today: 10d, +2w, 1m, 1y.
        """
        value = codes.clean(self.given(field))
        if not value:
            return None
        try:
            return (ahead and day_ahead(value)) or date.fromisoformat(value)
        except (ValueError, OverflowError):
            like = "2026-05-03, +2w, 10d or 1m" if ahead else "2026-05-03"
            self.refuse(field, f"{label} “{_short(value)}” is not a date. Write it like {like}.")
            return None

    def choice(self, field: str, label: str, choices: type[E], default: E) -> E:
        """One of a fixed list; the default when empty."""
        value = codes.clean(self.given(field)).casefold()
        if not value:
            return default
        if value in {choice.value for choice in choices}:
            return choices(value)
        offered = ", ".join(choice.value for choice in choices)
        self.refuse(field, f"{label} “{_short(value)}” is not known. Choose one of: {offered}.")
        return default

    def given(self, field: str) -> str:
        """The raw text of a field."""
        value = self._raw.get(field)
        return "" if value is None else str(value)

    def _bounded(self, field: str, label: str, value: str, required: bool, longest: int) -> str:
        if required and not value:
            self.refuse(field, f"{label} is missing.")
        if len(value) > longest:
            self.refuse(
                field, f"{label} is too long: {len(value):,} characters, at most {longest:,}."
            )
        return value


def today() -> date:
    """The day it is, in UTC."""
    return datetime.now(UTC).date()


def day_ahead(value: str) -> date | None:
    """The day that is so far from today; None for what is no such shorthand.

    A month ahead is the same day of the next month, or its last one. Raises OverflowError where no
    calendar goes.
    """
    match = _AHEAD.fullmatch(value.lower())
    if match is None:
        return None
    number, start = int(match["number"]), today()
    if match["unit"] in "dw":
        return start + timedelta(days=number * (7 if match["unit"] == "w" else 1))
    months = start.year * 12 + start.month - 1 + number * (12 if match["unit"] == "y" else 1)
    year, month = divmod(months, 12)
    if year > MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
