from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.factory.effect import Effect, effect, load_standing, read_reason
from ioninv.domain.factory.settling import settle
from ioninv.domain.locations.placing import place_below
from ioninv.vocabulary import Entity, Permission


@requires(Permission.SWITCH_LOCATIONS)
def switch(
    session: Session,
    actor: Actor,
    location_id: int,
    available: bool,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Effect:
    """Switch a location on or off: what lies in it and below it becomes available or unavailable.

    One event of the location; the statuses follow from it without events of their own. Below a
    location that is off, one that is on stays unusable. Raises Conflict when `version` is stale or
    the location was merged, NotFound.
    """
    location = load_standing(session, location_id)
    verb = "made available" if available else "made unavailable"
    payload = {"id": location_id, "reason": reason}
    if history.repeated(session, actor, verb, Entity.LOCATION, key, payload):
        return effect(session, location_id)
    history.check_version(session, Entity.LOCATION, location, version, location.path)
    told = read_reason(reason)
    with history.act(session, actor, verb, reason=told, key=key, payload=payload) as act:
        history.change_row(act, Entity.LOCATION, location, {"available": available})
    moved = place_below(session, location_id)
    return effect(session, location_id, settle(session, moved.usability))
