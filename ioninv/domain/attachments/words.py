"""What happened to the attachments of a thing, in words."""

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.attachments.attaching import IMAGE, REPLACED
from ioninv.domain.attachments.naming import size_text
from ioninv.domain.history import Happened, changed, events_of
from ioninv.vocabulary import Entity


def events_on(session: Session, entity: Entity, entity_id: int) -> list[Happened]:
    """The events of everything that was ever attached to a thing, newest first."""
    ids = session.execute(_EVER, {"entity": entity.value, "id": entity_id}).scalars().all()
    return events_of(session, Entity.ATTACHMENT, ids) if ids else []


def sentences(event: Happened, name: str) -> list[str]:
    """An event of an attachment; `name` is what it is called today."""
    if event.version == 1:
        return [_born(event)]
    told: list[str] = []
    for field, (before, after) in event.fields.items():
        match field:
            case "removed_at" if event.kind == REPLACED:
                told.append(f"Image {name} replaced")
            case "removed_at":
                told.append(f"{'Removed' if after else 'Restored'} {name}")
            case "name":
                told.append(f"Renamed {before} to {after}")
            case _:
                told.append(f"{name}: {changed(field, before, after)}")
    return [f"Undone: {told[0]}", *told[1:]] if told and event.kind == "undone" else told


def name_of(session: Session, attachment_id: int) -> str:
    query = text("SELECT name FROM attachment WHERE id = :id")
    return session.execute(query, {"id": attachment_id}).scalar() or f"#{attachment_id}"


def _born(event: Happened) -> str:
    name, size = event.fields["name"][1], size_text(event.fields["size"][1])
    if event.fields["purpose"][1] == IMAGE:
        return f"Image {name} set"
    return f"Attached {name} ({size})"


_EVER = text("SELECT id FROM attachment WHERE entity = :entity AND entity_id = :id")
