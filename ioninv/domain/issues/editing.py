from dataclasses import asdict
from typing import Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.issues.form import IssueForm, derived, read_form
from ioninv.domain.issues.on_it import ids_on
from ioninv.domain.issues.rows import IssueRow, issue_row, load_issue
from ioninv.domain.items.issue_links import issue_name, settle_holds
from ioninv.vocabulary import Entity, Permission

EDITED: Final = "issue edited"


@requires(Permission.EDIT_ISSUES)
def edit(
    session: Session,
    actor: Actor,
    issue_id: int,
    form: IssueForm,
    version: int | None = None,
    key: str | None = None,
) -> IssueRow:
    """Give an issue what the form says, empty fields included; its holds follow.

    To hold needs the permission to hold, to let go the one to resolve. Raises Invalid with every
    field that cannot be right, Conflict when `version` is stale, NotFound.
    """
    issue = load_issue(session, issue_id)
    payload = {"id": issue_id, **asdict(form)}
    if not history.repeated(session, actor, EDITED, Entity.ISSUE, key, payload):
        history.check_version(session, Entity.ISSUE, issue, version, issue_name(issue.number))
        facts = read_form(session, form)
        if facts["holds"] != issue.holds:
            demand(actor, Permission.HOLD if facts["holds"] else Permission.RESOLVE_ISSUES)
        search = derived({**facts, "number": issue.number})
        with history.act(session, actor, EDITED, key=key, payload=payload) as act:
            history.change_row(act, Entity.ISSUE, issue, facts, derived=search)
            settle_holds(act, ids_on(session, issue_id))
    return issue_row(session, issue_id)
