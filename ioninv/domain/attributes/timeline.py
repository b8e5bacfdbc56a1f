"""What happened to an attribute, in words."""

import json
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.history import Happened, Told, changed, events_of, tell
from ioninv.domain.loading import load
from ioninv.models import Attribute
from ioninv.vocabulary import AppliesTo, AttributeKind, Entity, Permission

_LABELS: Final = {"applies_to": "For", "position": "Position"}


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, attribute_id: int) -> list[Told]:
    """Its events, newest first. Raises NotFound when there is no such attribute."""
    demand_visible(actor, Entity.ATTRIBUTE)
    load(session, Attribute, attribute_id, "attribute")
    return tell(events_of(session, Entity.ATTRIBUTE, [attribute_id]), told_of)


def told_of(event: Happened) -> list[str]:
    """One event in sentences, the first of them its headline."""
    if event.version == 1:
        return ["Created"]
    return [_sentence(field, *values) for field, values in event.fields.items()]


def _sentence(field: str, before: Any, after: Any) -> str:
    match field:
        case "archived":
            return "Archived" if after else "Restored"
        case "name":
            return f"Renamed from {before} to {after}"
        case _:
            label = _LABELS.get(field, field.capitalize())
            return changed(label, _told(field, before), _told(field, after))


def _told(field: str, value: Any) -> Any:
    match field:
        case "choices":
            return ", ".join(json.loads(value))
        case "kind":
            return AttributeKind(value).label
        case "applies_to":
            return AppliesTo(value).label
        case _:
            return value
