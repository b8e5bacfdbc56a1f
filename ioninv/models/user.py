from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class User(SQLModel, table=True):
    """Somebody who acts. `role` is the key of a role; `password_at` says when a password was set."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str
    role: str
    active: bool = True
    password_hash: str | None = Field(default=None, repr=False)
    password_at: datetime | None = Field(default=None, sa_type=Instant)
    oidc_issuer: str = ""
    oidc_subject: str = ""
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
