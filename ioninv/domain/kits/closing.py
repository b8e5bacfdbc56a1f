from dataclasses import replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import read_location, read_reason
from ioninv.domain.items.claiming import look_up, refuse_impossible
from ioninv.domain.items.writing import update_items
from ioninv.domain.kits.filling import load_open
from ioninv.domain.kits.rows import KitRow, kit_row
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Forbidden
from ioninv.models import Kit
from ioninv.vocabulary import ActName, Entity, Permission

_CLOSED = "closed"
_REOPENED = "reopened"


@requires(Permission.EDIT_KITS)
def close(
    session: Session,
    actor: Actor,
    kit_id: int,
    reason: str = "",
    location_id: int | None = None,
    expected: int | None = None,
    key: str | None = None,
) -> history.Done:
    """Close a kit. What is still in it is free again, where it lies or in `location_id`.

    `ids` are those items, `expected` is how many of them the person was told of. Raises Conflict
    when it is closed already or holds another number of items, Forbidden where they go somewhere
    and this actor may not move, NotFound.
    """
    payload = {"id": kit_id, "reason": reason, "location": location_id, "expected": expected}
    if done := history.repeated(session, actor, _CLOSED, Entity.KIT, key, payload):
        return replace(done, ids=_freed_by(session, done.change_set))
    told = read_reason(reason)
    kit = load_open(session, kit_id)
    ids = list(session.execute(_IN_KIT, {"kit": kit_id}).scalars())
    _refuse_another_number(kit, ids, expected)
    if location_id is not None:
        _look_whether_they_may_go(session, actor, ids, location_id)
    freed: dict[str, Any] = {"kit_id": None}
    if location_id is not None:
        freed["location_id"] = location_id
    with history.act(session, actor, _CLOSED, reason=told, key=key, payload=payload) as act:
        changed = update_items(act, dict.fromkeys(ids, freed), kind="taken out")
        history.change_row(act, Entity.KIT, kit, {"closed_at": from_instant(act.at)})
    return history.Done(act.id, tuple(changed))


@requires(Permission.EDIT_KITS)
def reopen(
    session: Session,
    actor: Actor,
    kit_id: int,
    version: int | None = None,
    key: str | None = None,
) -> KitRow:
    """Open a closed kit again, empty. To have back what was in it, undo its closing.

    Raises Conflict when it is open or `version` is stale, NotFound.
    """
    kit = load(session, Kit, kit_id, "kit")
    payload = {"id": kit_id}
    if not history.repeated(session, actor, _REOPENED, Entity.KIT, key, payload):
        history.check_version(session, Entity.KIT, kit, version, kit.name)
        if kit.closed_at is None:
            raise Conflict(f"The kit {kit.name} is open.")
        with history.act(session, actor, _REOPENED, key=key, payload=payload) as act:
            history.change_row(act, Entity.KIT, kit, {"closed_at": None})
    return kit_row(session, kit_id)


def _refuse_another_number(kit: Kit, ids: list[int], expected: int | None) -> None:
    if expected not in (None, len(ids)):
        raise Conflict(
            f"There are {len(ids):,} items in {kit.name} now, {expected:,} when you looked. "
            "Look at them, then close it."
        )


def _look_whether_they_may_go(
    session: Session, actor: Actor, ids: list[int], location_id: int
) -> None:
    if not actor.may(Permission.MOVE):
        raise Forbidden(f"Your role does not allow this ({Permission.MOVE.value}).", "location")
    read_location(session, location_id)
    refuse_impossible(session, look_up(session, ids), ActName.MOVE)


def _freed_by(session: Session, change_set: int) -> tuple[int, ...]:
    return tuple(session.execute(_FREED, {"id": change_set}).scalars())


_IN_KIT = text("SELECT id FROM inventory_item WHERE kit_id = :kit ORDER BY id")
_FREED = text(
    "SELECT entity_id FROM event WHERE change_set_id = :id AND entity = 'item' ORDER BY id"
)
