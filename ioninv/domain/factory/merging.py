"""Two locations that are one: everything of the source goes to the target, in one change set."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Session, col, select

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.factory.effect import Effect, effect, load_standing, read_reason
from ioninv.domain.factory.settling import settle
from ioninv.domain.items import writing
from ioninv.domain.locations.below import with_below
from ioninv.domain.locations.placing import height, namesake, place_below, refuse_too_deep
from ioninv.errors import Conflict
from ioninv.models import Location, Part
from ioninv.vocabulary import Entity, Permission

_AT_A_TIME = 5_000


@requires(Permission.MERGE_LOCATIONS)
def merge(
    session: Session,
    actor: Actor,
    source_id: int,
    target_id: int,
    reason: str,
    version: int | None = None,
    key: str | None = None,
) -> Effect:
    """Merge a location into another one, and return that.

    Every item of the source moves to the target with an event of its own, in whatever status.
    Locations below the source move below the target; where one of that name is there already, the
    two are merged likewise. Parts kept in the source are kept in the target. The source stays,
    archived, and names the target.

    Raises Invalid without a reason (field `reason`); Conflict (field `target`) when the target is
    the source, lies below it, is archived, itself or what is to be merged below it, or lies too
    deep for what is below the source; Conflict when the source's `version` is stale; NotFound.
    """
    payload = {"source": source_id, "target": target_id, "reason": reason}
    if history.repeated(session, actor, "merged", Entity.LOCATION, key, payload):
        return effect(session, target_id)
    source = load_standing(session, source_id)
    target = load_standing(session, target_id)
    history.check_version(session, Entity.LOCATION, source, version, source.path)
    told = read_reason(reason, required=True)
    if target_id in with_below(session, source_id):
        raise Conflict(f"{source.path} cannot be merged into itself or below itself.", "target")
    if target.archived:
        raise Conflict(f"{target.path} is archived. Restore it first.", "target")
    refuse_too_deep(target, height(session, source_id) - 1, "target")
    _refuse_archived_namesakes(session, source_id, target_id, source_id)
    with history.act(session, actor, "merged", reason=told, key=key, payload=payload) as act:
        items = _merge(act, source, source_id, target, target_id)
    moved = place_below(session, target_id)
    return effect(session, target_id, items + settle(session, moved.usability))


def _refuse_archived_namesakes(
    session: Session, source_id: int, target_id: int, merged_id: int
) -> None:
    """Raises Conflict where something in use would be merged into something archived."""
    for child in _children(session, source_id):
        there = namesake(session, target_id, child.name)
        if there is None or there.id is None or child.id is None or there.id == merged_id:
            continue
        if there.archived and not child.archived:
            raise Conflict(
                f"{child.path} is in use, and {there.path} is archived. Restore that first.",
                "target",
            )
        _refuse_archived_namesakes(session, child.id, there.id, merged_id)


def _merge(
    act: history.Act, source: Location, source_id: int, target: Location, target_id: int
) -> int:
    # First, so that the source's own name is free below the target.
    merged = {"archived": True, "merged_into_id": target_id}
    history.change_row(act, Entity.LOCATION, source, merged, kind="merged")
    _keep_parts(act, source_id, target_id)
    items = _move_items(act, source_id, target_id)
    for child in _children(act.session, source_id):
        items += _place_child(act, child, target, target_id)
    return items


def _keep_parts(act: history.Act, source_id: int, target_id: int) -> None:
    kept = act.session.exec(
        select(Part)
        .where(col(Part.location_id) == source_id)
        .execution_options(populate_existing=True)
    )
    for part in kept.all():
        history.change_row(act, Entity.PART, part, {"location_id": target_id}, kind="edited")


def _move_items(act: history.Act, source_id: int, target_id: int) -> int:
    ids = list(act.session.execute(_ITEMS, {"location": source_id}).scalars())
    for start in range(0, len(ids), _AT_A_TIME):
        changes = {id_: {"location_id": target_id} for id_ in ids[start : start + _AT_A_TIME]}
        writing.update_items(act, changes, kind="moved")
    return len(ids)


def _children(session: Session, location_id: int) -> Sequence[Location]:
    return session.exec(
        select(Location)
        .where(col(Location.parent_id) == location_id, col(Location.merged_into_id).is_(None))
        .order_by(col(Location.path_sort))
        .execution_options(populate_existing=True)
    ).all()


def _place_child(act: history.Act, child: Location, target: Location, target_id: int) -> int:
    there = namesake(act.session, target_id, child.name)
    if child.id is None:
        raise AssertionError("a stored location has an id")
    if there is None or there.id is None:
        changed = {"parent_id": target_id}
        history.change_row(act, Entity.LOCATION, child, changed, kind="moved")
        return 0
    return _merge(act, child, child.id, there, there.id)


_ITEMS = text("SELECT id FROM inventory_item WHERE location_id = :location ORDER BY id")
