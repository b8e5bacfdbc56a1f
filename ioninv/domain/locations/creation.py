from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.locations.form import FACTS, LocationForm, read_texts
from ioninv.domain.locations.placing import derived, load_parent, refuse_namesake
from ioninv.domain.locations.rows import LocationRow, location_row
from ioninv.models import Location
from ioninv.vocabulary import Entity, Permission


@requires(Permission.CREATE_LOCATIONS)
def create(
    session: Session, actor: Actor, form: LocationForm, key: str | None = None
) -> LocationRow:
    """Raises Invalid with every field that cannot be right; Conflict when the parent has a location
    of that name (field `name`) or is archived (field `parent`).
    """
    payload = asdict(form)
    if done := history.repeated(session, actor, "created", Entity.LOCATION, key, payload):
        return location_row(session, done.ids[0])
    facts = read_texts({"name": form.name, "kind": form.kind, "description": form.description})
    parent = load_parent(session, form.parent_id)
    refuse_namesake(session, form.parent_id, facts["name"])
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        location = insert(act, facts, parent)
    return location_row(session, location.id or 0)


def insert(act: history.Act, facts: dict[str, Any], parent: Location | None) -> Location:
    """Store a location whose name is known to be free below its parent."""
    above = {"parent_id": parent.id if parent else None}
    location = Location(**facts, **above, **derived(facts["name"], True, parent))
    history.create_row(act, Entity.LOCATION, location, FACTS)
    return location
