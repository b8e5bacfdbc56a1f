"""How far lines and orders have come: derived from what is on order and what came in, never set."""

from typing import Final

ON_ORDER: Final = (
    "i.received_at IS NULL AND i.voided_at IS NULL AND i.merged_into_id IS NULL AND i.quantity > 0"
)
"""The items `i` of a line that have still to come in."""

_RECEIVED: Final = (
    "l.received_before + coalesce((SELECT sum(i.received_quantity) FROM inventory_item i "
    "WHERE i.purchase_line_id = l.id), 0)"
)
_OPEN: Final = (
    "coalesce((SELECT sum(i.quantity) FROM inventory_item i "
    f"WHERE i.purchase_line_id = l.id AND {ON_ORDER}), 0)"
)
_SUMS: Final = (
    f"SELECT l.*, {_RECEIVED} AS received, {_OPEN} AS open, o.placed_at "
    "FROM purchase_line l JOIN purchase_order o ON o.id = l.order_id"
)
LINES: Final = f"""(
    SELECT s.*, CASE
        WHEN s.cancelled_at IS NOT NULL THEN iif(s.received > 0, 'received', 'cancelled')
        WHEN s.received > 0 THEN iif(s.open > 0, 'part_received', 'received')
        WHEN s.placed_at IS NOT NULL THEN 'ordered' ELSE 'draft' END AS state
    FROM ({_SUMS}) s)"""
"""Every line with `received` and `open` (millionths) and its `state`, as a table for SQL."""

STATE_OF_ORDER: Final = f"""(
    SELECT CASE
        WHEN count(*) = 0 THEN CASE WHEN r.cancelled_at IS NOT NULL THEN 'cancelled'
            WHEN r.placed_at IS NOT NULL THEN 'ordered' ELSE 'draft' END
        WHEN sum(x.state <> 'cancelled') = 0 THEN 'cancelled'
        WHEN sum(x.state = 'received') = sum(x.state <> 'cancelled') THEN 'received'
        WHEN sum(x.state IN ('received', 'part_received')) > 0 THEN 'part_received'
        WHEN r.placed_at IS NOT NULL THEN 'ordered' ELSE 'draft' END
    FROM {LINES} x WHERE x.order_id = r.id)"""
"""The state of an order `r`, rolled up from its lines."""
