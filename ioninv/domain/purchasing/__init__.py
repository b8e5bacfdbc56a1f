"""Purchasing: what is bought is in the inventory from the line on, and comes in as the same items."""

from ioninv.domain.purchasing.cancelling import cancel, cancel_line, reopen, reopen_line
from ioninv.domain.purchasing.creation import create, propose_number
from ioninv.domain.purchasing.detail import LineItem, OrderDetail, get
from ioninv.domain.purchasing.editing import edit
from ioninv.domain.purchasing.form import LineForm, OrderForm, read_day
from ioninv.domain.purchasing.lines import add_line, edit_line
from ioninv.domain.purchasing.placing import place, unplace
from ioninv.domain.purchasing.rows import LineRow, OrderRow
from ioninv.domain.purchasing.searching import OrderFilter, orders

__all__ = [
    "LineForm",
    "LineItem",
    "LineRow",
    "OrderDetail",
    "OrderFilter",
    "OrderForm",
    "OrderRow",
    "add_line",
    "cancel",
    "cancel_line",
    "create",
    "edit",
    "edit_line",
    "get",
    "orders",
    "place",
    "propose_number",
    "read_day",
    "reopen",
    "reopen_line",
    "unplace",
]
