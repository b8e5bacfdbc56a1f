from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import Reading
from ioninv.domain.items.acting import read_location
from ioninv.domain.kits.rows import FACTS, KitRow, kit_row
from ioninv.domain.matching import search_text
from ioninv.errors import Conflict
from ioninv.models import Kit
from ioninv.vocabulary import Entity, Permission

_VERB = "created"


@requires(Permission.EDIT_KITS)
def create(
    session: Session,
    actor: Actor,
    name: str,
    reference: str = "",
    destination_id: int | None = None,
    key: str | None = None,
) -> KitRow:
    """Open a kit. `reference` says what it is for, the destination where it goes.

    Raises Invalid or Conflict with the field `name`, `reference` or `location`.
    """
    payload = {"name": name, "reference": reference, "destination": destination_id}
    if done := history.repeated(session, actor, _VERB, Entity.KIT, key, payload):
        return kit_row(session, done.ids[0])
    reading = Reading({"name": name, "reference": reference})
    called = reading.text("name", "Name", required=True)
    told = reading.text("reference", "Reference")
    reading.finish()
    read_location(session, destination_id)
    _refuse_namesake(session, called)
    kit = Kit(
        name=called,
        name_key=codes.key(called),
        reference=told,
        destination_id=destination_id,
        search_text=search_text([called], [told]),
    )  # pyright: ignore[reportCallIssue]
    with history.act(session, actor, _VERB, key=key, payload=payload) as act:
        kit_id = history.create_row(act, Entity.KIT, kit, FACTS)
    return kit_row(session, kit_id)


def _refuse_namesake(session: Session, name: str) -> None:
    row = session.execute(
        text("SELECT name, closed_at FROM kit WHERE name_key = :key"), {"key": codes.key(name)}
    ).first()
    if row:
        state = "closed" if row.closed_at else "open"
        raise Conflict(f"A kit {row.name} exists already ({state}). Give another name.", "name")
