from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class UsageType(SQLModel, table=True):
    """What an item is meant for: production, development, test."""

    __tablename__ = "usage_type"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str
    archived: bool = False
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
