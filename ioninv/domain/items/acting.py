"""How every act on a selection goes: known already, claimed, a part taken, changed, told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor
from ioninv.domain.input import Reading
from ioninv.domain.items.claiming import Claimed, claim
from ioninv.domain.items.parting import SPLIT, SPLIT_OFF, read_part_of, take_part
from ioninv.domain.items.selection import Selection
from ioninv.domain.items.writing import update_items
from ioninv.domain.loading import find
from ioninv.errors import Conflict, Invalid
from ioninv.models import Location
from ioninv.vocabulary import ActName, Entity

Item = Mapping[str, Any]
Changes = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Asked:
    """An act as it was asked for. `given` is what an idempotency key stands for beside the items."""

    act: ActName
    selection: Selection
    reason: str = ""
    reason_due: bool = False
    key: str | None = None
    given: tuple[Any, ...] = ()

    @property
    def payload(self) -> list[Any]:
        return [self.selection.payload(), self.reason, *self.given]


def _nothing(_act: history.Act, _changed: list[int]) -> None:
    """Nothing follows."""


def change_all(
    session: Session,
    actor: Actor,
    asked: Asked,
    facts: Callable[[history.Act, Item], Mapping[str, Any]],
    look: Callable[[Claimed], object] = bool,
    *,
    after: Callable[[history.Act, list[int]], object] = _nothing,
) -> history.Done:
    """Give every selected item, or the part of one, the new facts that `facts` makes of it.

    `look` may refuse what was claimed, before anything is written; `after` does what follows for
    those that were changed.
    """

    def change(act: history.Act, found: Claimed) -> list[int]:
        changes = {id_: facts(act, item) for id_, item in found.items()}
        changed = update_items(act, changes, before=found)
        after(act, changed)
        return changed

    def differs(act: history.Act, found: Claimed) -> bool:
        return any(
            item[name] != value
            for item in found.values()
            for name, value in facts(act, item).items()
        )

    return perform(session, actor, asked, change, look, differs)


def _always(_act: history.Act, _found: Claimed) -> bool:
    return True


def perform(
    session: Session,
    actor: Actor,
    asked: Asked,
    change: Callable[[history.Act, Claimed], list[int]],
    look: Callable[[Claimed], object] = bool,
    differs: Callable[[history.Act, Claimed], bool] = _always,
) -> history.Done:
    """Do an act on every selected item, or on none; `change` returns the ids that it changed.

    Where nothing `differs` by it, no part is split off for it.
    """
    if done := done_before(session, actor, asked):
        return done
    reason = read_reason(asked.reason, required=asked.reason_due)
    found = claim(session, asked.selection, asked.act)
    look(found)
    part = read_part_of(found, asked.selection.quantity)
    with history.act(
        session, actor, asked.act.done, reason=reason, key=asked.key, payload=asked.payload
    ) as act:
        taken, split = found, ()
        if part is not None and differs(act, found):
            taken, split = take_part(act, found, part)
        changed = change(act, taken)
    return history.Done(act.id if act.events else 0, tuple(changed), split_ids=split)


def done_before(session: Session, actor: Actor, asked: Asked) -> history.Done | None:
    """What this act did when its key was used first, if it was."""
    done = history.repeated(session, actor, asked.act.done, Entity.ITEM, asked.key, asked.payload)
    if done is None:
        return None
    rows = session.execute(_TOUCHED, {"id": done.change_set}).all()
    touched = [row.item_id for row in rows if row.kind != SPLIT]
    split = [row.item_id for row in rows if row.kind == SPLIT_OFF]
    return replace(done, ids=tuple(dict.fromkeys(touched)), split_ids=tuple(split))


def read_reason(reason: str, *, required: bool = False) -> str:
    """The reason, cleaned. Raises Invalid with the field `reason`."""
    reading = Reading({"reason": reason})
    cleaned = reading.lines("reason", "Reason")
    if required and not cleaned:
        reading.refuse("reason", "Give the reason: it stands in the history for good.")
    reading.finish()
    return cleaned


def read_location(session: Session, location_id: int | None, *, required: bool = False) -> None:
    """Refuse a place where nothing can be put.

    Raises Invalid or Conflict with the field `location`.
    """
    if location_id is None:
        if required:
            raise Invalid("Choose the location.", "location")
        return
    location = find(session, Location, location_id)
    if location is None:
        raise Invalid("This location does not exist. Choose another.", "location")
    if location.merged_into_id is not None:
        raise Conflict(
            f"{location.path} was merged into another location. Choose that.", "location"
        )
    if location.archived:
        raise Conflict(
            f"{location.path} is archived. Restore it first, or choose another.", "location"
        )


_TOUCHED = text("""
    SELECT coalesce(h.item_id, e.entity_id) AS item_id, e.kind
    FROM event e LEFT JOIN hold h ON e.entity = 'hold' AND h.id = e.entity_id
    WHERE e.change_set_id = :id AND e.entity IN ('item', 'hold') ORDER BY e.id""")
