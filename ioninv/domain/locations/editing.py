from typing import Any

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.locations.form import read_texts
from ioninv.domain.locations.placing import place_below, refuse_namesake
from ioninv.domain.locations.rows import LocationRow, location_row
from ioninv.models import Location
from ioninv.vocabulary import Entity, Permission


@requires(Permission.EDIT_LOCATIONS)
def edit(
    session: Session,
    actor: Actor,
    location_id: int,
    name: str,
    kind: str = "",
    description: str = "",
    version: int | None = None,
    key: str | None = None,
) -> LocationRow:
    """Give a location these texts, empty ones included; everything below takes on the new path.

    Raises Invalid with every field that cannot be right; Conflict when its parent has another of
    that name (field `name`) or `version` is stale; NotFound. To put it elsewhere: `factory.move`.
    """
    texts = {"name": name, "kind": kind, "description": description}
    return _change(session, actor, location_id, texts, version, key)


@requires(Permission.EDIT_LOCATIONS)
def rename(
    session: Session,
    actor: Actor,
    location_id: int,
    name: str,
    version: int | None = None,
    key: str | None = None,
) -> LocationRow:
    """Give a location another name and leave the rest; raises as `edit` does."""
    return _change(session, actor, location_id, {"name": name}, version, key)


def _change(
    session: Session,
    actor: Actor,
    location_id: int,
    texts: dict[str, Any],
    version: int | None,
    key: str | None,
) -> LocationRow:
    location = load(session, Location, location_id, "location")
    payload = {"id": location_id, **texts}
    if not history.repeated(session, actor, "edited", Entity.LOCATION, key, payload):
        history.check_version(session, Entity.LOCATION, location, version, location.path)
        facts = read_texts(texts)
        if location.merged_into_id is None:
            refuse_namesake(session, location.parent_id, facts["name"], itself=location_id)
        with history.act(session, actor, "edited", key=key, payload=payload) as act:
            history.change_row(act, Entity.LOCATION, location, facts)
        place_below(session, location_id)
    return location_row(session, location_id)
