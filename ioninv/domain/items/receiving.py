from dataclasses import replace

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import Reading
from ioninv.domain.items.acting import Asked, Item, change_all, read_location
from ioninv.domain.items.claiming import Claimed, label
from ioninv.domain.items.recalls import join_recalls
from ioninv.domain.items.selection import Selection
from ioninv.errors import Invalid
from ioninv.vocabulary import ActName, Permission, TrackingType


@requires(Permission.RECEIVE)
def receive(
    session: Session,
    actor: Actor,
    selection: Selection,
    *,
    location_id: int | None = None,
    lot: str = "",
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Take what was on order into stock; without a location it lies where it was ordered for.

    A lot is given to all of them; of one that is recalled they are on its issue, and `notes` say so.
    Raises Conflict naming what is received already, Invalid with the field `lot` where a part is
    tracked by lot and none is known.
    """
    asked = Asked(ActName.RECEIVE, selection, reason, key=key, given=(location_id, lot))
    given = {"location_id": location_id, "lot": _read_lot(lot)}
    given = {name: value for name, value in given.items() if value}

    def look(found: Claimed) -> None:
        read_location(session, location_id)
        for item in found.values():
            if item["tracking"] == TrackingType.LOT and not (given.get("lot") or item["lot"]):
                raise Invalid(f"{label(item)} is tracked by lot: give the lot.", "lot")

    def facts(act: history.Act, item: Item) -> dict[str, object]:
        return came_in(item, act.at) | given

    notes: list[str] = []

    def after(act: history.Act, changed: list[int]) -> None:
        notes.extend(join_recalls(act, changed))

    done = change_all(session, actor, asked, facts, look, after=after)
    return replace(done, notes=tuple(notes))


def came_in(item: Item, at: int) -> dict[str, object]:
    """The facts of what has come in; where it was bought, also how much that was."""
    bought = item["purchase_line_id"] is not None
    return {"received_at": at, **({"received_quantity": item["quantity"]} if bought else {})}


def _read_lot(lot: str) -> str:
    reading = Reading({"lot": lot})
    cleaned = reading.text("lot", "Lot")
    reading.finish()
    return cleaned
