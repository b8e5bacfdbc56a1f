"""What happened to a kit, in words."""

from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.history import Happened, Told, events_of, tell
from ioninv.domain.loading import load
from ioninv.models import Kit
from ioninv.vocabulary import Entity, Permission


@requires(Permission.VIEW_HISTORY)
def timeline(session: Session, actor: Actor, kit_id: int) -> list[Told]:
    """Its events, newest first. Raises NotFound when there is no such kit."""
    load(session, Kit, kit_id, "kit")
    return tell(events_of(session, Entity.KIT, [kit_id]), sentences)


def sentences(event: Happened) -> list[str]:
    """An event of a kit as a headline."""
    if event.version == 1:
        reference = event.fields.get("reference", (None, None))[1]
        return [f"Opened for {reference}" if reference else "Opened"]
    _, after = event.fields.get("closed_at", (None, None))
    return ["Closed" if after else "Opened again"]
