"""An act on many items that is done where it can be, and says of each other item why not."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db import rehearsing
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.selection import Selection, meant_ids
from ioninv.errors import Conflict, NotFound
from ioninv.vocabulary import Entity, Permission

Act = Callable[[Selection, str | None], history.Done]
"""A door of acts on a selection, with an idempotency key, and all else given already."""

MOST_ATTEMPTS: Final = 200
_VERB = "each"
_BEFORE = "It was refused when this was first sent."


@dataclass(frozen=True)
class Outcome:
    """What an act did, and why it was not done on the items of `refused`, by their ids."""

    done: history.Done
    refused: dict[int, str] = field(default_factory=dict[int, str])


@requires(Permission.VIEW_INVENTORY)
def each(
    session: Session,
    actor: Actor,
    selection: Selection,
    act: Act,
    payload: object = None,
    key: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Do an act on every selected item that it is possible on, in one change set.

    `payload` is what the key stands for beside the selection. With `dry_run` nothing is stored.
    Raises what concerns the whole of it: Invalid, Forbidden, and Conflict where too many items
    would have to be tried one by one.
    """
    asked = [selection.payload(), payload]
    before = None if dry_run else history.repeated(session, actor, _VERB, Entity.ITEM, key, asked)
    if before is not None:
        return _as_before(session, actor, selection, key)
    if key is not None and not dry_run:
        with history.act(session, actor, _VERB, key=key, payload=asked):
            pass
    ids = meant_ids(session, selection)
    refused = _refusals(session, selection, act, ids)
    left = [id_ for id_ in ids if id_ not in refused]
    if not left:
        return Outcome(history.Done(0), refused)
    with rehearsing(session, really=not dry_run):
        done = act(_of(selection, left), None if dry_run else _second(key))
    return Outcome(replace(done, change_set=0) if dry_run else done, refused)


def _refusals(session: Session, selection: Selection, act: Act, ids: list[int]) -> dict[int, str]:
    """Try it without storing anything: the items that stand in the way are told and left out."""
    refused: dict[int, str] = {}
    waiting, attempts = [ids], 0
    while waiting:
        tried = waiting.pop(0)
        attempts += 1
        if not tried:
            continue
        try:
            with rehearsing(session):
                act(_of(selection, tried), None)
        except (Conflict, NotFound) as against:
            reasons = {id_: against.reasons[id_] for id_ in tried if id_ in against.reasons}
            if attempts >= MOST_ATTEMPTS:
                raise
            if reasons:
                refused |= reasons
                waiting.append([id_ for id_ in tried if id_ not in reasons])
            elif len(tried) == 1:
                refused[tried[0]] = against.message
            else:
                middle = len(tried) // 2
                waiting += [tried[:middle], tried[middle:]]
    return {id_: refused[id_] for id_ in ids if id_ in refused}


def _of(selection: Selection, ids: list[int]) -> Selection:
    versions = {id_: version for id_, version in selection.versions.items() if id_ in set(ids)}
    return replace(selection, ids=tuple(ids), versions=versions)


def _second(key: str | None) -> str | None:
    """The key of the act itself: the first one stands for the whole of what was asked."""
    return None if key is None else "each:" + history.digest(b"", _VERB, key).hex()


def _as_before(session: Session, actor: Actor, selection: Selection, key: str | None) -> Outcome:
    row: Any = session.execute(_DONE, {"actor": actor.user_id, "key": _second(key)}).first()
    ids = (
        [] if row is None else [each.item_id for each in session.execute(_TOUCHED, {"id": row.id})]
    )
    done = history.Done(row.id if row else 0, tuple(ids), repeated=True)
    return Outcome(done, {id_: _BEFORE for id_ in selection.ids if id_ not in set(ids)})


_DONE = text("SELECT id FROM change_set WHERE actor_id = :actor AND idempotency_key = :key")

_TOUCHED = text("""
    SELECT DISTINCT coalesce(h.item_id, e.entity_id) AS item_id
    FROM event e LEFT JOIN hold h ON e.entity = 'hold' AND h.id = e.entity_id
    WHERE e.change_set_id = :id AND e.entity IN ('item', 'hold')
        AND (e.entity <> 'item' OR e.version > 1)
    ORDER BY e.id""")
