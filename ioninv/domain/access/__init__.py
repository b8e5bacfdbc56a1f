"""Who acts, and what they may do."""

from ioninv.domain.access.actor import Actor
from ioninv.domain.access.requires import permission_of, requires

__all__ = ["Actor", "permission_of", "requires"]
