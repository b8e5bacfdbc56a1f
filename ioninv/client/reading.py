"""Answers as the shapes that they are."""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ioninv.errors import NoAnswer

T = TypeVar("T")


def shaped(shape: type[T], value: Any) -> T:
    """`value`, as JSON gave it, as `shape`. Raises NoAnswer where it cannot be that."""
    try:
        return _reader(shape)(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NoAnswer(
            f"The answer is no {shape.__name__} as this client knows it: is the server of another version?"
        ) from error


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    if is_dataclass(hint):
        return _of_fields(hint)
    if hint is datetime:
        return datetime.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is list:
        each = _reader(arguments[0])
        return lambda value: [each(one) for one in value]
    if origin is dict:
        key, each = int if arguments[0] is int else _reader(arguments[0]), _reader(arguments[1])
        return lambda value: {key(name): each(one) for name, one in value.items()}
    if origin is types.UnionType:
        known = _reader(next(one for one in arguments if one is not types.NoneType))
        return lambda value: None if value is None else known(value)
    return partial(_exactly, hint)


def _of_fields(shape: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(shape)
    readers = {each.name: _reader(hints[each.name]) for each in fields(shape)}
    return lambda value: shape(**{name: read(value[name]) for name, read in readers.items()})


def _exactly(shape: type[T], value: Any) -> T:
    if not isinstance(value, shape):
        raise TypeError(f"{value!r} is no {shape.__name__}.")
    return value
