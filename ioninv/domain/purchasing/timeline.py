"""What happened to an order, its lines, and what came in of them, in words."""

from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, from_micro
from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.history import Happened, Told, changed, events_of, tell
from ioninv.domain.items.naming import Names
from ioninv.domain.items.rows import number_text
from ioninv.domain.loading import load
from ioninv.domain.parts.labels import part_label
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import Entity, Permission

_WORDS = {
    "number": "Number", "supplier_id": "Supplier", "supplier_reference": "Supplier reference",
    "currency": "Currency", "note": "Note", "location_id": "Destination",
    "expected_on": "Expected on", "quantity": "Quantity", "supplier_part_id": "Supplier part",
    "unit_cost": "Unit cost", "received_before": "Received before",
}  # fmt: skip
_MOST = 500


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, order_id: int) -> list[Told]:
    """The newest 500 events of an order, its lines and its receipts, newest first. Raises NotFound."""
    demand_visible(actor, Entity.PURCHASE_ORDER)
    load(session, PurchaseOrder, order_id, "purchase order")
    rows = session.execute(_LINES, {"order": order_id}).all()
    lines = {row.id: row for row in rows}
    names = Names(session)
    events = events_of(session, Entity.PURCHASE_ORDER, [order_id], _MOST)
    if lines:
        events += events_of(session, Entity.PURCHASE_LINE, lines, _MOST)
    told = list(zip(events, tell(events, lambda e: _sentences(e, names, lines)), strict=True))
    dated = [(event.change_set, _rank(event), each) for event, each in told]
    dated += [
        (row.change_set_id, 2, _receipt(row))
        for row in session.execute(_RECEIPTS, {"order": order_id})
    ]
    dated.sort(key=lambda each: (-each[0], each[1]))
    return [each for _, _, each in dated[:_MOST]]


def _rank(event: Happened) -> int:
    """Of one change set an order is told before its lines and receipts; its opening after them."""
    if event.entity is not Entity.PURCHASE_ORDER:
        return 1
    return 3 if event.version == 1 else 0


def _sentences(event: Happened, names: Names, lines: dict[int, Any]) -> list[str]:
    of_line = event.entity is Entity.PURCHASE_LINE
    called = _line(lines[event.entity_id]) if of_line else ""
    if event.version == 1:
        return [f"{called} added" if of_line else "Opened"]
    said = [
        changed(_WORDS[field], _name(names, field, before), _name(names, field, after))
        for field, (before, after) in event.fields.items()
        if field in _WORDS
    ]
    return [_headline(event, called), *said]


def _headline(event: Happened, called: str) -> str:
    subject = f"{called}: " if called else ""
    for field, (yes, no) in _STEPS.items():
        if field in event.fields:
            word = yes if event.fields[field][1] is not None else no
            return f"{subject}{word if subject else word.capitalize()}"
    return f"{subject}edited" if called else "Edited"


_STEPS = {"cancelled_at": ("cancelled", "reopened"), "placed_at": ("placed", "a draft again")}


def _name(names: Names, field: str, value: Any) -> str:
    return names.of("quantity" if field == "received_before" else field, value)


def _line(row: Any) -> str:
    return f"Line {row.position} ({part_label(row.part_number, row.revision)})"


def _receipt(row: Any) -> Told:
    number = number_text(from_micro(abs(row.quantity)))
    unit = f" {row.unit}" if row.unit else ""
    said = "received" if row.quantity >= 0 else "not received after all"
    return Told(
        headline=f"{_line(row)}: {number}{unit} {said}",
        changes=(),
        actor=row.actor,
        when=from_instant(row.occurred_at).isoformat(timespec="seconds"),
        source=row.source,
        reason=row.reason,
        change_set=row.change_set_id,
    )


_LINES = text("""
    SELECT l.id, l.position, p.part_number, p.revision
    FROM purchase_line l JOIN part p ON p.id = l.part_id WHERE l.order_id = :order""")
_RECEIPTS = text(f"""
    SELECT e.change_set_id, l.position, p.part_number, p.revision, p.unit, u.name AS actor,
        c.occurred_at, c.source, c.reason,
        sum(coalesce(json_extract(e.changes, '$.received_quantity[1]'), 0)
            - coalesce(json_extract(e.changes, '$.received_quantity[0]'), 0)) AS quantity
    FROM purchase_line l JOIN inventory_item i ON i.purchase_line_id = l.id
    CROSS JOIN event e ON e.entity = 'item' AND e.entity_id = i.id
        AND json_extract(e.changes, '$.received_quantity') IS NOT NULL
    JOIN change_set c ON c.id = e.change_set_id JOIN user u ON u.id = c.actor_id
    JOIN part p ON p.id = l.part_id
    WHERE l.order_id = :order
    GROUP BY e.change_set_id, l.id ORDER BY e.change_set_id DESC LIMIT {_MOST}""")
