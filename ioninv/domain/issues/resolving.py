"""Issues are resolved: what is to be done with their items is done, as far as it can be."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.input import Reading
from ioninv.domain.issues.linking import load_open, of_items
from ioninv.domain.issues.on_it import held_by, links_of
from ioninv.domain.items.acting import read_reason
from ioninv.domain.items.assembly import chains
from ioninv.domain.items.claiming import circumstances, label, look_up, sentence
from ioninv.domain.items.issue_links import change_links, issue_name, open_links, settle_holds
from ioninv.domain.items.possible import GONE, first_of, obstacle
from ioninv.domain.items.writing import update_items
from ioninv.errors import Invalid
from ioninv.models import Issue
from ioninv.vocabulary import ActName, Disposition, Entity, IssueState, Permission

RESOLVED: Final = "resolved"
_ACTS: Final = {
    Disposition.REWORK: (ActName.START_WORK, Permission.WORK),
    Disposition.RETURN: (ActName.SHIP, Permission.SHIP),
    Disposition.SCRAP: (ActName.SCRAP, Permission.SCRAP),
}
_NOTES_SHOWN = 5


@dataclass(frozen=True)
class _Fate:
    """What becomes of an item: new facts, a sentence worth telling, whether it is done with."""

    facts: Mapping[str, Any]
    note: str = ""
    done: bool = True


@requires(Permission.RESOLVE_ISSUES)
def resolve(
    session: Session,
    actor: Actor,
    issue_id: int,
    disposition: str,
    reason: str = "",
    key: str | None = None,
) -> history.Done:
    """Do with the items of an issue what is decided, in one act; done with, they are not held.

    To use as is does nothing else; to rework starts work where that is possible; to scrap and to
    return, shipping to the supplier, need their own permissions. `ids` are the items done with;
    what is installed in something that leaves in this act goes along. What cannot be scrapped or
    returned yet stays on the issue and held, `notes` name it, and the issue goes on until that is
    resolved too. Raises Invalid with the field `disposition`, Conflict
    when the issue is resolved already, NotFound.
    """
    payload = {"id": issue_id, "disposition": disposition, "reason": reason}
    if done := history.repeated(session, actor, RESOLVED, Entity.ISSUE_ITEM, key, payload):
        return of_items(session, issue_id, done)
    told = read_reason(reason)
    decided = _read(disposition)
    if decided in _ACTS:
        demand(actor, _ACTS[decided][1])
    issue = load_open(session, issue_id)
    links = {id_: link for id_, link in links_of(session, issue_id).items() if not link.outcome}
    found = look_up(session, links)
    called = f"{issue_name(issue.number)}: {issue.title}"
    with history.act(
        session, actor, RESOLVED, reason=told or called, key=key, payload=payload
    ) as act:
        fates = _fates(session, act.at, issue, decided, found)
        over = [id_ for id_, fate in fates.items() if fate.done]
        change_links(act, {links[id_].id: {"outcome": decided.value} for id_ in over})
        settle_holds(act, over)
        changes = {id_: fate.facts for id_, fate in fates.items() if fate.facts}
        if decided in _ACTS:
            update_items(act, changes, kind=_ACTS[decided][0].done)
        history.change_row(act, Entity.ISSUE, issue, _as_resolved(act, decided, fates))
    return history.Done(act.id, tuple(over), notes=_notes(fates))


@dataclass(frozen=True)
class Foreseen:
    """What resolving would do: `changed` items are scrapped, shipped or worked on, `freed` are done
    with and no more, `left` stay on the issue; `notes` say why. `others` name the other issues that
    are open on some of them, and stay so."""

    changed: int
    freed: int
    left: int
    notes: tuple[str, ...]
    others: tuple[str, ...] = ()


@requires(Permission.VIEW_ISSUES)
def foresee(session: Session, actor: Actor, issue_id: int, disposition: str) -> Foreseen:
    """What `resolve` would do with the items of an issue, without doing it.

    Raises Invalid with the field `disposition`, Conflict when the issue is resolved, NotFound.
    """
    decided = _read(disposition)
    issue = load_open(session, issue_id)
    links = {id_: link for id_, link in links_of(session, issue_id).items() if not link.outcome}
    fates = _fates(session, 0, issue, decided, look_up(session, links))
    others = _others(session, issue, links)
    changed = sum(bool(fate.facts) for fate in fates.values())
    left = sum(not fate.done for fate in fates.values())
    return Foreseen(changed, len(fates) - changed - left, left, _notes(fates), others)


def _others(session: Session, issue: Issue, item_ids: Iterable[int]) -> tuple[str, ...]:
    links = [link for link in open_links(session, item_ids) if link.issue_id != issue.id]
    count = Counter((issue_name(link.number), link.title) for link in links)
    said = [
        f"{items:,} of them {'is' if items == 1 else 'are'} on {name} too, which stays open: {title}"
        for (name, title), items in count.items()
    ]
    return _shortened(said)


def _read(disposition: str) -> Disposition:
    reading = Reading({"disposition": disposition})
    decided = reading.choice("disposition", "Disposition", Disposition, Disposition.USE_AS_IS)
    if not disposition.strip():
        raise Invalid("Choose what is done with the items.", "disposition")
    reading.finish()
    return decided


def _as_resolved(
    act: history.Act, decided: Disposition, fates: Mapping[int, _Fate]
) -> dict[str, Any]:
    if all(fate.done for fate in fates.values()):
        at = from_instant(act.at)
        return {"state": IssueState.RESOLVED, "disposition": decided.value, "resolved_at": at}
    return {"state": IssueState.IN_PROGRESS, "disposition": decided.value}


def _fates(
    session: Session,
    at: int,
    issue: Issue,
    decided: Disposition,
    found: Mapping[int, dict[str, Any]],
) -> dict[int, _Fate]:
    held = held_by(session, issue.id or 0)
    seen = {id_: _without_hold(item, id_ in held) for id_, item in found.items()}
    match decided:
        case Disposition.USE_AS_IS:
            return {id_: _Fate({}) for id_ in seen}
        case Disposition.REWORK:
            order = issue_name(issue.number)
            return {id_: _reworked(session, at, item, order) for id_, item in seen.items()}
        case Disposition.RETURN:
            to = _suppliers(session, seen)
            fates = {
                id_: _returned(session, at, item, to.get(id_, "")) for id_, item in seen.items()
            }
            return _going_along(session, seen, fates, {})
        case Disposition.SCRAP:
            fates = {id_: _scrapped(session, at, item) for id_, item in seen.items()}
            return _going_along(session, seen, fates, {"scrapped_at": at})


def _going_along(
    session: Session,
    seen: Mapping[int, dict[str, Any]],
    fates: dict[int, _Fate],
    gone: Mapping[str, Any],
) -> dict[int, _Fate]:
    """What is installed in something that leaves in this act is done with, with these facts."""
    left = [id_ for id_, fate in fates.items() if not fate.done and seen[id_]["parent_id"]]
    for id_, above in chains(session, left).items():
        top = next((each for each in above if each in fates and fates[each].facts), None)
        if top is not None:
            note = f"{label(seen[id_])} goes along in {label(seen[top])}."
            fates[id_] = _Fate(gone, note)
    return fates


def _without_hold(item: dict[str, Any], held: bool) -> dict[str, Any]:
    """The item as it is once the issue does not hold it any more."""
    return {**item, "open_holds": item["open_holds"] - held}


def _reworked(session: Session, at: int, item: dict[str, Any], order: str) -> _Fate:
    against = obstacle(ActName.START_WORK, circumstances(item))
    if against is None:
        started = {"work_started_at": at, "work_order": item["work_order"] or order}
        return _Fate(started)
    if against.fact in (*GONE, "in_progress"):
        return _Fate({})
    return _Fate({}, f"Work was not started: {sentence(session, against, item)}")


def _returned(session: Session, at: int, item: dict[str, Any], to: str) -> _Fate:
    """Where bad things are put is often not available: that does not stand against returning."""
    now = circumstances({**item, "usable": 1})
    if first_of((*GONE, "empty"), now):
        return _Fate({})
    if against := obstacle(ActName.SHIP, now):
        return _Fate({}, sentence(session, against, item), done=False)
    if not to:
        return _Fate({}, f"{label(item)} has no supplier. Give it one, or ship it by hand.", False)
    gone = {"shipped_at": at, "shipped_to": to, "location_id": None, "kit_id": None}
    return _Fate(gone)


def _scrapped(session: Session, at: int, item: dict[str, Any]) -> _Fate:
    now = circumstances(item)
    against = obstacle(ActName.SCRAP, now)
    if against is None:
        return _Fate({"scrapped_at": at, "kit_id": None})
    if against.fact == "shipped":
        return _Fate({}, f"{label(item)} is shipped to {item['shipped_to'] or 'somebody'}.")
    if against.fact in (*GONE, "empty"):
        return _Fate({})
    return _Fate({}, sentence(session, against, item), done=False)


def _notes(fates: Mapping[int, _Fate]) -> tuple[str, ...]:
    return _shortened([fate.note for fate in fates.values() if fate.note])


def _shortened(notes: Sequence[str]) -> tuple[str, ...]:
    more = len(notes) - _NOTES_SHOWN
    return (*notes[:_NOTES_SHOWN], *([f"And {more:,} more."] if more > 0 else []))


def _suppliers(session: Session, items: Mapping[int, Mapping[str, Any]]) -> dict[int, str]:
    names = {row.id: row.name for row in session.execute(_NAMES)}
    return {id_: names.get(item["supplier_id"], "") for id_, item in items.items()}


_NAMES = text("SELECT id, name FROM supplier")
