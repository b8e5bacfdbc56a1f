from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class KnownDevice(SQLModel, table=True):
    """A browser that a user has signed in with before."""

    __tablename__ = "known_device"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    token_hash: bytes = Field(repr=False)
    user_id: int
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
