"""Purchasing: what is bought is in the inventory from the line on, and comes in as the same items."""

from ioninv.domain.purchasing.cancelling import cancel, cancel_line, reopen, reopen_line
from ioninv.domain.purchasing.creation import create, propose_number
from ioninv.domain.purchasing.detail import LineItem, OrderDetail, get
from ioninv.domain.purchasing.editing import edit
from ioninv.domain.purchasing.form import STOCK, SUPPLIER, LineForm, OrderForm, read_day
from ioninv.domain.purchasing.lines import add_line, edit_line
from ioninv.domain.purchasing.matching import (
    Choice,
    Match,
    MatchKind,
    expected_serials,
    match,
)
from ioninv.domain.purchasing.order_sheet import OrderSheet, SheetLine, order_sheet
from ioninv.domain.purchasing.placing import place, unplace
from ioninv.domain.purchasing.receiving import Receipt, receive, receive_all
from ioninv.domain.purchasing.rows import LineRow, OrderRow
from ioninv.domain.purchasing.searching import OrderFilter, coming, count, count_by_state, orders
from ioninv.domain.purchasing.sheet import (
    COLUMNS,
    Expected,
    ReadBack,
    SheetRead,
    expected,
    read_serials_back,
)
from ioninv.domain.purchasing.supplier_parts import (
    SupplierPartForm,
    SupplierPartRow,
    archive_supplier_part,
    create_supplier_part,
    edit_supplier_part,
    search_supplier_parts,
    supplier_part,
    supplier_parts,
)
from ioninv.domain.purchasing.supply import (
    SupplyFilter,
    SupplyRow,
    draft_orders,
    shortage,
    supply,
)
from ioninv.domain.purchasing.timeline import timeline

__all__ = [
    "COLUMNS",
    "STOCK",
    "SUPPLIER",
    "Choice",
    "Expected",
    "LineForm",
    "LineItem",
    "LineRow",
    "Match",
    "MatchKind",
    "OrderDetail",
    "OrderFilter",
    "OrderForm",
    "OrderRow",
    "OrderSheet",
    "ReadBack",
    "Receipt",
    "SheetLine",
    "SheetRead",
    "SupplierPartForm",
    "SupplierPartRow",
    "SupplyFilter",
    "SupplyRow",
    "add_line",
    "archive_supplier_part",
    "cancel",
    "cancel_line",
    "coming",
    "count",
    "count_by_state",
    "create",
    "create_supplier_part",
    "draft_orders",
    "edit",
    "edit_line",
    "edit_supplier_part",
    "expected",
    "expected_serials",
    "get",
    "match",
    "order_sheet",
    "orders",
    "place",
    "propose_number",
    "read_day",
    "read_serials_back",
    "receive",
    "receive_all",
    "reopen",
    "reopen_line",
    "search_supplier_parts",
    "shortage",
    "supplier_part",
    "supplier_parts",
    "supply",
    "timeline",
    "unplace",
]
