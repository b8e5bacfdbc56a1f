"""An issue is raised, on one item or on many, in whatever status they are."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.issues.choosing import choose
from ioninv.domain.issues.form import FACTS, IssueForm, derived, read_form
from ioninv.domain.issues.rows import IssueRow, issue_row
from ioninv.domain.items import Selection
from ioninv.domain.items.issue_links import put_on, settle_holds
from ioninv.domain.items.parting import take_part
from ioninv.models import Issue
from ioninv.vocabulary import Entity, IssueState, Permission

RAISED: Final = "raised"


@requires(Permission.EDIT_ISSUES)
def create(
    session: Session,
    actor: Actor,
    selection: Selection,
    form: IssueForm,
    key: str | None = None,
) -> IssueRow:
    """Raise an issue on every selected item, or on the part of one.

    With `holds` they are held, which needs the permission to hold; on what is scrapped, voided or
    merged the hold comes when it comes back. Raises Invalid with every field that cannot be right,
    Conflict naming what changed meanwhile.
    """
    payload = {"selection": selection.payload(), **asdict(form)}
    if done := history.repeated(session, actor, RAISED, Entity.ISSUE, key, payload):
        return issue_row(session, done.ids[0])
    facts = read_form(session, form)
    if facts["holds"]:
        demand(actor, Permission.HOLD)
    found = choose(session, selection)
    with history.act(session, actor, RAISED, key=key, payload=payload) as act:
        taken, _ = take_part(act, found, selection.quantity)
        issue_id = raise_on(act, facts, taken)
    return issue_row(session, issue_id)


def raise_on(act: history.Act, facts: dict[str, Any], item_ids: Iterable[int]) -> int:
    """Write an issue from its facts, with its items and holds; returns its id."""
    given = {**facts, "number": act.session.execute(_NEXT).scalar_one(), "state": IssueState.OPEN}
    issue = Issue(**given, **derived(given))
    issue_id = history.create_row(act, Entity.ISSUE, issue, FACTS)
    ids = list(item_ids)
    put_on(act, issue_id, ids)
    settle_holds(act, ids)
    return issue_id


_NEXT = text("SELECT coalesce(max(number), 0) + 1 FROM issue")
