"""One issue in full: its text, its items, what was said."""

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.issues.on_it import IssueItem, ids_on, issue_items
from ioninv.domain.issues.rows import IssueRow, issue_row, load_issue, time_text
from ioninv.vocabulary import Permission

SHOWN: Final = 200


@dataclass(frozen=True)
class IssueComment:
    """What somebody said. `mentions` are the names of users; `edited` when it was changed since."""

    id: int
    issue_id: int
    author_id: int
    author: str
    text: str
    mentions: tuple[str, ...]
    when: str
    edited: bool
    version: int


@dataclass(frozen=True)
class IssueDetail:
    """An issue as its panel shows it: the first 200 items of `row.items`, comments oldest first."""

    row: IssueRow
    text: str
    items: tuple[IssueItem, ...]
    comments: tuple[IssueComment, ...]


@requires(Permission.VIEW_ISSUES)
def get(session: Session, actor: Actor, issue_id: int) -> IssueDetail:
    """Raises NotFound when there is no such issue."""
    issue = load_issue(session, issue_id)
    rows = session.execute(_COMMENTS, {"issue": issue_id, "comment": None}).all()
    return IssueDetail(
        row=issue_row(session, issue_id),
        text=issue.text,
        items=issue_items(session, ids_on(session, issue_id)[:SHOWN], issue_id),
        comments=tuple(_comment(session, row) for row in rows),
    )


def issue_comment(session: Session, comment_id: int) -> IssueComment:
    row = session.execute(_COMMENTS, {"issue": None, "comment": comment_id}).one()
    return _comment(session, row)


def _comment(session: Session, row: Any) -> IssueComment:
    names = {user.id: user.name for user in session.execute(_NAMES, {"ids": row.mentions})}
    return IssueComment(
        id=row.id,
        issue_id=row.issue_id,
        author_id=row.author_id,
        author=row.author,
        text=row.text,
        mentions=tuple(names[id_] for id_ in json.loads(row.mentions) if id_ in names),
        when=time_text(row.created_at),
        edited=row.updated_at != row.created_at,
        version=row.version,
    )


_COMMENTS = text("""
    SELECT c.*, u.name AS author FROM issue_comment c JOIN user u ON u.id = c.author_id
    WHERE c.id = :comment OR (c.issue_id = :issue AND c.removed_at IS NULL) ORDER BY c.id""")
_NAMES = text("SELECT id, name FROM user WHERE id IN (SELECT value FROM json_each(:ids))")
