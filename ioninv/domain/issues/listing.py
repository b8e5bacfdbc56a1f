"""The list of issues, by filter and order."""

from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.issues.rows import IssueRow, issue_rows
from ioninv.domain.listing import Listing, Query, order_by
from ioninv.domain.matching import matching
from ioninv.errors import Invalid
from ioninv.vocabulary import IssueState, Permission, Severity

_STATE = "CASE r.state WHEN 'open' THEN 1 WHEN 'in_progress' THEN 2 ELSE 3 END"
_SEVERITY = "CASE r.severity WHEN 'minor' THEN 1 WHEN 'major' THEN 2 ELSE 3 END"
_ITEMS = "(SELECT count(*) FROM issue_item x WHERE x.issue_id = r.id AND x.removed_at IS NULL)"
_ASSIGNEE = "(SELECT name_key FROM user u WHERE u.id = r.assignee_id)"
_ORDERS: Final = {
    "number": "r.number {way}",
    "title": "r.title COLLATE NOCASE {way}",
    "severity": f"{_SEVERITY} {{way}}, r.number DESC",
    "state": f"{_STATE} {{way}}, r.number DESC",
    "assignee": f"{_ASSIGNEE} IS NULL, {_ASSIGNEE} {{way}}, r.number DESC",
    "items": f"{_ITEMS} {{way}}, r.number DESC",
    "updated": "r.updated_at {way}",
    "created": "r.created_at {way}",
}


@dataclass(frozen=True)
class IssueFilter:
    """Which issues: every given condition must hold, every word of `text` must be found.

    `states` empty means all of them; `mine` are those assigned to the actor.
    """

    text: str = ""
    states: tuple[IssueState, ...] = ()
    severity: str = ""
    assignee_id: int | None = None
    mine: bool = False
    item_id: int | None = None


@requires(Permission.VIEW_ISSUES)
def issues(
    session: Session,
    actor: Actor,
    filter: IssueFilter,
    sort: str = "-number",
    page: int = 1,
    size: int = 50,
    after: str = "",
) -> Listing[IssueRow]:
    """One page of issues by `number`, `title`, `severity`, `state`, `assignee`, `items`, `updated`
    or `created` (`-number` turns it round)."""
    where, parameters = conditions(actor, filter)
    query = Query("issue", where, parameters, order_by(sort, _ORDERS, "Issues"))
    listed = query.page_ids(session, page, size, after)
    return Listing(issue_rows(session, listed.ids), listed.total, page, size, listed.next)


def conditions(actor: Actor, filter: IssueFilter) -> tuple[str, dict[str, Any]]:
    """A filter as SQL over `r`. Raises Invalid for a severity that there is not."""
    found = matching(filter.text, "title")
    clauses, parameters = [found.where], dict[str, Any](found.parameters)
    if filter.states:
        states = ", ".join(f"'{IssueState(state).value}'" for state in filter.states)
        clauses.append(f"r.state IN ({states})")
    if filter.severity:
        if filter.severity not in set(Severity):
            raise Invalid(f"There is no severity “{filter.severity[:40]}”.", "severity")
        clauses.append("r.severity = :severity")
    for condition, field, value in (
        ("r.assignee_id = :assignee", "assignee", filter.assignee_id),
        ("r.assignee_id = :me", "me", actor.user_id if filter.mine else None),
        (_ON_ITEM, "item", filter.item_id),
    ):
        if value is not None:
            clauses.append(condition)
            parameters[field] = value
    return " AND ".join(clauses), {**parameters, "severity": filter.severity}


_ON_ITEM = "r.id IN (SELECT issue_id FROM issue_item WHERE item_id = :item AND removed_at IS NULL)"
