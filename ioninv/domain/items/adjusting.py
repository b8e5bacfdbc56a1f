from sqlmodel import Session

from ioninv.db.types import to_micro
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import Reading
from ioninv.domain.items.acting import Asked, change_all
from ioninv.domain.items.claiming import Claimed
from ioninv.domain.items.parting import refuse_fraction
from ioninv.domain.items.selection import Selection
from ioninv.vocabulary import ActName, Permission


@requires(Permission.ADJUST)
def adjust(
    session: Session,
    actor: Actor,
    item_id: int,
    counted: str,
    reason: str,
    version: int | None = None,
    key: str | None = None,
) -> history.Done:
    """Set the quantity of an item to what was counted; 0 leaves it there, unavailable.

    Raises Invalid with the field `counted` or `reason`; Conflict when `version` is stale or the
    item has a serial.
    """
    selection = one(item_id, version)
    asked = Asked(ActName.ADJUST, selection, reason, True, key, given=(counted,))
    reading = Reading({"counted": counted})
    quantity = reading.decimal("counted", "Quantity", required=True)
    reading.finish()
    if quantity is None:  # finish() has raised: this tells the type checker
        raise AssertionError

    def look(found: Claimed) -> None:
        refuse_fraction(found[item_id], quantity, "counted")

    return change_all(
        session, actor, asked, lambda _act, _item: {"quantity": to_micro(quantity)}, look
    )


def one(item_id: int, version: int | None = None) -> Selection:
    """A single item, as of a version if it is given."""
    return Selection(ids=(item_id,), versions={} if version is None else {item_id: version})
