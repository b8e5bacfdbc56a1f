from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class IssueComment(SQLModel, table=True):
    """What somebody said on an issue. `mentions` is JSON: the ids of the users it names."""

    __tablename__ = "issue_comment"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int
    author_id: int
    text: str
    mentions: str = "[]"
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
