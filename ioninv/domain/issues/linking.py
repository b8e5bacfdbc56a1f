"""Items come onto an issue and are taken off it; its holds follow."""

from typing import Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.issues.choosing import choose
from ioninv.domain.issues.on_it import links_of
from ioninv.domain.issues.rows import load_issue
from ioninv.domain.items import Selection
from ioninv.domain.items.issue_links import change_links, issue_name, put_on, settle_holds
from ioninv.domain.items.parting import take_part
from ioninv.errors import Conflict
from ioninv.models import Issue
from ioninv.vocabulary import Entity, IssueState, Permission

ADDED: Final = "issue items added"
REMOVED: Final = "issue items removed"


@requires(Permission.EDIT_ISSUES)
def add_items(
    session: Session, actor: Actor, issue_id: int, selection: Selection, key: str | None = None
) -> history.Done:
    """Put every selected item, or the part of one, on an issue that is not resolved.

    What is on it already is left alone. Raises Conflict when the issue is resolved, NotFound.
    """
    payload = {"id": issue_id, "selection": selection.payload()}
    if done := history.repeated(session, actor, ADDED, Entity.ISSUE_ITEM, key, payload):
        return of_items(session, issue_id, done)
    issue = load_open(session, issue_id)
    if issue.holds:
        demand(actor, Permission.HOLD)
    found = choose(session, selection)
    with history.act(session, actor, ADDED, key=key, payload=payload) as act:
        taken, split = take_part(act, found, selection.quantity)
        added = put_on(act, issue_id, list(taken))
        settle_holds(act, added)
    return history.Done(act.id if act.events else 0, tuple(added), split_ids=split)


@requires(Permission.EDIT_ISSUES)
def remove_items(
    session: Session, actor: Actor, issue_id: int, selection: Selection, key: str | None = None
) -> history.Done:
    """Take the selected items off an issue, and its holds off them: that needs to resolve.

    What is not on it is left alone. Raises NotFound.
    """
    payload = {"id": issue_id, "selection": selection.payload()}
    if done := history.repeated(session, actor, REMOVED, Entity.ISSUE_ITEM, key, payload):
        return of_items(session, issue_id, done)
    issue = load_issue(session, issue_id)
    if issue.holds:
        demand(actor, Permission.RESOLVE_ISSUES)
    on_it = links_of(session, issue_id)
    links = {id_: on_it[id_] for id_ in choose(session, selection) if id_ in on_it}
    with history.act(session, actor, REMOVED, key=key, payload=payload) as act:
        change_links(act, {link.id: {"removed_at": act.at} for link in links.values()})
        settle_holds(act, links)
    return history.Done(act.id if act.events else 0, tuple(links))


def load_open(session: Session, issue_id: int) -> Issue:
    """Raises Conflict when the issue is resolved, NotFound."""
    issue = load_issue(session, issue_id)
    if issue.state == IssueState.RESOLVED:
        raise Conflict(f"{issue_name(issue.number)} is resolved. Reopen it first.")
    return issue


def of_items(session: Session, issue_id: int, done: history.Done) -> history.Done:
    """The same, with the ids of items in place of those of their links."""
    items = {link.id: link.item_id for link in links_of(session, issue_id, removed=True).values()}
    ids = tuple(items[id_] for id_ in done.ids if id_ in items)
    return history.Done(done.change_set, ids, repeated=True)
