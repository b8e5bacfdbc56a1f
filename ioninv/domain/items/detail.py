"""One item in full: its facts, why it has its status, where it belongs, and what happened to it."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from ioninv.db.types import from_micro
from ioninv.domain.access import Actor, requires, visible_to
from ioninv.domain.attachments import words as attachments
from ioninv.domain.attributes.values import AttributeValue, described
from ioninv.domain.history import Happened, Told, events_of
from ioninv.domain.items.assembly import ancestors
from ioninv.domain.items.browsing import ItemFacts, facts_of
from ioninv.domain.items.issue_links import issue_name
from ioninv.domain.items.naming import Names
from ioninv.domain.items.rows import ItemRow, item_rows, number_text, part_label
from ioninv.domain.items.words import told, why
from ioninv.errors import NotFound
from ioninv.models import Hold, IssueItem
from ioninv.vocabulary import Entity, IssueState, Permission, Status

_CHILDREN_SHOWN = 100


@dataclass(frozen=True)
class Relative:
    """Another item that this one belongs with."""

    id: int
    label: str
    part: str
    quantity: str
    status: str
    status_label: str


@dataclass(frozen=True)
class OnIssue:
    """An issue that an item is on; `name` is ISS-12, `outcome` what was done with the item."""

    id: int
    name: str
    title: str
    severity: str
    state: str
    state_label: str
    holds: bool
    outcome: str


@dataclass(frozen=True)
class ItemDetail:
    """An item as its panel shows it. `parents` lead from the direct parent to the root.

    `order_id` and `line` are the purchase order that it was bought on, if it was on one, and the
    position of its line there. What the actor may not see is not there: issues, that order, the parts
    of the timeline that speak of issues and attachments.
    """

    row: ItemRow
    title: str
    version: int
    why_lead: str
    why_rest: str
    location: str
    total_cost: str
    shipped_to: str
    note: str
    holds: tuple[str, ...]
    parents: tuple[Relative, ...]
    children: tuple[Relative, ...]
    children_total: int
    kit_id: int | None
    kit: str
    origin: Relative | None
    timeline: tuple[Told, ...]
    attributes: tuple[AttributeValue, ...]
    issues: tuple[OnIssue, ...]
    facts: ItemFacts
    order_id: int | None = None
    line: int | None = None


@requires(Permission.VIEW_INVENTORY)
def get(session: Session, actor: Actor, item_id: int) -> ItemDetail:
    """Raises NotFound when there is no such item."""
    rows = item_rows(session, [item_id])
    if not rows:
        raise NotFound("There is no such item. It may have been opened from an old link.")
    row = rows[0]
    facts = session.execute(
        text("SELECT * FROM inventory_item WHERE id = :id"), {"id": item_id}
    ).one()
    parents = _parents(session, item_id)
    events = [e for e in history_of(session, item_id) if visible_to(actor, e.entity)]
    holds = _open_holds(session, item_id)
    location = _place_of_root(session, parents[-1].id if parents else item_id)
    sees_orders = visible_to(actor, Entity.PURCHASE_ORDER)
    line_id = facts.purchase_line_id if sees_orders else None
    bought = session.execute(_BOUGHT, {"line": line_id}).first()
    switched = _switched_off(session, facts.location_id)
    lead, rest = why(Status(row["status"]), facts, row, location, holds, events, switched)
    return ItemDetail(
        row=row,
        title=_title(row),
        version=facts.version,
        why_lead=lead,
        why_rest=rest,
        location=location,
        total_cost=_total(facts),
        shipped_to=facts.shipped_to,
        note=facts.note,
        holds=tuple(hold.reason for hold in holds),
        parents=tuple(parents),
        children=tuple(relatives(session, "i.parent_id = :id", item_id)),
        children_total=_count_children(session, item_id),
        kit_id=facts.kit_id,
        kit="" if facts.kit_id is None else Names(session).of("kit_id", facts.kit_id),
        origin=next(iter(relatives(session, "i.id = :id", facts.origin_id)), None),
        timeline=tuple(told(events, Names(session))),
        attributes=described(session, facts.attributes),
        issues=tuple(_issues(session, item_id)) if visible_to(actor, Entity.ISSUE) else (),
        facts=facts_of(session, actor, [item_id])[0],
        order_id=bought.order_id if bought else None,
        line=bought.position if bought else None,
    )


def _title(row: ItemRow) -> str:
    """Its serial; of many alike, what tells this one from the others."""
    which = f"lot {row['lot']}" if row["lot"] else row["uid"]
    much = f"{row['quantity']} {row['unit']}".strip()
    return row["serial"] or f"{row['part']} · {which} · {much}"


_BOUGHT = text("SELECT order_id, position FROM purchase_line WHERE id = :line")


def history_of(session: Session, item_id: int) -> list[Happened]:
    """The events of an item, of its holds, of its issues with it and of what is attached to it, newest first."""
    links = session.exec(select(IssueItem.id).where(col(IssueItem.item_id) == item_id)).all()
    holds = list(session.exec(select(Hold.id).where(col(Hold.item_id) == item_id)))
    events = events_of(session, Entity.ITEM, [item_id])
    if links:
        events += events_of(session, Entity.ISSUE_ITEM, [link for link in links if link])
    if holds:
        events += events_of(session, Entity.HOLD, [hold for hold in holds if hold])
    events += attachments.events_on(session, Entity.ITEM, item_id)
    return sorted(events, key=lambda event: event.change_set, reverse=True)


def _open_holds(session: Session, item_id: int) -> list[Hold]:
    return list(
        session.exec(
            select(Hold).where(col(Hold.item_id) == item_id, col(Hold.released_at).is_(None))
        )
    )


def _switched_off(session: Session, location_id: int | None) -> Happened | None:
    """What made a location unavailable: the switching off of it, or of the nearest above it."""
    off = session.execute(_OFF, {"id": location_id}).scalar()
    events = events_of(session, Entity.LOCATION, [off]) if off else []
    return next((e for e in events if e.fields.get("available", (1, 1))[1] == 0), None)


def _issues(session: Session, item_id: int) -> list[OnIssue]:
    return [
        OnIssue(
            id=row.id,
            name=issue_name(row.number),
            title=row.title,
            severity=row.severity,
            state=row.state,
            state_label=IssueState(row.state).label,
            holds=bool(row.holds),
            outcome=row.outcome,
        )
        for row in session.execute(_ISSUES, {"item": item_id})
    ]


def _parents(session: Session, item_id: int) -> list[Relative]:
    rows = session.execute(
        text(f"{_RELATIVE} JOIN json_each(:ids) j ON j.value = i.id ORDER BY j.key"),
        {"ids": json.dumps(ancestors(session, item_id))},
    )
    return [_relative(row) for row in rows]


def relatives(session: Session, condition: str, id_: int | None) -> list[Relative]:
    """The items `i` that a condition on `:id` lets through, by part and serial."""
    rows = session.execute(
        text(
            f"{_RELATIVE} WHERE {condition} ORDER BY p.sort, i.serial_sort, i.id LIMIT {_CHILDREN_SHOWN}"
        ),
        {"id": id_},
    )
    return [_relative(row) for row in rows]


def _relative(row: Any) -> Relative:
    status = Status.from_code(row.status)
    part = part_label(row.part_number, row.revision)
    quantity = "" if row.serial else f"{number_text(from_micro(row.quantity))} {row.unit}".strip()
    return Relative(row.id, row.serial or row.uid, part, quantity, status.value, status.label)


def _count_children(session: Session, item_id: int) -> int:
    return session.execute(
        text("SELECT count(*) FROM inventory_item WHERE parent_id = :id"), {"id": item_id}
    ).scalar_one()


def _place_of_root(session: Session, item_id: int) -> str:
    return (
        session.execute(
            text(
                "SELECT l.path FROM inventory_item i JOIN location l ON l.id = i.location_id WHERE i.id = :id"
            ),
            {"id": item_id},
        ).scalar()
        or ""
    )


def _total(facts: Any) -> str:
    """What the whole quantity cost, to six places; empty for a single unit, whose cost says it."""
    if facts.unit_cost is None or facts.quantity == 1_000_000:
        return ""
    total = round(from_micro(facts.unit_cost) * from_micro(facts.quantity), 2)
    return f"{total:,.2f} {facts.currency}".strip()


_RELATIVE = """
    SELECT i.id, i.uid, i.serial, i.quantity, i.status, p.part_number, p.revision, p.unit
    FROM inventory_item i JOIN part p ON p.id = i.part_id"""

_OFF = text("""
    WITH RECURSIVE up (id, parent_id, available) AS (
        SELECT id, parent_id, available FROM location WHERE id = :id
        UNION
        SELECT l.id, l.parent_id, l.available FROM up JOIN location l ON l.id = up.parent_id)
    SELECT id FROM up WHERE available = 0 LIMIT 1""")

_ISSUES = text("""
    SELECT s.*, x.outcome FROM issue_item x JOIN issue s ON s.id = x.issue_id
    WHERE x.item_id = :item AND x.removed_at IS NULL
    ORDER BY x.outcome <> '', s.id DESC""")
