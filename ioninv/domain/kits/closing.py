from dataclasses import replace

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import read_reason
from ioninv.domain.items.writing import update_items
from ioninv.domain.kits.filling import load_open
from ioninv.vocabulary import Entity, Permission

_VERB = "closed"


@requires(Permission.EDIT_KITS)
def close(
    session: Session, actor: Actor, kit_id: int, reason: str = "", key: str | None = None
) -> history.Done:
    """Close a kit for good. What is still in it is free again; `ids` are those items.

    Raises Conflict when it is closed already, NotFound.
    """
    payload = {"id": kit_id, "reason": reason}
    if done := history.repeated(session, actor, _VERB, Entity.KIT, key, payload):
        return replace(done, ids=_freed_by(session, done.change_set))
    told = read_reason(reason)
    kit = load_open(session, kit_id)
    with history.act(session, actor, _VERB, reason=told, key=key, payload=payload) as act:
        ids = session.execute(_IN_KIT, {"kit": kit_id}).scalars()
        freed = update_items(act, {id_: {"kit_id": None} for id_ in ids}, kind="taken out")
        history.change_row(act, Entity.KIT, kit, {"closed_at": from_instant(act.at)})
    return history.Done(act.id, tuple(freed))


def _freed_by(session: Session, change_set: int) -> tuple[int, ...]:
    return tuple(session.execute(_FREED, {"id": change_set}).scalars())


_IN_KIT = text("SELECT id FROM inventory_item WHERE kit_id = :kit ORDER BY id")
_FREED = text(
    "SELECT entity_id FROM event WHERE change_set_id = :id AND entity = 'item' ORDER BY id"
)
