from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class ApiToken(SQLModel, table=True):
    """What a program signs in with. Its secret is kept as a hash only."""

    __tablename__ = "api_token"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    name: str
    prefix: str
    token_hash: bytes = Field(repr=False)
    owner_id: int
    role: str
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
