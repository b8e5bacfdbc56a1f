"""Taking back what was done to issues: what was raised by mistake is withdrawn, never deleted."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.issues.commenting import COMMENT_EDITED, COMMENTED
from ioninv.domain.issues.editing import EDITED
from ioninv.domain.issues.form import derived
from ioninv.domain.issues.linking import ADDED, REMOVED
from ioninv.domain.issues.progressing import ASSIGNED, REOPENED, STARTED, STOPPED
from ioninv.domain.issues.raising import RAISED
from ioninv.domain.issues.recalling import RECALLED
from ioninv.domain.issues.resolving import RESOLVED
from ioninv.domain.issues.rows import load_issue
from ioninv.domain.items.issue_links import change_links, issue_name
from ioninv.domain.loading import load
from ioninv.models import IssueComment
from ioninv.vocabulary import Entity, IssueState, Permission

PERMISSION_OF: Final = {
    RAISED: Permission.EDIT_ISSUES,
    RECALLED: Permission.RESOLVE_ISSUES,
    EDITED: Permission.EDIT_ISSUES,
    ADDED: Permission.EDIT_ISSUES,
    REMOVED: Permission.RESOLVE_ISSUES,
    ASSIGNED: Permission.EDIT_ISSUES,
    STARTED: Permission.EDIT_ISSUES,
    STOPPED: Permission.EDIT_ISSUES,
    REOPENED: Permission.RESOLVE_ISSUES,
    RESOLVED: Permission.RESOLVE_ISSUES,
    COMMENTED: Permission.EDIT_ISSUES,
    COMMENT_EDITED: Permission.EDIT_ISSUES,
}
"""What one must be allowed to do to take back each act of an issue."""

Was = Mapping[int, Mapping[str, Any]]


def take_back(act: history.Act, entity: Entity, was: Was, new: Collection[int]) -> None:
    """Give rows of issues what they were, and take back new ones."""
    match entity:
        case Entity.ISSUE_ITEM:
            change_links(act, {**was, **{id_: {"removed_at": act.at} for id_ in new}})
        case Entity.ISSUE_COMMENT:
            now = from_instant(act.at)
            for id_, facts in [*was.items(), *((id_, {"removed_at": now}) for id_ in new)]:
                row = load(act.session, IssueComment, id_, "comment")
                history.change_row(act, entity, row, _loaded(facts))
        case _:
            for id_ in [*was, *new]:
                _issue_back(act, id_, was.get(id_))


def items_of(session: Session, issues: Iterable[int], links: Iterable[int]) -> list[int]:
    """The items on these issues, and those of these links: their holds follow."""
    asked = {"issues": _json(issues), "links": _json(links)}
    return list(session.execute(_ITEMS, asked).scalars())


def against(
    session: Session, issues: Was, new_issues: Collection[int], links: Was, new_links: Set[int]
) -> Iterator[str]:
    """Sentences: what is resolved afterwards must have no item without outcome."""
    if not (issues or new_issues or links or new_links):
        return
    rows = session.execute(_LINKS, {"links": _json(links), "issues": _json([*issues, *new_issues])})
    said: set[int] = set()
    for row in rows:
        link = {"outcome": row.outcome, "removed_at": row.removed_at, **links.get(row.id, {})}
        is_open = row.id not in new_links and link["removed_at"] is None and not link["outcome"]
        itself = row.issue_id in issues or row.issue_id in new_issues
        was = (
            IssueState.RESOLVED
            if row.issue_id in new_issues
            else issues.get(row.issue_id, {}).get("state")
        )
        if is_open and (was or row.state) == IssueState.RESOLVED and row.issue_id not in said:
            said.add(row.issue_id)
            name = issue_name(row.number)
            yield (
                f"{name} has other items now. Take them off it first."
                if itself
                else f"{name} is resolved now. Reopen it first."
            )


def _issue_back(act: history.Act, id_: int, was: Mapping[str, Any] | None) -> None:
    issue = load_issue(act.session, id_)
    facts = _loaded(was or {"state": IssueState.RESOLVED, "resolved_at": act.at})
    search = derived({"number": issue.number, "title": facts.get("title", issue.title)})
    history.change_row(act, Entity.ISSUE, issue, facts, derived=search)


def _loaded(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as a row has them."""
    return {
        name: from_instant(value) if name.endswith("_at") and isinstance(value, int) else value
        for name, value in facts.items()
    }


def _json(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))


_ITEMS = text("""
    SELECT item_id FROM issue_item
    WHERE id IN (SELECT value FROM json_each(:links))
        OR (removed_at IS NULL AND issue_id IN (SELECT value FROM json_each(:issues)))
    ORDER BY id""")
_LINKS = text("""
    SELECT x.id, x.issue_id, x.outcome, x.removed_at, s.number, s.state
    FROM issue_item x JOIN issue s ON s.id = x.issue_id
    WHERE x.issue_id IN (SELECT value FROM json_each(:issues) UNION
        SELECT issue_id FROM issue_item WHERE id IN (SELECT value FROM json_each(:links)))
    ORDER BY x.id""")
