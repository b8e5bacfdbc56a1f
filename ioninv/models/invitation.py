from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Invitation(SQLModel, table=True):
    """A link that lets its holder set the password of a user, once."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    token_hash: bytes = Field(repr=False)
    user_id: int
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
