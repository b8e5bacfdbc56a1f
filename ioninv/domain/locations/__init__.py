"""The tree of places."""

from ioninv.domain.locations.below import with_below

__all__ = ["with_below"]
