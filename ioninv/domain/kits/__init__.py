"""Kits: items gathered for one purpose, until they are used or the kit is closed."""

from ioninv.domain.kits.closing import close
from ioninv.domain.kits.creation import create
from ioninv.domain.kits.filling import put_in, take_out
from ioninv.domain.kits.rows import KitRow, all, get, suggest
from ioninv.domain.kits.timeline import timeline

__all__ = ["KitRow", "all", "close", "create", "get", "put_in", "suggest", "take_out", "timeline"]
