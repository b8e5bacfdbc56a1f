"""Who acts, and what they may do."""

from sqlmodel import Session

from ioninv.domain.access.actor import Actor
from ioninv.domain.access.requires import demand, permission_of, requires

__all__ = ["Actor", "Session", "demand", "permission_of", "requires"]
