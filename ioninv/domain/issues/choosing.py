"""The items that an issue is about: in whatever status, so no rule of acts stands against any."""

from sqlmodel import Session

from ioninv.domain.items import Selection
from ioninv.domain.items.claiming import Claimed, look_up
from ioninv.domain.items.selection import refuse_stale, selected_ids
from ioninv.errors import NotFound


def choose(session: Session, selection: Selection) -> Claimed:
    """The selected items.

    Raises Invalid when nothing or too much is selected, Conflict naming who changed what since it
    was seen, NotFound when one does not exist.
    """
    ids = selected_ids(session, selection)
    found = look_up(session, ids)
    if len(found) < len(ids):
        raise NotFound("One of these items does not exist. It may come from an old link.")
    refuse_stale(session, selection.versions, {id_: item["version"] for id_, item in found.items()})
    return found
