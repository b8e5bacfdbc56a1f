"""Values as people and files give them, made canonical."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from sqlmodel import Session

from ioninv import codes
from ioninv.domain.attributes.rows import AttributeRow, attribute_rows
from ioninv.domain.attributes.values import values_of
from ioninv.domain.input import Reading
from ioninv.errors import Problem
from ioninv.vocabulary import AppliesTo, AttributeKind

LONGEST_TEXT: Final = 500
LARGEST: Final = 10**12
_LONGEST_LINK = 2_000
_LONGEST_NUMBER = 40
_PLACES = 6
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)")
# 1,250 is a thousand and more to some, and one and a quarter to others.
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_OTHER: Final = {AppliesTo.ITEM: AppliesTo.PART, AppliesTo.PART: AppliesTo.ITEM}
YES: Final = frozenset({"yes", "true", "1", "y"})
NO: Final = frozenset({"no", "false", "0", "n"})


def read_values(
    session: Session, applies_to: AppliesTo, given: Mapping[str, str]
) -> tuple[dict[int, str], list[Problem]]:
    """The stored texts by attribute id, '' for what is cleared, and what is wrong with any.

    `given` is keyed by the attribute's id as text. Problems are keyed `attribute_<id>`.
    """
    if not given:
        return {}, []
    attributes = {str(row.id): row for row in attribute_rows(session, applies_to).values()}
    values: dict[int, str] = {}
    problems: list[Problem] = []
    for id_, typed in given.items():
        row = attributes.get(id_)
        if row is None:
            word = applies_to.label.lower()
            problems.append(
                Problem(f"There is no attribute {id_[:20]} of {word}.", f"attribute_{id_[:20]}")
            )
        elif row.archived:
            problems.append(Problem(f"{row.name} is archived. Restore it first.", row.field))
        else:
            values[row.id], problem = read_value(row, typed)
            problems += [Problem(problem, row.field)] if problem else []
    return values, problems


def read_value(row: AttributeRow, typed: str) -> tuple[str, str]:
    """The canonical text of a value, '' for none, and what is wrong with it, if anything is."""
    reading = Reading({row.name: typed})
    value = _read(reading, row)
    return ("", reading.problems[0].message) if reading.problems else (value, "")


def no_longer(session: Session, applies_to: AppliesTo, stored: Iterable[str]) -> Iterator[str]:
    """A sentence for each value, of those that were stored once, that its attribute has no more."""
    attributes = attribute_rows(session, applies_to)
    elsewhere: Mapping[int, AttributeRow] = {}
    wanted = {(id_, value) for each in stored for id_, value in values_of(each).items()}
    for id_, value in sorted(wanted):
        row = attributes.get(id_)
        if row is None:
            elsewhere = elsewhere or attribute_rows(session, _OTHER[applies_to])
            name = elsewhere[id_].name if id_ in elsewhere else f"attribute {id_}"
            yield f"{name} is no attribute of {applies_to.label.lower()} now (“{value[:40]}”)."
        elif read_value(row, value) != (value, ""):
            yield f"“{value[:40]}” is no value of {row.name} now."


def _read(reading: Reading, row: AttributeRow) -> str:
    match row.kind:
        case AttributeKind.TEXT:
            return reading.text(row.name, row.name, longest=LONGEST_TEXT)
        case AttributeKind.NUMBER:
            return _number(reading, row.name)
        case AttributeKind.CHOICE:
            return _choice(reading, row)
        case AttributeKind.DATE:
            day = reading.day(row.name, row.name)
            return day.isoformat() if day else ""
        case AttributeKind.YES_NO:
            return _yes_no(reading, row.name)
        case AttributeKind.LINK:
            return _link(reading, row.name)


def _number(reading: Reading, name: str) -> str:
    """Up to six places, with a point or a comma before them; no thousands apart."""
    given = codes.clean(reading.given(name)).replace("\u2212", "-")
    if not given:
        return ""
    if _EITHER.fullmatch(given):
        reading.refuse(name, f"{name} “{given}” can mean two numbers. Write it like 1250 or 1.25.")
        return ""
    if len(given) > _LONGEST_NUMBER or not (given.isascii() and _NUMBER.fullmatch(given)):
        reading.refuse(name, f"{name} “{given[:40]}” is not a number. Write it like 1250 or 12.5.")
        return ""
    number = Decimal(given.replace(",", "."))
    if abs(number) > LARGEST:
        reading.refuse(name, f"{name} can be at most {LARGEST:,}.")
    elif number != round(number, _PLACES):
        reading.refuse(name, f"{name} can have at most {_PLACES} decimal places.")
    return plain_number(number)


def plain_number(number: Decimal) -> str:
    """Without an exponent, needless zeros, or a sign before zero."""
    whole = f"{number:f}"
    if "." in whole:
        whole = whole.rstrip("0").rstrip(".")
    return "0" if whole in ("-0", "") else whole


def _choice(reading: Reading, row: AttributeRow) -> str:
    given = codes.clean(reading.given(row.name))
    by_key = {codes.key(choice): choice for choice in row.choices}
    if not given or codes.key(given) in by_key:
        return by_key.get(codes.key(given), "")
    offered = ", ".join(row.choices[:10]) + (", …" if len(row.choices) > 10 else "")
    reading.refuse(
        row.name, f"{row.name} “{given[:40]}” is none of its choices. Choose one of: {offered}."
    )
    return ""


def _yes_no(reading: Reading, name: str) -> str:
    given = codes.key(reading.given(name))
    if given and given not in YES | NO:
        reading.refuse(name, f"{name} “{given[:40]}” is neither yes nor no.")
    return "yes" if given in YES else "no" if given in NO else ""


def _link(reading: Reading, name: str) -> str:
    """Always an http address, so that a link made of it can do nothing but open a page."""
    given = reading.text(name, name, longest=_LONGEST_LINK)
    if not given or reading.problems:
        return ""
    try:
        parts = urlsplit(given)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in given:
        reading.refuse(name, f"{name} must begin with http:// or https:// and hold no blanks.")
        return ""
    return parts.scheme + given[len(parts.scheme) :]
