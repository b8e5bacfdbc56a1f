"""Which permissions an operation needs, read from its doors and never written by hand."""

from collections.abc import Callable
from typing import Any, Final

from ioninv.domain.access import permission_of

PERMISSIONS: Final = "x-permissions"
"""Where the OpenAPI of an operation names them; none where it is for everybody who is signed in."""


def needing(*doors: Callable[..., Any]) -> dict[str, Any]:
    """What the OpenAPI says of an operation that goes through these doors."""
    named = (permission_of(door) for door in doors)
    return {PERMISSIONS: list(dict.fromkeys(each.value for each in named if each is not None))}


def sentence(permissions: list[str]) -> str:
    """The same for a person who reads the description."""
    if not permissions:
        return "For everybody who is signed in."
    return f"Needs {' and '.join(f'`{each}`' for each in permissions)}."
