"""Kits: items gathered for one purpose, until they are used or the kit is closed."""

from ioninv.domain.kits.closing import close, reopen
from ioninv.domain.kits.creation import create
from ioninv.domain.kits.editing import edit
from ioninv.domain.kits.filling import put_in, take_out
from ioninv.domain.kits.lying import Lying, lying
from ioninv.domain.kits.rows import KitRow, get
from ioninv.domain.kits.search import FIRST_SORT, KitFilter, KitState, search
from ioninv.domain.kits.suggesting import suggest
from ioninv.domain.kits.timeline import timeline

__all__ = [
    "FIRST_SORT",
    "KitFilter",
    "KitRow",
    "KitState",
    "Lying",
    "close",
    "create",
    "edit",
    "get",
    "lying",
    "put_in",
    "reopen",
    "search",
    "suggest",
    "take_out",
    "timeline",
]
