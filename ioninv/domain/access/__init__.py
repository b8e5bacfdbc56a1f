"""Who acts, and what they may do."""

from sqlmodel import Session

from ioninv.domain.access.actor import Actor
from ioninv.domain.access.requires import (
    demand,
    demand_person,
    is_for_everybody,
    permission_of,
    requires,
    signed_in,
)
from ioninv.domain.access.visible import demand_visible, visible_to

__all__ = [
    "Actor",
    "Session",
    "demand",
    "demand_person",
    "demand_visible",
    "is_for_everybody",
    "permission_of",
    "requires",
    "signed_in",
    "visible_to",
]
