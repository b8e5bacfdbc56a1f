from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items import Selection
from ioninv.domain.items.acting import Asked, change_all
from ioninv.domain.items.claiming import Claimed, label
from ioninv.domain.items.naming import Names
from ioninv.domain.loading import load
from ioninv.errors import Conflict
from ioninv.models import Kit
from ioninv.vocabulary import ActName, Permission


@requires(Permission.FILL_KITS)
def put_in(
    session: Session,
    actor: Actor,
    kit_id: int,
    selection: Selection,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Put every selected item, or the part of one, into an open kit. They stay where they lie.

    Raises Conflict naming what cannot be kitted, or when the kit is closed; NotFound.
    """
    asked = Asked(ActName.PUT_IN, selection, reason, key=key, given=(kit_id,))
    return change_all(
        session,
        actor,
        asked,
        lambda _act, _item: {"kit_id": kit_id},
        lambda _found: load_open(session, kit_id),
    )


@requires(Permission.FILL_KITS)
def take_out(
    session: Session,
    actor: Actor,
    selection: Selection,
    reason: str = "",
    kit_id: int | None = None,
    key: str | None = None,
) -> history.Done:
    """Take every selected item, or the part of one, out of the kit it is in.

    Raises Conflict naming what is in none, or in another than `kit_id` where that is given.
    """
    given = () if kit_id is None else (kit_id,)
    asked = Asked(ActName.TAKE_OUT, selection, reason, key=key, given=given)
    return change_all(
        session,
        actor,
        asked,
        lambda _act, _item: {"kit_id": None},
        lambda found: kit_id is None or _refuse_others(session, found, kit_id),
    )


def _refuse_others(session: Session, found: Claimed, kit_id: int) -> None:
    names = Names(session)
    for item in found.values():
        if item["kit_id"] != kit_id:
            there = names.of("kit_id", item["kit_id"])
            raise Conflict(f"{label(item)} is in the kit {there} now. Look again.", "selection")


def load_open(session: Session, kit_id: int) -> Kit:
    """Raises NotFound, Conflict when the kit is closed."""
    kit = load(session, Kit, kit_id, "kit")
    if kit.closed_at is not None:
        raise Conflict(f"The kit {kit.name} is closed. Choose another, or open a new one.", "kit")
    return kit
