"""Parts as lists and panels show them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, from_micro
from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.values import AttributeValue, described, values_of
from ioninv.domain.loading import load
from ioninv.domain.parts.labels import part_label
from ioninv.domain.tallied import Per, Tallied, by_status
from ioninv.models import Part
from ioninv.vocabulary import Permission, Status, TrackingType


@dataclass(frozen=True)
class InStatus:
    """How many items of a part have one status, and their quantity as exact decimal text."""

    items: int
    quantity: str


@dataclass(frozen=True)
class PartRow:
    """A part, and what there is of it.

    Numbers are exact decimals as text without thousands separators, empty where there is none, as a
    form takes them. `items` and `quantity` leave out voided and merged items; `by_status` holds
    every status that has items, by its value. Times are ISO 8601 in UTC. `attributes` are stored
    texts by the id of their attribute; `attribute_values` tell them, on the page of one part alone.
    """

    id: int
    part_number: str
    revision: str
    label: str
    name: str
    description: str
    tracking: str
    tracking_label: str
    kind: str
    unit: str
    cost: str
    currency: str
    lead_time_days: str
    reorder_min: str
    reorder_max: str
    supplier_id: int | None
    supplier: str
    location_id: int | None
    location: str
    predecessor_id: int | None
    predecessor: str
    archived: bool
    items: int
    quantity: str
    by_status: dict[str, InStatus]
    version: int
    created: str
    updated: str
    attributes: dict[int, str]
    attribute_values: tuple[AttributeValue, ...] = ()


@requires(Permission.VIEW_PARTS)
def get(session: Session, actor: Actor, part_id: int) -> PartRow:
    """Raises NotFound when there is no such part."""
    part = load(session, Part, part_id, "part")
    row = part_rows(session, [part_id])[0]
    return replace(row, attribute_values=described(session, part.attributes))


def part_rows(session: Session, ids: Sequence[int]) -> list[PartRow]:
    """The rows of these parts, in the order of the ids."""
    counts = by_status(session, Per.PART, ids)
    rows = session.execute(_ROWS, {"ids": json.dumps(list(ids))})
    return [_row(row, counts.get(row.id, {})) for row in rows]


def _row(row: Any, counts: Mapping[Status, Tallied]) -> PartRow:
    shown = [tallied for status, tallied in counts.items() if not status.hidden]
    return PartRow(
        id=row.id,
        part_number=row.part_number,
        revision=row.revision,
        label=part_label(row.part_number, row.revision),
        name=row.name,
        description=row.description,
        tracking=row.tracking,
        tracking_label=TrackingType(row.tracking).label,
        kind=row.kind,
        unit=row.unit,
        cost=_decimal(row.cost),
        currency=row.currency,
        lead_time_days="" if row.lead_time_days is None else str(row.lead_time_days),
        reorder_min=_decimal(row.reorder_min),
        reorder_max=_decimal(row.reorder_max),
        supplier_id=row.supplier_id,
        supplier=row.supplier or "",
        location_id=row.location_id,
        location=row.location or "",
        predecessor_id=row.predecessor_id,
        predecessor=_predecessor(row),
        archived=bool(row.archived),
        items=sum(tallied.items for tallied in shown),
        quantity=str(sum((tallied.quantity for tallied in shown), Decimal(0))),
        by_status={
            status.value: InStatus(tallied.items, str(tallied.quantity))
            for status, tallied in counts.items()
        },
        version=row.version,
        created=from_instant(row.created_at).isoformat(timespec="seconds"),
        updated=from_instant(row.updated_at).isoformat(timespec="seconds"),
        attributes=values_of(row.attributes),
    )


def _decimal(micro: int | None) -> str:
    return "" if micro is None else str(from_micro(micro))


def _predecessor(row: Any) -> str:
    if row.predecessor_id is None:
        return ""
    return part_label(row.predecessor_number, row.predecessor_revision)


_ROWS = text("""
    SELECT p.*, s.name AS supplier, l.path AS location,
        before.part_number AS predecessor_number, before.revision AS predecessor_revision
    FROM json_each(:ids) j
    JOIN part p ON p.id = j.value
    LEFT JOIN supplier s ON s.id = p.supplier_id
    LEFT JOIN location l ON l.id = p.location_id
    LEFT JOIN part before ON before.id = p.predecessor_id
    ORDER BY j.key""")
