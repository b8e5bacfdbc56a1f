from typing import Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, demand_visible, requires
from ioninv.domain.attachments.naming import LONGEST_NAME, file_name
from ioninv.domain.input import Reading
from ioninv.domain.loading import load
from ioninv.errors import Conflict
from ioninv.models import Attachment
from ioninv.vocabulary import Entity, Permission

EDITED: Final = "attachment edited"


@requires(Permission.EDIT_ATTACHMENTS)
def edit(
    session: Session,
    actor: Actor,
    attachment_id: int,
    name: str,
    note: str = "",
    version: int | None = None,
    key: str | None = None,
) -> history.Done:
    """Give an attachment another name and note; its content never changes.

    Raises Invalid with the field `name` or `note`, Conflict when it is removed or `version` is
    stale, NotFound.
    """
    payload = {"id": attachment_id, "name": name, "note": note}
    if done := history.repeated(session, actor, EDITED, Entity.ATTACHMENT, key, payload):
        return done
    reading = Reading({"name": name, "note": note})
    called = reading.text("name", "Name", required=True, longest=LONGEST_NAME)
    told = reading.lines("note", "Note")
    reading.finish()
    row = load(session, Attachment, attachment_id, "attachment")
    demand_visible(actor, Entity(row.entity))
    if row.removed_at is not None:
        raise Conflict(f"{row.name} was removed. Restore it first.")
    history.check_version(session, Entity.ATTACHMENT, row, version, row.name)
    with history.act(session, actor, EDITED, key=key, payload=payload) as act:
        facts = {"name": file_name(called), "note": told}
        changed = history.change_row(act, Entity.ATTACHMENT, row, facts)
    return history.Done(act.id if changed else 0, (attachment_id,))
