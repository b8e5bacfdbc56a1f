"""What no door takes, whoever asks: numbers that no id can be, and texts that nothing can store."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from ioninv.errors import Invalid, NotFound

LARGEST: Final = 2**63 - 1
"""SQLite keeps whole numbers in 64 bits."""


def refuse_unstorable(value: Any, field: str) -> None:
    """Look at a value and at all that is in it.

    Raises NotFound for a number of more than 64 bits, Invalid for a text with half a character.
    """
    if isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise NotFound("There is no such number. It may come from an old link.", field)
    elif isinstance(value, str):
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            raise Invalid("This text holds half a character. Type it anew.", field)
    elif isinstance(value, Mapping):
        for name, each in value.items():  # pyright: ignore[reportUnknownVariableType]
            refuse_unstorable(name, field)
            refuse_unstorable(each, field)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:  # pyright: ignore[reportUnknownVariableType]
            refuse_unstorable(each, field)
    elif is_dataclass(value):
        for each in fields(value):
            refuse_unstorable(getattr(value, each.name), each.name)
