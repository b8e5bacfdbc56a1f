"""Inventory items: created as early as possible, never deleted, their status derived from facts."""

from ioninv.domain.items.adjusting import adjust
from ioninv.domain.items.browsing import Browsed, ItemFacts, browse
from ioninv.domain.items.built import MOST as MOST_BUILT
from ioninv.domain.items.built import Installed, built
from ioninv.domain.items.creation import Birth, ItemForm, check, create
from ioninv.domain.items.describing import describe
from ioninv.domain.items.detail import ItemDetail, OnIssue, Relative, get
from ioninv.domain.items.each import Outcome, each
from ioninv.domain.items.editing import edit, edit_many
from ioninv.domain.items.family import Related, family
from ioninv.domain.items.filter import ItemFilter
from ioninv.domain.items.find import Found, find
from ioninv.domain.items.holding import hold, release
from ioninv.domain.items.installing import install, remove
from ioninv.domain.items.merging import merge
from ioninv.domain.items.moving import move
from ioninv.domain.items.offering import acts_for
from ioninv.domain.items.possible import Circumstances, possible
from ioninv.domain.items.receiving import receive
from ioninv.domain.items.rows import ItemRow
from ioninv.domain.items.scrapping import restore, scrap
from ioninv.domain.items.searching import (
    PAGE_SIZES,
    Counts,
    ItemPage,
    PageRequest,
    count,
    search,
)
from ioninv.domain.items.selection import Selection, select_all, selected, selected_count
from ioninv.domain.items.serialising import assign_serials, clear_serial
from ioninv.domain.items.serials import read_serials
from ioninv.domain.items.shipping import ship, take_back
from ioninv.domain.items.showing import shown
from ioninv.domain.items.sorting import ItemSort
from ioninv.domain.items.splitting import read_quantities, split
from ioninv.domain.items.suggesting import suggest_lots
from ioninv.domain.items.voiding import unvoid, void
from ioninv.domain.items.working import finish_work, start_work

__all__ = [
    "MOST_BUILT",
    "PAGE_SIZES",
    "Birth",
    "Browsed",
    "Circumstances",
    "Counts",
    "Found",
    "Installed",
    "ItemDetail",
    "ItemFacts",
    "ItemFilter",
    "ItemForm",
    "ItemPage",
    "ItemRow",
    "ItemSort",
    "OnIssue",
    "Outcome",
    "PageRequest",
    "Related",
    "Relative",
    "Selection",
    "acts_for",
    "adjust",
    "assign_serials",
    "browse",
    "built",
    "check",
    "clear_serial",
    "count",
    "create",
    "describe",
    "each",
    "edit",
    "edit_many",
    "family",
    "find",
    "finish_work",
    "get",
    "hold",
    "install",
    "merge",
    "move",
    "possible",
    "read_quantities",
    "read_serials",
    "receive",
    "release",
    "remove",
    "restore",
    "scrap",
    "search",
    "select_all",
    "selected",
    "selected_count",
    "ship",
    "shown",
    "split",
    "start_work",
    "suggest_lots",
    "take_back",
    "unvoid",
    "void",
]
