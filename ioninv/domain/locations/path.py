from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.locations.creation import insert
from ioninv.domain.locations.form import read_texts
from ioninv.domain.locations.placing import DEEPEST, namesake
from ioninv.domain.locations.rows import LocationRow, location_row
from ioninv.errors import Conflict, Invalid, Refused
from ioninv.models import Location
from ioninv.vocabulary import Entity, Permission

_FIELD = "path"
_LONGEST = 2_000


@requires(Permission.CREATE_LOCATIONS)
def create_path(session: Session, actor: Actor, path: str, key: str | None = None) -> LocationRow:
    """Make what is missing of `Factory / Room 1 / Shelf` and return the last location.

    What exists is used as it is, however it is written. Raises Invalid when a name is missing or
    cannot be, Conflict when one on the way is archived (field `path`).
    """
    payload = {"path": path}
    if done := history.repeated(session, actor, "created", Entity.LOCATION, key, payload):
        return location_row(session, done.ids[-1])
    names = _names(path)
    location: Location | None = None
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        for name in names:
            there = namesake(session, location.id if location else None, name)
            if there and there.archived:
                raise Conflict(f"{there.path} is archived. Restore it first.", _FIELD)
            location = there or insert(act, {"name": name}, location)
    return location_row(session, (location and location.id) or 0)


def _names(path: str) -> list[str]:
    if len(path) > _LONGEST:
        raise Invalid("The path is too long.", _FIELD)
    names = [codes.clean(name) for name in path.split("/")]
    if not all(names):
        raise Invalid(
            "A name is missing in the path. Write it like Factory / Room 1 / Shelf A.", _FIELD
        )
    if len(names) > DEEPEST:
        raise Invalid(f"Locations can lie at most {DEEPEST} deep in one another.", _FIELD)
    for name in names:
        try:
            read_texts({"name": name})
        except Refused as refused:
            raise Invalid(refused.message, _FIELD) from None
    return names
