from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class UserSession(SQLModel, table=True):
    """A browser that is signed in. Its token is kept as a hash only."""

    __tablename__ = "session"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    token_hash: bytes = Field(repr=False)
    user_id: int
    created_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    address: str = ""
    browser: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
