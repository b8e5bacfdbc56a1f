"""The part library."""

from ioninv.domain.parts.units import counted

__all__ = ["counted"]
