from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import Asked, perform
from ioninv.domain.items.adjusting import one
from ioninv.domain.items.claiming import Claimed
from ioninv.domain.items.parting import Part, read_part, split_off
from ioninv.errors import Invalid
from ioninv.vocabulary import LARGEST_ACT, ActName, Permission

_FIELD = "quantities"


@requires(Permission.SPLIT)
def split(
    session: Session,
    actor: Actor,
    item_id: int,
    quantities: Sequence[str],
    version: int | None = None,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Split parts off an item, one new item for each quantity; something must stay in it.

    The new items have all its facts and holds, and remember it as their origin. Raises Invalid
    with the field `quantities`; Conflict when `version` is stale or the item has a serial.
    """
    asked = Asked(ActName.SPLIT, one(item_id, version), reason, key=key, given=tuple(quantities))

    def look(found: Claimed) -> None:
        _read(found, item_id, quantities)

    def change(act: history.Act, found: Claimed) -> list[int]:
        return split_off(act, found[item_id], _read(found, item_id, quantities))

    done = perform(session, actor, asked, change, look)
    return replace(done, split_ids=done.ids)


def _read(found: Claimed, item_id: int, quantities: Sequence[str]) -> list[Part]:
    item = found[item_id]
    if not 1 <= len(quantities) <= LARGEST_ACT:
        raise Invalid("Give the quantities to split off.", _FIELD)
    if not all(quantity.strip() for quantity in quantities):
        raise Invalid("A quantity is missing.", _FIELD)
    parts = [Part(read_part(item, quantity, _FIELD)) for quantity in quantities]
    if sum(part.quantity for part in parts) >= item["quantity"]:
        raise Invalid("Something must stay: the parts take all there is, or more.", _FIELD)
    return parts
