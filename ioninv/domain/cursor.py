"""Where a walk through a list stopped, as a text that nobody has to understand."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from ioninv.errors import Invalid

LONGEST: Final = 4_000
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """The order that is walked along, and the values of its keys in the row that came last.

    The text has a fingerprint of the order, so that nobody goes on in another one.
    """

    sort: str
    keys: tuple[Any, ...]

    def __str__(self) -> str:
        said = json.dumps([_mark(self.sort), *self.keys], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, given: str, sort: str, keys: int) -> "Cursor | None":
        """The cursor that a text is, None for an empty one.

        Raises Invalid for what is none of this order.
        """
        if not given:
            return None
        said = _said(given)
        fits = len(said) == keys + 1 and said[0] == _mark(sort)
        if not fits or not all(_is_value(each) for each in said[1:]):
            raise _refused()
        return cls(sort, tuple(said[1:]))


def _mark(sort: str) -> str:
    return hashlib.sha256(sort.encode()).hexdigest()[:8]


def _said(given: str) -> list[Any]:
    if len(given) > LONGEST:
        raise _refused()
    try:
        padded = given + "=" * (-len(given) % 4)
        said: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise _refused() from None
    return said if isinstance(said, list) else []  # pyright: ignore[reportUnknownVariableType]


def _is_value(value: object) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= c <= "\udfff" for c in value)
    return value is None or (type(value) is int and abs(value) <= _LARGEST)


def _refused() -> Invalid:
    return Invalid(
        "This cursor is not one of this list in this order. Begin without a cursor.", "cursor"
    )
