"""What handlers accept: the websocket enforces no types.

`fit` looks at every event before its handler runs: the arguments that the handler names, no other,
each of the type it is annotated with. What the values may say, the handler reads for itself.
"""

import inspect
import json
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ioninv.errors import Invalid

LONGEST = 20_000
LONGEST_KEY = 100
LONGEST_OF_ALL = 900_000
"""The longest text of any argument: what a message of the websocket can carry."""

_KEYS = ("idempotency_key", "key")
_MOST = 20_000
_LONGEST_NAME = 500
"""What the browser has stored comes by the full name of its variable, states and all."""

_LARGEST = 10**15
_FORM_ENTRIES = "__reflex_form_data__"
NOT_UNDERSTOOD = "This request was not understood. Load the page again."

Check = Callable[[object], bool]


def fit(handler: Callable[..., Any], given: object) -> None:
    """Look at the arguments for a handler. Raises Invalid when it cannot be called with them."""
    asked = checks(handler)
    if not isinstance(given, dict) or not given.keys() <= asked.keys():  # pyright: ignore[reportUnknownMemberType]
        raise Invalid(NOT_UNDERSTOOD)
    for name, (needed, check) in asked.items():
        if (name in given or needed) and not (name in given and check(given[name])):
            raise Invalid(NOT_UNDERSTOOD)


@cache
def checks(handler: Callable[..., Any]) -> dict[str, tuple[bool, Check]]:
    """For each argument of a handler: whether it must be there, and what it is looked at with.

    Raises TypeError for a handler that does not say what it takes, or in a way that is not checked.
    """
    hints = get_type_hints(handler)
    taken = list(inspect.signature(handler).parameters.values())[1:]
    return {each.name: (each.default is each.empty, _check(hints.get(each.name))) for each in taken}


def _check(hint: Any) -> Check:
    kind = get_origin(hint) or hint
    if kind in (Union, UnionType):
        several = [_check(each) for each in get_args(hint)]
        return lambda value: any(check(value) for check in several)
    if kind is list:
        (of_what,) = get_args(hint)
        each_of = _check(of_what)
        return lambda value: (
            isinstance(value, list) and len(value) <= _MOST and all(map(each_of, value))  # pyright: ignore[reportUnknownArgumentType]
        )
    if kind not in _CHECKS:
        raise TypeError(f"{hint} is no type that a handler can be asked for")
    return _CHECKS[kind]


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST_OF_ALL:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_number(value: object) -> bool:
    """Whole, as such or as digits, and within what JavaScript counts exactly."""
    if _is_text(value):
        digits = str(value).removeprefix("-")
        return digits.isascii() and digits.isdigit() and len(digits) <= 15
    return isinstance(value, int) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_form(value: object) -> bool:
    """Fields by name, or Reflex's list of a form's names and values in their order."""
    if not isinstance(value, dict):
        return False
    fields: Any = value.items()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if _FORM_ENTRIES in value:
        fields = value[_FORM_ENTRIES]  # pyright: ignore[reportUnknownVariableType]
        if len(value) != 1 or not isinstance(fields, list):  # pyright: ignore[reportUnknownArgumentType]
            return False
        if not all(isinstance(each, list) and len(each) == 2 for each in fields):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            return False
    return len(fields) <= 1_000 and all(
        _is_text(name) and len(name) <= _LONGEST_NAME and _is_field(field) for name, field in fields
    )


def _is_field(value: object) -> bool:
    return value is None or isinstance(value, bool) or _is_text(value) or _is_number(value)


_CHECKS: dict[Any, Check] = {
    str: _is_text,
    int: _is_number,
    bool: _is_flag,
    dict: _is_form,
    type(None): lambda value: value is None,
}


def text(value: object, longest: int = LONGEST) -> str:
    """A text of bounded length. Raises Invalid for anything else."""
    if not isinstance(value, str):
        raise Invalid(NOT_UNDERSTOOD)
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
        raise Invalid(NOT_UNDERSTOOD)
    return value


def number(value: object) -> int:
    """A whole number that an id or a page can be, given as such or as digits. Raises Invalid."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 15:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**15:
        raise Invalid(NOT_UNDERSTOOD)
    return value


def number_or_none(value: object) -> int | None:
    return None if value in (None, "") else number(value)


def numbers(value: object, most: int) -> list[int]:
    """Several ids. Raises Invalid when one is none, or when there are more than `most`."""
    if not isinstance(value, list | tuple) or len(value) > most:
        raise Invalid(NOT_UNDERSTOOD)
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
        raise Invalid(NOT_UNDERSTOOD)
    return found  # pyright: ignore[reportUnknownVariableType]
