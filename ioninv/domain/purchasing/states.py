"""How far lines and orders have come: derived from what is on order and what came in, never set."""

from typing import Final

ON_ORDER: Final = (
    "i.received_at IS NULL AND i.voided_at IS NULL AND i.merged_into_id IS NULL AND i.quantity > 0"
)
"""The items `i` of a line that have still to come in."""

_SUMS: Final = (
    "SELECT l.*, l.received_before + l.came_in AS received, l.due AS open, o.placed_at "
    "FROM purchase_line l JOIN purchase_order o ON o.id = l.order_id"
)
"""The database itself counts `came_in` and `due` with each item of a line that is written."""

MISCOUNTED: Final = f"""
    SELECT l.id, l.came_in, l.due, coalesce(sum(i.received_quantity), 0) AS received,
        coalesce(sum(i.quantity) FILTER (WHERE {ON_ORDER}), 0) AS open
    FROM purchase_line l LEFT JOIN inventory_item i ON i.purchase_line_id = l.id
    GROUP BY l.id HAVING l.came_in <> received OR l.due <> open"""
"""The lines whose count is not that of their items."""


def lines(where: str = "1") -> str:
    """The lines `l` that a condition lets through, as `LINES` has them."""
    return f"""(
    SELECT s.*, CASE
        WHEN s.cancelled_at IS NOT NULL THEN iif(s.received > 0, 'received', 'cancelled')
        WHEN s.received > 0 THEN iif(s.open > 0, 'part_received', 'received')
        WHEN s.placed_at IS NOT NULL THEN 'ordered' ELSE 'draft' END AS state
    FROM ({_SUMS} WHERE {where}) s)"""


LINES: Final = lines()
"""Every line with `received` and `open` (millionths) and its `state`, as a table for SQL."""

DUE: Final = "purchase_line l WHERE l.due > 0"
"""The lines `l` of which something has still to come, by an index of their own."""

_CAME: Final = "(l.received_before + l.came_in > 0)"
_GONE: Final = "(l.cancelled_at IS NOT NULL AND l.received_before + l.came_in = 0)"
_DONE: Final = f"({_CAME} AND (l.cancelled_at IS NOT NULL OR l.due = 0))"
STATE_OF_ORDER: Final = f"""(
    SELECT CASE
        WHEN count(*) = 0 THEN CASE WHEN r.cancelled_at IS NOT NULL THEN 'cancelled'
            WHEN r.placed_at IS NOT NULL THEN 'ordered' ELSE 'draft' END
        WHEN sum({_GONE}) = count(*) THEN 'cancelled'
        WHEN sum({_DONE}) + sum({_GONE}) = count(*) THEN 'received'
        WHEN sum({_CAME}) > 0 THEN 'part_received'
        WHEN r.placed_at IS NOT NULL THEN 'ordered' ELSE 'draft' END
    FROM purchase_line l WHERE l.order_id = r.id)"""
"""The state of an order `r`, rolled up from its lines."""
