"""What handlers accept: the websocket enforces no types, so each handler reads its arguments here."""

import json
from collections.abc import Mapping
from typing import Any

from ioninv.errors import Invalid

LONGEST = 20_000
LONGEST_KEY = 100
_KEYS = ("idempotency_key", "key")


def text(value: object, longest: int = LONGEST) -> str:
    """A text of bounded length. Raises Invalid for anything else."""
    if not isinstance(value, str):
        raise Invalid("This request was not understood. Load the page again.")
    if len(value) > longest:
        raise Invalid(f"This text is too long: at most {longest:,} characters.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Invalid("This text holds half a character. Type it anew.") from None
    return value


def key(value: object) -> str | None:
    """The key of one press or one form, made by the browser; None where there is none."""
    return text(value, LONGEST_KEY) or None


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Invalid("This request was not understood. Load the page again.")
    return value


def number(value: object) -> int:
    """A whole number that an id or a page can be, given as such or as digits. Raises Invalid."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 15:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**15:
        raise Invalid("This request was not understood. Load the page again.")
    return value


def number_or_none(value: object) -> int | None:
    return None if value in (None, "") else number(value)


def numbers(value: object, most: int) -> list[int]:
    """Several ids. Raises Invalid when one is none, or when there are more than `most`."""
    if not isinstance(value, list | tuple) or len(value) > most:
        raise Invalid("This request was not understood. Load the page again.")
    return [number(each) for each in value]  # pyright: ignore[reportUnknownVariableType]


def form(value: object, longest: int = LONGEST) -> dict[str, str]:
    """The fields of a submitted form, as texts. Raises Invalid when it is none."""
    if not isinstance(value, Mapping) or len(value) > 200:
        raise Invalid("This form was not understood. Load the page again.")
    return {
        text(name, 100): ""
        if field is None
        else text(field, LONGEST_KEY if name in _KEYS else longest)
        for name, field in value.items()
    }  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def remembered(value: str) -> dict[str, Any]:
    """What a field of the form holds as JSON. Raises Invalid when it is no object."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid("This request was not understood. Load the page again.")
    return found  # pyright: ignore[reportUnknownVariableType]
