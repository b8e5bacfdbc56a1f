"""Inventory items: created as early as possible, never deleted, their status derived from facts."""

from ioninv.domain.items.creation import Birth, ItemForm, check, create
from ioninv.domain.items.describing import describe
from ioninv.domain.items.detail import ItemDetail, Relative, get
from ioninv.domain.items.filter import ItemFilter
from ioninv.domain.items.find import Found, find
from ioninv.domain.items.rows import ItemRow
from ioninv.domain.items.searching import (
    PAGE_SIZES,
    Counts,
    ItemPage,
    PageRequest,
    count,
    search,
)
from ioninv.domain.items.serials import read_serials
from ioninv.domain.items.sorting import ItemSort
from ioninv.domain.items.suggesting import suggest_lots

__all__ = [
    "PAGE_SIZES",
    "Birth",
    "Counts",
    "Found",
    "ItemDetail",
    "ItemFilter",
    "ItemForm",
    "ItemPage",
    "ItemRow",
    "ItemSort",
    "PageRequest",
    "Relative",
    "check",
    "count",
    "create",
    "describe",
    "find",
    "get",
    "read_serials",
    "search",
    "suggest_lots",
]
