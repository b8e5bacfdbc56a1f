"""An act on many items that is done where it can be, and says of each other item why not."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

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
        return _as_before(history.kept_answer(session, actor, key))
    with history.act(session, actor, _VERB, key=None if dry_run else key, payload=asked) as begun:
        pass
    outcome = _outcome(session, selection, act, dry_run)
    history.keep_answer(begun, _kept(outcome))
    return outcome


def _outcome(session: Session, selection: Selection, act: Act, dry_run: bool) -> Outcome:
    ids = meant_ids(session, selection)
    refused = _refusals(session, selection, act, ids)
    left = [id_ for id_ in ids if id_ not in refused]
    if not left:
        return Outcome(history.Done(0), refused)
    with rehearsing(session, really=not dry_run):
        done = act(_of(selection, left), None)
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


def _kept(outcome: Outcome) -> dict[str, Any]:
    return {**asdict(outcome.done), "refused": [*outcome.refused.items()]}


def _as_before(kept: dict[str, Any]) -> Outcome:
    done = history.Done(
        kept["change_set"],
        tuple(kept["ids"]),
        repeated=True,
        split_ids=tuple(kept["split_ids"]),
        notes=tuple(kept["notes"]),
    )
    return Outcome(done, dict(kept["refused"]))
