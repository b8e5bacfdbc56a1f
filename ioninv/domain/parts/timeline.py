"""What happened to a part, in words."""

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_micro
from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.attachments import words as attachments
from ioninv.domain.attributes.rows import attribute_rows
from ioninv.domain.attributes.values import changes_told
from ioninv.domain.history import Happened, Told, changed, events_of, tell
from ioninv.domain.loading import load
from ioninv.domain.parts.labels import part_label
from ioninv.models import Part
from ioninv.vocabulary import AppliesTo, Entity, PartKind, Permission, TrackingType

_LABELS: Final = {
    "part_number": "Part number",
    "lead_time_days": "Lead time in days",
    "reorder_min": "Reorder minimum",
    "reorder_max": "Reorder maximum",
    "supplier_id": "Default supplier",
    "location_id": "Default location",
}
_NAMES: Final = {
    "supplier_id": "SELECT name FROM supplier WHERE id = :id",
    "location_id": "SELECT path FROM location WHERE id = :id",
}


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, part_id: int) -> list[Told]:
    """Its events, newest first; suppliers and locations go by the names they have today.

    Raises NotFound when there is no such part.
    """
    demand_visible(actor, Entity.PART)
    load(session, Part, part_id, "part")
    events = events_of(session, Entity.PART, [part_id])
    events += attachments.events_on(session, Entity.PART, part_id)
    events.sort(key=lambda event: event.change_set, reverse=True)
    return tell(events, lambda event: told_of(session, event))


def told_of(session: Session, event: Happened) -> list[str]:
    """One event in sentences, the first of them its headline."""
    if event.entity is Entity.ATTACHMENT:
        return attachments.sentences(event, attachments.name_of(session, event.entity_id))
    if event.version == 1:
        return [_born(session, event)]
    said: list[str] = []
    for field, (before, after) in event.fields.items():
        if field == "attributes":
            said += changes_told(attribute_rows(session, AppliesTo.PART), before, after)
        else:
            said.append(_sentence(session, field, before, after))
    return said


def _born(session: Session, event: Happened) -> str:
    before = event.fields.get("predecessor_id", (None, None))[1]
    if before is None:
        return "Created"
    part = session.get(Part, before)
    return f"Made from {part_label(part.part_number, part.revision) if part else f'#{before}'}"


def _sentence(session: Session, field: str, before: Any, after: Any) -> str:
    match field:
        case "archived":
            return "Archived" if after else "Restored"
        case "name":
            return f"Renamed from {before} to {after}"
        case "description":
            return "Description changed" if after else "Description taken away"
        case _:
            label = _LABELS.get(field, field.capitalize())
            return changed(label, _told(session, field, before), _told(session, field, after))


def _told(session: Session, field: str, value: Any) -> Any:
    match field:
        case _ if value is None or value == "":
            return None
        case "tracking":
            return TrackingType(value).label
        case "kind":
            return PartKind(value).label
        case "cost" | "reorder_min" | "reorder_max":
            return _number(from_micro(value))
        case _ if field in _NAMES:
            return session.execute(text(_NAMES[field]), {"id": value}).scalar() or f"#{value}"
        case _:
            return value


def _number(value: Decimal) -> str:
    return f"{value:,f}"
