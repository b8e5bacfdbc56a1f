"""What must hold between orders, their lines and the items that were bought on them."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_micro
from ioninv.domain.purchasing.lines import EXTRA
from ioninv.domain.purchasing.states import LINES, MISCOUNTED


def look(session: Session) -> Iterator[str]:
    """A sentence for each line or item that is not as its order, its line or its receipt says."""
    for row in session.execute(text(MISCOUNTED)):
        kept, there = ([from_micro(n) for n in pair] for pair in (row[1:3], row[3:5]))
        yield (
            f"purchase line {row.id}: it counts {kept[0]} that came in and {kept[1]} on order, "
            f"its items {there[0]} and {there[1]}"
        )
    for row in session.execute(text(_UNEQUAL)):
        came, due, bought = (from_micro(n) for n in (row.received, row.open, row.quantity))
        yield (
            f"purchase line {row.id}: {came} came in and {due} is on order, of {bought} "
            f"and {from_micro(row.extra)} beyond it"
        )
    for query, sentence in _OTHERS:
        for row in session.execute(text(query)):
            yield sentence.format(*row)


_UNEQUAL: Final = f"""
    SELECT * FROM (SELECT l.id, l.quantity, l.received, l.open, l.cancelled_at, coalesce(
            (SELECT sum(i.received_quantity) FROM inventory_item i
             WHERE i.purchase_line_id = l.id AND {EXTRA}), 0) AS extra FROM {LINES} l)
    WHERE CASE WHEN cancelled_at IS NOT NULL THEN open <> 0
        ELSE received + open <> max(quantity + extra, received) END"""
_OTHERS: Final = (
    (
        "SELECT i.id, o.number FROM inventory_item i JOIN purchase_line l ON l.id = i.purchase_line_id "
        "JOIN purchase_order o ON o.id = l.order_id WHERE i.purchase_order <> o.number",
        "item {0} was bought with {1} and names another purchase order",
    ),
    (
        "SELECT i.id FROM inventory_item i JOIN purchase_line l ON l.id = i.purchase_line_id "
        "WHERE i.part_id <> l.part_id",
        "item {} is of another part than its purchase line",
    ),
    (
        "SELECT l.id FROM purchase_line l JOIN supplier_part t ON t.id = l.supplier_part_id "
        "JOIN purchase_order o ON o.id = l.order_id "
        "WHERE t.part_id <> l.part_id OR t.supplier_id IS NOT o.supplier_id",
        "purchase line {}: its supplier part is of another part or supplier",
    ),
    (
        "SELECT l.id, o.number FROM purchase_line l JOIN purchase_order o ON o.id = l.order_id "
        "WHERE o.cancelled_at IS NOT NULL AND EXISTS (SELECT 1 FROM inventory_item i "
        "WHERE i.purchase_line_id = l.id AND i.received_at IS NULL AND i.voided_at IS NULL "
        "AND i.merged_into_id IS NULL)",
        "purchase line {0}: {1} is cancelled and something of it is on order",
    ),
)
