from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class CustomRole(SQLModel, table=True):
    """A role beside the built-in ones; `permissions` is a JSON list, sorted."""

    __tablename__ = "role"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str
    permissions: str
    archived: bool = False
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
