"""Who cares for an issue, and how far it is."""

from typing import Any, Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.issues.linking import load_open
from ioninv.domain.issues.on_it import links_of
from ioninv.domain.issues.rows import IssueRow, issue_row, load_issue
from ioninv.domain.items.acting import read_reason
from ioninv.domain.items.issue_links import change_links, issue_name, settle_holds
from ioninv.domain.loading import find
from ioninv.errors import Conflict, Invalid
from ioninv.models import Issue, User
from ioninv.vocabulary import Entity, IssueState, Permission

ASSIGNED: Final = "issue assigned"
STARTED: Final = "issue started"
STOPPED: Final = "issue stopped"
REOPENED: Final = "issue reopened"


@requires(Permission.EDIT_ISSUES)
def assign(
    session: Session, actor: Actor, issue_id: int, user_id: int | None, key: str | None = None
) -> IssueRow:
    """Give an issue to a user, or to nobody. Raises Invalid with the field `assignee`, NotFound."""
    payload = {"id": issue_id, "user": user_id}
    if not history.repeated(session, actor, ASSIGNED, Entity.ISSUE, key, payload):
        issue = load_issue(session, issue_id)
        user = None if user_id is None else find(session, User, user_id)
        if user_id is not None and user is None:
            raise Invalid("There is no such user. Choose another.", "assignee")
        if user is not None and not user.active and user.id != issue.assignee_id:
            raise Invalid(f"{user.name} is deactivated. Choose another.", "assignee")
        _change(session, actor, issue, ASSIGNED, {"assignee_id": user_id}, key, payload)
    return issue_row(session, issue_id)


@requires(Permission.EDIT_ISSUES)
def start(session: Session, actor: Actor, issue_id: int, key: str | None = None) -> IssueRow:
    """Somebody is at it. Raises Conflict when the issue is resolved, NotFound."""
    payload = {"id": issue_id}
    if not history.repeated(session, actor, STARTED, Entity.ISSUE, key, payload):
        issue = load_open(session, issue_id)
        _change(session, actor, issue, STARTED, {"state": IssueState.IN_PROGRESS}, key, payload)
    return issue_row(session, issue_id)


@requires(Permission.EDIT_ISSUES)
def stop(session: Session, actor: Actor, issue_id: int, key: str | None = None) -> IssueRow:
    """Nobody is at it any more: open, as before. Raises Conflict when it is resolved, NotFound."""
    payload = {"id": issue_id}
    if not history.repeated(session, actor, STOPPED, Entity.ISSUE, key, payload):
        issue = load_open(session, issue_id)
        _change(session, actor, issue, STOPPED, {"state": IssueState.OPEN}, key, payload)
    return issue_row(session, issue_id)


@requires(Permission.EDIT_ISSUES)
def reopen(
    session: Session, actor: Actor, issue_id: int, reason: str = "", key: str | None = None
) -> IssueRow:
    """Open a resolved issue again, on every item on it: it holds them again if it did.

    What was scrapped or shipped stays so. Raises Conflict when the issue is open, NotFound.
    """
    payload = {"id": issue_id, "reason": reason}
    if not history.repeated(session, actor, REOPENED, Entity.ISSUE, key, payload):
        told = read_reason(reason)
        issue = load_issue(session, issue_id)
        if issue.state != IssueState.RESOLVED:
            raise Conflict(f"{issue_name(issue.number)} is not resolved.")
        if issue.holds:
            demand(actor, Permission.HOLD)
        links = links_of(session, issue_id)
        with history.act(session, actor, REOPENED, reason=told, key=key, payload=payload) as act:
            history.change_row(act, Entity.ISSUE, issue, AS_OPEN)
            change_links(act, {link.id: {"outcome": ""} for link in links.values()})
            settle_holds(act, links)
    return issue_row(session, issue_id)


def _change(
    session: Session,
    actor: Actor,
    issue: Issue,
    verb: str,
    facts: dict[str, Any],
    key: str | None,
    payload: object,
) -> None:
    with history.act(session, actor, verb, key=key, payload=payload) as act:
        history.change_row(act, Entity.ISSUE, issue, facts)


AS_OPEN: Final = {"state": IssueState.OPEN, "disposition": "", "resolved_at": None}
