from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class IssueItem(SQLModel, table=True):
    """An item on an issue. `outcome` is what was done with it, empty until something was."""

    __tablename__ = "issue_item"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int
    item_id: int
    outcome: str = ""
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
