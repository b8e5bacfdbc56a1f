import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

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
_BETWEEN = re.compile(r"(?:;|,?\s)+")


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

    parts: list[Part] = []

    def look(found: Claimed) -> None:
        parts.extend(_read(found[item_id], quantities))

    def change(act: history.Act, found: Claimed) -> list[int]:
        return split_off(act, found[item_id], parts)

    done = perform(session, actor, asked, change, look)
    return replace(done, split_ids=done.ids)


def read_quantities(typed: str) -> list[str]:
    """Quantities as people type them, apart by blank, line or semicolon: `2 3` or `2; 3` or `2, 3`.

    A comma alone parts nothing: to some, 1,5 is one and a half.
    """
    return [each for each in _BETWEEN.split(typed) if each]


def _read(item: Mapping[str, Any], quantities: Sequence[str]) -> list[Part]:
    if not 1 <= len(quantities) <= LARGEST_ACT:
        raise Invalid("Give the quantities to split off.", _FIELD)
    if not all(quantity.strip() for quantity in quantities):
        raise Invalid("A quantity is missing.", _FIELD)
    parts = [Part(read_part(item, quantity, _FIELD)) for quantity in quantities]
    if sum(part.quantity for part in parts) >= item["quantity"]:
        raise Invalid("Something must stay: the parts take all there is, or more.", _FIELD)
    return parts
