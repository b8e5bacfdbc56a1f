"""REST: one file per feature, each a thin edge over the domain."""

from ioninv.api.app import api

__all__ = ["api"]
