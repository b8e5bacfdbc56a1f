from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.factory.effect import Effect, effect, load_standing
from ioninv.domain.loading import load
from ioninv.domain.tallied import Per, by_status
from ioninv.errors import Conflict
from ioninv.models import Location
from ioninv.vocabulary import Entity, Permission, Status

_GONE = (Status.SHIPPED, Status.SCRAPPED)


@requires(Permission.ARCHIVE_LOCATIONS)
def archive(
    session: Session,
    actor: Actor,
    location_id: int,
    archived: bool,
    version: int | None = None,
    key: str | None = None,
) -> Effect:
    """Archive a location (nothing new is put there) or restore it.

    Raises Conflict while items lie there or locations below are in use; when what is above a
    location to restore is archived; when `version` is stale. Raises NotFound.
    """
    location = load_standing(session, location_id)
    verb = "archived" if archived else "restored"
    payload = {"id": location_id}
    if history.repeated(session, actor, verb, Entity.LOCATION, key, payload):
        return effect(session, location_id)
    history.check_version(session, Entity.LOCATION, location, version, location.path)
    if archived:
        refuse_in_use(session, location_id, location.path)
    else:
        _refuse_below_archived(session, location)
    with history.act(session, actor, verb, key=key, payload=payload) as act:
        history.change_row(act, Entity.LOCATION, location, {"archived": archived})
    return effect(session, location_id)


def refuse_in_use(session: Session, location_id: int, path: str) -> None:
    """Raises Conflict while items lie in a location, or locations below it are in use."""
    items = _lying(session, location_id)
    if items:
        lie = "1 item lies" if items == 1 else f"{items:,} items lie"
        raise Conflict(f"{lie} in {path}. Move {'it' if items == 1 else 'them'} first.")
    below = session.execute(_BELOW, {"id": location_id}).scalars().all()
    if below:
        others = f" and {len(below) - 1:,} more" if len(below) > 1 else ""
        raise Conflict(f"{below[0]}{others} below {path} is in use. Archive what is below first.")


def _lying(session: Session, location_id: int) -> int:
    counts = by_status(session, Per.LOCATION, [location_id]).get(location_id, {})
    return sum(
        tallied.items
        for status, tallied in counts.items()
        if not status.hidden and status not in _GONE
    )


def _refuse_below_archived(session: Session, location: Location) -> None:
    if location.parent_id is None:
        return
    parent = load(session, Location, location.parent_id, "location")
    if parent.archived:
        raise Conflict(f"{parent.path} is archived. Restore it first.")


_BELOW = text("""
    SELECT name FROM location
    WHERE parent_id = :id AND archived = 0 AND merged_into_id IS NULL ORDER BY path_sort""")
