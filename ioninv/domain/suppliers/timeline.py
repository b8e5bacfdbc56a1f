"""What happened to a supplier, in words."""

from sqlmodel import Session

from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.history import Happened, Told, changed, events_of, tell
from ioninv.domain.loading import load
from ioninv.models import Supplier
from ioninv.vocabulary import Entity, Permission


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, supplier_id: int) -> list[Told]:
    """Its events, newest first. Raises NotFound when there is no such supplier."""
    demand_visible(actor, Entity.SUPPLIER)
    load(session, Supplier, supplier_id, "supplier")
    return tell(events_of(session, Entity.SUPPLIER, [supplier_id]), _sentences)


def _sentences(event: Happened) -> list[str]:
    if event.version == 1:
        return ["Created"]
    said: list[str] = []
    for field, (before, after) in event.fields.items():
        match field:
            case "archived":
                said.append("Archived" if after else "Restored")
            case "name":
                said.append(f"Renamed from {before} to {after}")
            case "description":
                said.append("Description changed" if after else "Description taken away")
            case _:
                said.append(changed(field.capitalize(), before, after))
    return said
