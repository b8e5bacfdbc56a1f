"""Merging: one item takes the quantity of others, which stay as tombstones that point at it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.acting import Asked, perform
from ioninv.domain.items.claiming import Claimed, label
from ioninv.domain.items.parting import sum_of
from ioninv.domain.items.selection import Selection
from ioninv.domain.items.writing import keep_earliest, update_items
from ioninv.errors import Conflict, Invalid
from ioninv.vocabulary import LARGEST_QUANTITY, MICRO, ActName, Permission

_ALIKE = {
    "part_id": "part",
    "lot": "lot",
    "location_id": "location",
    "expires_on": "expiry date",
}


@requires(Permission.SPLIT)
def merge(
    session: Session,
    actor: Actor,
    ids: Sequence[int],
    into_id: int,
    reason: str = "",
    key: str | None = None,
    versions: Mapping[int, int] | None = None,
) -> history.Done:
    """Merge items into one of the same part, lot, location and expiry date; `ids` may name it too.

    It keeps its own facts and the earliest dates of them all. Raises Conflict naming what differs,
    cannot be merged or has another version than `versions` say, Invalid when there is nothing to
    merge.
    """
    selection = Selection(ids=tuple(dict.fromkeys([into_id, *ids])), versions=versions or {})
    asked = Asked(ActName.MERGE, selection, reason, key=key, given=(into_id,))

    def look(found: Claimed) -> None:
        if len(found) < 2:
            raise Invalid("Select at least two items to merge.", "selection")
        for item in found.values():
            _refuse_other(found[into_id], item)
        if sum_of(found.values()) > LARGEST_QUANTITY * MICRO:
            raise Invalid(f"One item can hold at most {LARGEST_QUANTITY:,}.", "selection")

    def change(act: history.Act, found: Claimed) -> list[int]:
        gone = {"quantity": 0, "merged_into_id": into_id}
        received = min(item["received_at"] for item in found.values())
        kept = {"quantity": sum_of(found.values()), "received_at": received}
        changes = {id_: kept if id_ == into_id else gone for id_ in found}
        changed = update_items(act, changes, before=found)
        keep_earliest(session, [into_id])
        return changed

    return perform(session, actor, asked, change, look)


def _refuse_other(kept: dict[str, Any], other: dict[str, Any]) -> None:
    for fact, word in _ALIKE.items():
        if _compared(fact, kept[fact]) != _compared(fact, other[fact]):
            raise Conflict(
                f"{label(other)} has another {word} than {label(kept)}: they stay apart.",
                "selection",
            )


def _compared(fact: str, value: Any) -> Any:
    return codes.key(value) if fact == "lot" and value else value
