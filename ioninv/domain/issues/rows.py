"""Issues as lists and panels show them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.items.issue_links import issue_name
from ioninv.domain.loading import load
from ioninv.models import Issue
from ioninv.vocabulary import Disposition, IssueState, Severity

WITHDRAWN = "Raised by mistake"


@dataclass(frozen=True)
class IssueRow:
    """An issue; `name` is ISS-12. `items` are those on it, `open_items` those without outcome.

    A resolved issue without disposition was raised by mistake. Times are ISO 8601 in UTC.
    """

    id: int
    number: int
    name: str
    title: str
    severity: str
    severity_label: str
    state: str
    state_label: str
    disposition: str
    disposition_label: str
    holds: bool
    assignee_id: int | None
    assignee: str
    items: int
    open_items: int
    comments: int
    raised_by: str
    created: str
    updated: str
    resolved: str
    version: int


def load_issue(session: Session, issue_id: int) -> Issue:
    """Raises NotFound when there is no such issue."""
    return load(session, Issue, issue_id, "issue")


def issue_row(session: Session, issue_id: int) -> IssueRow:
    return issue_rows(session, [issue_id])[0]


def issue_rows(session: Session, ids: Sequence[int]) -> list[IssueRow]:
    """The rows of these issues, in the order of the ids."""
    return [_row(row) for row in session.execute(_ROWS, {"ids": json.dumps(list(ids))})]


def disposition_label(disposition: str) -> str:
    return Disposition(disposition).label if disposition else ""


def time_text(value: int | None) -> str:
    return "" if value is None else from_instant(value).isoformat(timespec="seconds")


def _row(row: Any) -> IssueRow:
    state = IssueState(row.state)
    said = disposition_label(row.disposition)
    return IssueRow(
        id=row.id,
        number=row.number,
        name=issue_name(row.number),
        title=row.title,
        severity=row.severity,
        severity_label=Severity(row.severity).label,
        state=state.value,
        state_label=state.label,
        disposition=row.disposition,
        disposition_label=said or (WITHDRAWN if state is IssueState.RESOLVED else ""),
        holds=bool(row.holds),
        assignee_id=row.assignee_id,
        assignee=row.assignee or "",
        items=row.items or 0,
        open_items=row.open_items or 0,
        comments=row.comments,
        raised_by=row.raised_by,
        created=time_text(row.created_at),
        updated=time_text(row.updated_at),
        resolved=time_text(row.resolved_at),
        version=row.version,
    )


_ROWS = text("""
    SELECT s.*, u.name AS assignee, raiser.name AS raised_by, x.items, x.open_items,
        (SELECT count(*) FROM issue_comment c WHERE c.issue_id = s.id AND c.removed_at IS NULL)
            AS comments
    FROM json_each(:ids) j
    JOIN issue s ON s.id = j.value
    LEFT JOIN user u ON u.id = s.assignee_id
    LEFT JOIN event e ON e.entity = 'issue' AND e.entity_id = s.id AND e.version = 1
    LEFT JOIN change_set c ON c.id = e.change_set_id
    LEFT JOIN user raiser ON raiser.id = c.actor_id
    LEFT JOIN (
        SELECT issue_id, count(*) AS items, sum(outcome = '') AS open_items FROM issue_item
        WHERE removed_at IS NULL AND issue_id IN (SELECT value FROM json_each(:ids))
        GROUP BY issue_id) x ON x.issue_id = s.id
    ORDER BY j.key""")
