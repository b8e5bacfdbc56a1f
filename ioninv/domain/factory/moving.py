from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.factory.effect import Effect, effect, load_standing
from ioninv.domain.factory.settling import settle
from ioninv.domain.locations.below import with_below
from ioninv.domain.locations.placing import (
    height,
    load_parent,
    place_below,
    refuse_namesake,
    refuse_too_deep,
)
from ioninv.errors import Conflict
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_LOCATIONS)
def move(
    session: Session,
    actor: Actor,
    location_id: int,
    parent_id: int | None,
    version: int | None = None,
    key: str | None = None,
) -> Effect:
    """Put a location, with everything in it and below it, into another one (None: into no other).

    Items keep lying where they lie; where the new place above is not available, they become
    unavailable. Raises Invalid or Conflict with the field `parent`, Conflict when `version` is
    stale, NotFound.
    """
    location = load_standing(session, location_id)
    payload = {"id": location_id, "parent": parent_id}
    if history.repeated(session, actor, "moved", Entity.LOCATION, key, payload):
        return effect(session, location_id)
    history.check_version(session, Entity.LOCATION, location, version, location.path)
    if parent_id in with_below(session, location_id):
        raise Conflict(f"{location.path} cannot be put into itself or below itself.", "parent")
    if parent_id != location.parent_id:
        parent = load_parent(session, parent_id)
        refuse_too_deep(parent, height(session, location_id))
        refuse_namesake(session, parent_id, location.name, itself=location_id, field="parent")
    with history.act(session, actor, "moved", key=key, payload=payload) as act:
        history.change_row(act, Entity.LOCATION, location, {"parent_id": parent_id})
    moved = place_below(session, location_id)
    return effect(session, location_id, settle(session, moved.usability))
