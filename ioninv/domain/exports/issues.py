"""Issues as a file: a row for each item on each of them."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.exports.rows import batches, instant, truth
from ioninv.domain.exports.writing import chunks
from ioninv.domain.issues.rows import disposition_label
from ioninv.vocabulary import IssueState, Permission, Severity

ISSUES: Final = "issues"
_COLUMNS: Final[dict[str, tuple[str, Callable[[Any], str] | None]]] = {
    "Issue": ("'ISS-' || s.number", None),
    "Title": ("s.title", None),
    "Severity": ("s.severity", lambda value: Severity(value).label),
    "State": ("s.state", lambda value: IssueState(value).label),
    "Disposition": ("s.disposition", disposition_label),
    "Holds": (truth("s.holds"), None),
    "Assignee": ("u.name", None),
    "Text": ("s.text", None),
    "UID": ("i.uid", None),
    "Part Number": ("p.part_number", None),
    "Revision": ("p.revision", None),
    "Serial": ("i.serial", None),
    "Lot": ("i.lot", None),
    "Outcome": ("x.outcome", disposition_label),
    "Created At": ("s.created_at", instant),
    "Resolved At": ("s.resolved_at", instant),
}


@requires(Permission.EXPORT)
def issues(session: Session, actor: Actor) -> Iterator[str]:
    """A CSV file of all issues in pieces of text; needs to see issues as well."""
    demand(actor, Permission.VIEW_ISSUES)
    finish = [(n, text) for n, (_, text) in enumerate(_COLUMNS.values()) if text]
    return chunks(list(_COLUMNS), batches(session, _ISSUES, {}, finish))


_ISSUES = f"""
    SELECT {", ".join(sql for sql, _ in _COLUMNS.values())} FROM issue s
    LEFT JOIN user u ON u.id = s.assignee_id
    LEFT JOIN issue_item x ON x.issue_id = s.id AND x.removed_at IS NULL
    LEFT JOIN inventory_item i ON i.id = x.item_id
    LEFT JOIN part p ON p.id = i.part_id
    ORDER BY s.number, x.id"""
