"""Items as the grid shows them: plain texts, ready to paint."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, TypedDict

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, from_micro
from ioninv.domain.attachments.rows import IMAGE_OF_PART
from ioninv.domain.attributes.values import values_of
from ioninv.vocabulary import Status, TrackingType

_HOLD_UNSAID: Final = (Status.UNAVAILABLE, Status.SCRAPPED, Status.VOIDED, Status.MERGED)
"""Statuses that say it themselves, or whose hold bites when they come back."""


class ItemRow(TypedDict):
    """One row of the grid. `quantity` and `cost` carry their unit; times are ISO 8601 in UTC.

    `pending`: its part is tracked by serial, and it has none yet. `issues` are those that are open on
    it. `attributes` are stored texts by the id of their attribute. `image` is the attachment that shows
    the part, 0 where there is none.
    """

    id: int
    version: int
    uid: str
    part_id: int
    part: str
    image: int
    name: str
    serial: str
    lot: str
    quantity: str
    unit: str
    status: str
    status_label: str
    place: str
    supplier: str
    usage: str
    cost: str
    work_order: str
    purchase_order: str
    expires: str
    created: str
    updated: str
    held: bool
    pending: bool
    issues: int
    attributes: dict[int, str]


def item_rows(session: Session, ids: Sequence[int]) -> list[ItemRow]:
    """The rows of these items, in the order of the ids."""
    found = {row.id: _row(row) for row in session.execute(_ROWS, {"ids": json.dumps(list(ids))})}
    return [found[id_] for id_ in ids if id_ in found]


def part_label(number: str, revision: str) -> str:
    return f"{number} rev {revision}" if revision else number


def number_text(value: Decimal) -> str:
    """A decimal for reading: thousands apart, no trailing zeros."""
    return f"{value:,}"


def money_text(micro: int | None, currency: str) -> str:
    """At least two decimal places, and the currency behind."""
    if micro is None:
        return ""
    whole, _, rest = str(from_micro(micro)).partition(".")
    return f"{int(whole):,}.{rest.ljust(2, '0')} {currency}".strip()


def item_label(serial: str | None, part: str, uid: str) -> str:
    """What people call an item: its serial, or else its part and code."""
    return serial or f"{part} {uid}"


def _row(row: Any) -> ItemRow:
    status = Status.from_code(row.status)
    return ItemRow(
        id=row.id,
        version=row.version,
        uid=row.uid,
        part_id=row.part_id,
        part=part_label(row.part_number, row.revision),
        image=row.image_id or 0,
        name="" if row.name == row.part_number else row.name,
        serial=row.serial or "",
        lot=row.lot or "",
        quantity=number_text(from_micro(row.quantity)),
        unit=row.unit,
        status=status.value,
        status_label=status.label,
        place=_place(row, status),
        supplier=row.supplier or "",
        usage=row.usage_type or "",
        cost=money_text(row.unit_cost, row.currency),
        work_order=row.work_order,
        purchase_order=row.purchase_order,
        expires=row.expires_on or "",
        created=from_instant(row.created_at).isoformat(timespec="seconds"),
        updated=from_instant(row.updated_at).isoformat(timespec="seconds"),
        held=row.open_holds > 0 and status not in _HOLD_UNSAID,
        pending=row.serial is None and row.tracking == TrackingType.SERIAL,
        issues=row.issues,
        attributes=values_of(row.attributes),
    )


def _place(row: Any, status: Status) -> str:
    location = row.path or ""
    match status:
        case Status.INSTALLED:
            parent = part_label(row.parent_number, row.parent_revision)
            if row.parent_serial:
                return f"in {row.parent_serial} · {parent}"
            return f"in {parent} {row.parent_uid}"
        case Status.SHIPPED:
            return f"to {row.shipped_to}" if row.shipped_to else "shipped"
        case Status.ON_ORDER:
            return _joined(row.purchase_order, f"for {location}" if location else "")
        case Status.IN_PROGRESS:
            return _joined(location, row.work_order)
        case Status.KITTED:
            return _joined(_kit(row), location)
        case Status.MERGED:
            survivor = part_label(row.survivor_number or "", row.survivor_revision or "")
            return f"into {item_label(row.survivor_serial, survivor, row.survivor_uid)}"
        case Status.UNAVAILABLE:
            return _joined(location, row.hold_reason or "")
        case _:
            return location


def _kit(row: Any) -> str:
    return f"{row.kit} for {row.kit_reference}" if row.kit_reference else str(row.kit)


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


_ROWS = text(f"""
    SELECT i.*, p.part_number, p.revision, p.name, p.unit, p.tracking, l.path, s.name AS supplier,
        g.name AS usage_type, parent.serial AS parent_serial, parent.uid AS parent_uid,
        pp.part_number AS parent_number, pp.revision AS parent_revision,
        image.id AS image_id, k.name AS kit, k.reference AS kit_reference,
        survivor.serial AS survivor_serial, survivor.uid AS survivor_uid,
        sp.part_number AS survivor_number, sp.revision AS survivor_revision,
        CASE WHEN i.open_holds > 0 THEN
            (SELECT h.reason FROM hold h WHERE h.item_id = i.id AND h.released_at IS NULL
             ORDER BY h.id DESC LIMIT 1) END AS hold_reason,
        (SELECT count(*) FROM issue_item x WHERE x.item_id = i.id AND x.removed_at IS NULL
            AND x.outcome = '') AS issues
    FROM json_each(:ids) j
    JOIN inventory_item i ON i.id = j.value
    JOIN part p ON p.id = i.part_id
    {IMAGE_OF_PART}
    LEFT JOIN location l ON l.id = i.location_id
    LEFT JOIN supplier s ON s.id = i.supplier_id
    LEFT JOIN usage_type g ON g.id = i.usage_type_id
    LEFT JOIN inventory_item parent ON parent.id = i.parent_id
    LEFT JOIN part pp ON pp.id = parent.part_id
    LEFT JOIN kit k ON k.id = i.kit_id
    LEFT JOIN inventory_item survivor ON survivor.id = i.merged_into_id
    LEFT JOIN part sp ON sp.id = survivor.part_id""")
