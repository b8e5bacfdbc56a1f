from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.rows import item_rows
from ioninv.domain.loading import load
from ioninv.domain.purchasing.rows import LineRow, OrderRow, line_rows, order_rows, plain
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import Permission

MOST_ITEMS: Final = 1_000


@dataclass(frozen=True)
class LineItem:
    """An item of a line. `expected` while it is on order; `quantity` as a form takes it.

    `received` is ISO 8601 in UTC, empty while it has not come in; `held` while a hold is open.
    """

    id: int
    line_id: int
    uid: str
    serial: str
    lot: str
    quantity: str
    status: str
    status_label: str
    place: str
    expected: bool
    received: str
    held: bool
    version: int


@dataclass(frozen=True)
class OrderDetail:
    """An order with its lines and their items: what is expected first, then what came in.

    `items` are the first thousand, `items_total` is how many there are; voided and merged ones are
    left out.
    """

    order: OrderRow
    lines: tuple[LineRow, ...]
    items: tuple[LineItem, ...]
    items_total: int


@requires(Permission.VIEW_PURCHASING)
def get(session: Session, actor: Actor, order_id: int) -> OrderDetail:
    """Raises NotFound when there is no such order."""
    load(session, PurchaseOrder, order_id, "purchase order")
    lines = line_rows(session, order_id)
    rows = session.execute(_ITEMS, {"order": order_id, "most": MOST_ITEMS}).all()
    total = session.execute(_TOTAL, {"order": order_id}).scalar_one()
    return OrderDetail(
        order_rows(session, [order_id])[0], tuple(lines), tuple(_items(session, rows)), total
    )


def _items(session: Session, rows: Sequence[Any]) -> list[LineItem]:
    shown = {row["id"]: row for row in item_rows(session, [row.id for row in rows])}
    return [
        LineItem(
            id=row.id,
            line_id=row.purchase_line_id,
            uid=row.uid,
            serial=row.serial or "",
            lot=row.lot or "",
            quantity=plain(row.quantity),
            status=shown[row.id]["status"],
            status_label=shown[row.id]["status_label"],
            place=shown[row.id]["place"],
            expected=row.received_at is None,
            received=""
            if row.received_at is None
            else from_instant(row.received_at).isoformat(timespec="seconds"),
            held=row.open_holds > 0,
            version=row.version,
        )
        for row in rows
    ]


_OF_ORDER = """
    FROM purchase_line l JOIN inventory_item i ON i.purchase_line_id = l.id
    WHERE l.order_id = :order AND i.voided_at IS NULL AND i.merged_into_id IS NULL"""
_ITEMS = text(f"""
    SELECT i.* {_OF_ORDER}
    ORDER BY i.received_at IS NOT NULL, l.position, i.serial IS NULL, i.serial_sort, i.id
    LIMIT :most""")
_TOTAL = text(f"SELECT count(*) {_OF_ORDER}")
