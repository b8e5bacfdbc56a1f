from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import Asked, change_all, read_location
from ioninv.domain.items.selection import Selection
from ioninv.vocabulary import ActName, Permission


@requires(Permission.MOVE)
def move(
    session: Session,
    actor: Actor,
    selection: Selection,
    location_id: int | None,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Put every selected item, or the part of one, into a location.

    What lies there already is left alone. What is installed in a moved item comes along. Raises
    Conflict naming what cannot be moved, Invalid or Conflict with the field `location`.
    """
    asked = Asked(ActName.MOVE, selection, reason, key=key, given=(location_id,))
    return change_all(
        session,
        actor,
        asked,
        lambda _act, _item: {"location_id": location_id},
        lambda _found: read_location(session, location_id, required=True),
    )
