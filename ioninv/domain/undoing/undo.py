import json
from dataclasses import replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts import undoing as accounts
from ioninv.domain.attachments.undoing import take_back
from ioninv.domain.issues import withdrawing
from ioninv.domain.items.acting import read_reason
from ioninv.domain.items.claiming import look_up
from ioninv.domain.items.holds import set_released
from ioninv.domain.items.issue_links import settle_holds
from ioninv.domain.items.writing import keep_earliest, update_items
from ioninv.domain.kits.form import derived
from ioninv.domain.loading import load
from ioninv.domain.undoing.detail import refuse_invisible
from ioninv.domain.undoing.inverse import UNDONE, Inverse, inverse
from ioninv.domain.undoing.standing import first, reasons
from ioninv.errors import Conflict, Problem
from ioninv.models import Kit
from ioninv.vocabulary import Entity, Permission


@requires(Permission.UNDO)
def undo(
    session: Session,
    actor: Actor,
    change_set_id: int,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Take a change set back by the inverse act, whole or not at all; undoing that does it again.

    Items that it created are voided, parts that it split off are merged back: nothing is deleted.
    Raises Conflict with every reason that stands against it, NotFound.
    """
    payload = {"id": change_set_id, "reason": reason}
    if done := history.repeated(session, actor, UNDONE, Entity.ITEM, key, payload):
        # Of a pure hold or release, and of many acts on issues, there are no events of items.
        beside = _items_beside(session, inverse(session, change_set_id))
        return done if done.ids else replace(done, ids=tuple(beside))
    told = read_reason(reason)
    undoing = inverse(session, change_set_id)
    if against := first(reasons(session, actor, undoing)):
        problems = [Problem(each) for each in against]
        raise Conflict(f"This can no longer be undone. {' '.join(against)}", problems=problems)
    with history.act(
        session, actor, UNDONE, reason=told, key=key, payload=payload, undoes=change_set_id
    ) as act:
        changed = _take_back(act, undoing)
    return history.Done(act.id if act.events else 0, tuple(changed))


@requires(Permission.VIEW_HISTORY)
def what_stands_against(session: Session, actor: Actor, change_set_id: int) -> list[str]:
    """Why this actor cannot undo a change set, as sentences; empty when it can be undone.

    Raises NotFound, also where the actor may see nothing of it.
    """
    refuse_invisible(session, actor, change_set_id)
    if not actor.may(Permission.UNDO):
        return [f"Your role does not allow this ({Permission.UNDO.value})."]
    return first(reasons(session, actor, inverse(session, change_set_id)))


def _take_back(act: history.Act, undoing: Inverse) -> list[int]:
    _set_kits(act, undoing)
    # What gives up a serial or a quantity comes before what takes it again.
    gone = {id_: _merged_back(origin) for id_, origin in undoing.made_whole.items()} | {
        id_: {"voided_at": act.at, "kit_id": None, "received_quantity": None}
        for id_ in undoing.born
    }
    survivors = _survivors(act.session, undoing)
    changed = update_items(act, gone)
    changed += update_items(act, _in_turn(act.session, undoing.items))
    _set_holds(act, undoing)
    take_back(act, undoing.attachments, undoing.new_attachments)
    for entity, touched in undoing.issues.items():
        withdrawing.take_back(act, entity, touched.was, touched.new)
    accounts.take_back(act, *(each.was for each in undoing.accounts.values()))
    on_issues = _items_on_issues(act.session, undoing)
    settle_holds(act, dict.fromkeys([*changed, *undoing.held_by_issues, *on_issues]))
    keep_earliest(act.session, survivors)
    return changed or _items_beside(act.session, undoing)


def _in_turn(session: Session, items: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What gives up a serial for none comes first, then what changes one, then what had none."""
    named = [id_ for id_, was in items.items() if "serial" in was]
    now = look_up(session, named)
    turn = {id_: 2 if now[id_]["serial"] is None else 1 for id_ in named}
    turn |= dict.fromkeys((id_ for id_ in named if items[id_]["serial"] is None), 0)
    return {id_: items[id_] for id_ in sorted(items, key=lambda id_: turn.get(id_, 2))}


def _survivors(session: Session, undoing: Inverse) -> set[int]:
    """What others are merged into, before or after."""
    merged = {id_: was for id_, was in undoing.items.items() if "merged_into_id" in was}
    now = (item["merged_into_id"] for item in look_up(session, merged).values())
    return {id_ for id_ in (*now, *(was["merged_into_id"] for was in merged.values())) if id_}


def _merged_back(origin_id: int) -> dict[str, Any]:
    whole = {"quantity": 0, "serial": None, "merged_into_id": origin_id}
    return {**whole, "parent_id": None, "kit_id": None, "received_quantity": None}


def _set_kits(act: history.Act, undoing: Inverse) -> None:
    for kit_id, was in undoing.kits.items():
        kit = load(act.session, Kit, kit_id, "kit")
        facts = dict(was)
        if facts.get("closed_at") is not None:
            facts["closed_at"] = from_instant(facts["closed_at"])
        called = {"name": kit.name, "reference": kit.reference} | facts
        history.change_row(act, Entity.KIT, kit, facts, derived=derived(called))


def _set_holds(act: history.Act, undoing: Inverse) -> None:
    rows = _hold_rows(act.session, undoing)
    for at in {*undoing.holds.values()}:
        set_released(act, [row for row in rows if undoing.holds.get(row.id, -1) == at], at)
    new = [row for row in rows if row.id in undoing.new_holds and row.released_at is None]
    set_released(act, new, act.at)


def _items_beside(session: Session, undoing: Inverse) -> list[int]:
    return _items_of_holds(session, undoing) or _items_on_issues(session, undoing)


def _items_on_issues(session: Session, undoing: Inverse) -> list[int]:
    """The items that are, or were, on the issues that it touched."""
    issues, links = undoing.issues[Entity.ISSUE], undoing.issues[Entity.ISSUE_ITEM]
    return withdrawing.items_of(session, issues.versions, links.versions)


def _items_of_holds(session: Session, undoing: Inverse) -> list[int]:
    return list(dict.fromkeys(row.item_id for row in _hold_rows(session, undoing)))


def _hold_rows(session: Session, undoing: Inverse) -> list[Any]:
    ids = [*undoing.holds, *undoing.new_holds]
    return list(session.execute(_HOLDS, {"ids": json.dumps(ids)})) if ids else []


_HOLDS = text("""
    SELECT id, item_id, source, reason, released_at, version FROM hold
    WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id""")
