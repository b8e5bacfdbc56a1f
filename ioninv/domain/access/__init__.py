"""Who acts, and what they may do."""

from sqlmodel import Session

from ioninv.domain.access.actor import Actor
from ioninv.domain.access.requires import (
    demand,
    is_for_everybody,
    permission_of,
    requires,
    signed_in,
)

__all__ = [
    "Actor",
    "Session",
    "demand",
    "is_for_everybody",
    "permission_of",
    "requires",
    "signed_in",
]
