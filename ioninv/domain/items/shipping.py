from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import Reading
from ioninv.domain.items.acting import Asked, Item, change_all, read_location
from ioninv.domain.items.selection import Selection
from ioninv.vocabulary import ActName, Permission


@requires(Permission.SHIP)
def ship(
    session: Session,
    actor: Actor,
    selection: Selection,
    to: str,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Ship every selected item, or the part of one, to somebody; it has no location any more.

    What is installed in it goes along. Raises Conflict naming what cannot be shipped, Invalid with
    the field `to`.
    """
    asked = Asked(ActName.SHIP, selection, reason, key=key, given=(to,))
    reading = Reading({"to": to})
    receiver = reading.text("to", "To whom it goes", required=True)
    reading.finish()

    def facts(act: history.Act, _item: Item) -> dict[str, object]:
        gone = {"shipped_at": act.at, "shipped_to": receiver}
        return {**gone, "location_id": None, "kit_id": None}

    return change_all(session, actor, asked, facts)


@requires(Permission.SHIP)
def take_back(
    session: Session,
    actor: Actor,
    selection: Selection,
    location_id: int | None = None,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Take every selected item, or the part of one, back into the house.

    Raises Conflict naming what was not shipped, Invalid or Conflict with the field `location`.
    """
    asked = Asked(ActName.TAKE_BACK, selection, reason, key=key, given=(location_id,))

    def facts(_act: history.Act, item: Item) -> dict[str, object]:
        back: dict[str, object] = {"shipped_at": None, "shipped_to": ""}
        if location_id and item["parent_id"] is None:
            back["location_id"] = location_id
        return back

    return change_all(
        session, actor, asked, facts, lambda _found: read_location(session, location_id)
    )
