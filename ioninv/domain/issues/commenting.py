"""What people say on an issue, and whom they mention."""

import json
from typing import Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import Reading
from ioninv.domain.issues.detail import IssueComment, issue_comment
from ioninv.domain.issues.form import LONGEST_TEXT
from ioninv.domain.issues.mentions import mentioned
from ioninv.domain.issues.rows import load_issue
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Forbidden
from ioninv.models import IssueComment as Comment
from ioninv.vocabulary import Entity, Permission

COMMENTED: Final = "commented"
COMMENT_EDITED: Final = "comment edited"
FACTS: Final = ("issue_id", "author_id", "text", "mentions", "removed_at")


@requires(Permission.EDIT_ISSUES)
def comment(
    session: Session, actor: Actor, issue_id: int, text: str, key: str | None = None
) -> IssueComment:
    """Say something on an issue; `@name` mentions a user. Raises Invalid, NotFound."""
    payload = {"id": issue_id, "text": text}
    if done := history.repeated(session, actor, COMMENTED, Entity.ISSUE_COMMENT, key, payload):
        return issue_comment(session, done.ids[0])
    load_issue(session, issue_id)
    said = _read(text)
    row = Comment(
        issue_id=issue_id,
        author_id=actor.user_id,
        text=said,
        mentions=json.dumps(mentioned(session, said)),
    )  # pyright: ignore[reportCallIssue]
    with history.act(session, actor, COMMENTED, key=key, payload=payload) as act:
        comment_id = history.create_row(act, Entity.ISSUE_COMMENT, row, FACTS)
    return issue_comment(session, comment_id)


@requires(Permission.EDIT_ISSUES)
def edit_comment(
    session: Session,
    actor: Actor,
    comment_id: int,
    text: str,
    version: int | None = None,
    key: str | None = None,
) -> IssueComment:
    """Say it otherwise; what was said stays in the history.

    Raises Invalid, Forbidden for others than its author, Conflict when it was taken back or
    `version` is stale, NotFound.
    """
    payload = {"id": comment_id, "text": text}
    if not history.repeated(session, actor, COMMENT_EDITED, Entity.ISSUE_COMMENT, key, payload):
        row = load(session, Comment, comment_id, "comment")
        if row.author_id != actor.user_id:
            raise Forbidden("Only who wrote a comment can change it.")
        if row.removed_at is not None:
            raise Conflict("This comment was taken back. Write a new one.")
        history.check_version(session, Entity.ISSUE_COMMENT, row, version, "this comment")
        said = _read(text)
        facts = {"text": said, "mentions": json.dumps(mentioned(session, said))}
        with history.act(session, actor, COMMENT_EDITED, key=key, payload=payload) as act:
            history.change_row(act, Entity.ISSUE_COMMENT, row, facts)
    return issue_comment(session, comment_id)


def _read(text: str) -> str:
    reading = Reading({"text": text})
    said = reading.lines("text", "Comment", longest=LONGEST_TEXT)
    if not said:
        reading.refuse("text", "Write something first.")
    reading.finish()
    return said
