"""History and status in sentences that a person reads."""

from collections.abc import Iterable, Sequence
from typing import Any

from ioninv.domain.attributes.values import changes_told
from ioninv.domain.history import Happened, Told, changed, day_text, tell
from ioninv.domain.items.headlines import act_headline, issue_headline, said_by_headline
from ioninv.domain.items.naming import Names
from ioninv.domain.items.rows import ItemRow
from ioninv.models import Hold
from ioninv.vocabulary import Entity, Status

_FIELD_WORDS = {
    "part_id": "Part", "serial": "Serial", "lot": "Lot", "quantity": "Quantity",
    "location_id": "Location", "supplier_id": "Supplier", "usage_type_id": "Usage type",
    "unit_cost": "Unit cost", "currency": "Currency", "note": "Note",
    "purchase_order": "Purchase order", "expires_on": "Expires", "received_at": "Received",
    "work_order": "Work order", "work_started_at": "Work started", "parent_id": "Installed in",
    "kit_id": "Kit",    "shipped_at": "Shipped", "shipped_to": "Shipped to", "scrapped_at": "Scrapped",
    "voided_at": "Voided", "merged_into_id": "Merged into", "origin_id": "Split from",
    "reason": "Reason", "released_at": "Released",
}  # fmt: skip
_SILENT = {"uid", "item_id", "source"}
_DECIDES = {
    Status.MERGED: "merged_into_id",
    Status.VOIDED: "voided_at",
    Status.SCRAPPED: "scrapped_at",
    Status.SHIPPED: "shipped_at",
    Status.INSTALLED: "parent_id",
    Status.IN_PROGRESS: "work_started_at",
    Status.KITTED: "kit_id",
}


def told(events: Iterable[Happened], names: Names) -> list[Told]:
    """Events in words, in the order given."""
    return tell(events, lambda event: _sentences(event, names))


def why(
    status: Status,
    facts: Any,
    row: ItemRow,
    location: str,
    holds: Sequence[Hold],
    events: Sequence[Happened],
) -> tuple[str, str]:
    """Why an item has its status: the reason itself, then by whom and when."""
    lead = _lead(status, facts, row, location, holds)
    event = _deciding(status, events)
    rest = [] if event is None else [f"by {event.actor} on {day_text(event.occurred_at)}"]
    if event and event.reason:
        rest.append(event.reason)
    if status is Status.IN_PROGRESS and facts.work_order:
        rest.insert(0, f"for work order {facts.work_order}")
    return lead, ", ".join(rest) + "." if rest else ""


def _lead(status: Status, facts: Any, row: ItemRow, location: str, holds: Sequence[Hold]) -> str:
    at = f" in {location}" if location else ""
    match status:
        case Status.UNAVAILABLE if holds:
            return "On hold: " + "; ".join(hold.reason for hold in holds)
        case Status.UNAVAILABLE if facts.quantity == 0:
            return "Nothing is left of it"
        case Status.UNAVAILABLE:
            return f"{location} is not available"
        case Status.INSTALLED:
            return f"Installed {row['place']}"
        case Status.SHIPPED:
            return f"Shipped to {facts.shipped_to}" if facts.shipped_to else "Shipped"
        case Status.ON_ORDER:
            order = f" with {row['purchase_order']}" if row["purchase_order"] else ""
            return f"On order{order}, not received yet"
        case Status.AVAILABLE | Status.IN_PROGRESS:
            return f"{status.label}{at}"
        case Status.KITTED:
            return f"Kitted in {row['place'].partition(' · ')[0]}"
        case Status.MERGED:
            return f"Merged into {row['place'].removeprefix('into ')}"
        case _:
            return status.label


def _deciding(status: Status, events: Sequence[Happened]) -> Happened | None:
    """The newest event that made the status what it is."""
    field = _DECIDES.get(status)
    kind = Entity.HOLD if status is Status.UNAVAILABLE else Entity.ITEM
    for event in events:
        if event.entity is kind and (
            field is None or event.fields.get(field, (None, None))[1] is not None
        ):
            if status is Status.AVAILABLE and not {"received_at", "location_id"} & set(
                event.fields
            ):
                continue
            return event
    return events[-1] if events and status is not Status.UNAVAILABLE else None


def _sentences(event: Happened, names: Names) -> list[str]:
    first = event.version == 1
    silent = (first and event.entity is Entity.ITEM) or event.entity is Entity.ISSUE_ITEM
    lines: Iterable[str] = () if silent else _lines(event, names)
    return [_headline(event, names, first), *lines]


def _headline(event: Happened, names: Names, first: bool) -> str:
    if event.entity is Entity.ISSUE_ITEM:
        return issue_headline(event, names)
    if event.entity is Entity.HOLD:
        if first:
            return f"Held: {event.fields['reason'][1]}"
        released = event.fields.get("released_at", (None, None))[1]
        undone = "Undone: " if event.kind == "undone" else ""
        return f"{undone}{'Hold released' if released else 'Held again'}"
    if not first or event.kind == "split off":
        return act_headline(event, names)
    born = event.kind.capitalize()
    if "received_at" not in event.fields:
        born += " on order"
    if "location_id" in event.fields:
        born += f" in {names.of('location_id', event.fields['location_id'][1])}"
    if "parent_id" in event.fields:
        born += f", installed in {names.of('parent_id', event.fields['parent_id'][1])}"
    return born


def _lines(event: Happened, names: Names) -> Iterable[str]:
    said = said_by_headline(event)
    for field, (before, after) in event.fields.items():
        if field in _SILENT or field in said:
            continue
        if event.entity is Entity.HOLD and field in ("reason", "released_at"):
            continue
        if field == "attributes":
            yield from changes_told(names.attributes, before, after)
            continue
        label = _FIELD_WORDS.get(field, field)
        yield changed(label, names.of(field, before), names.of(field, after))
