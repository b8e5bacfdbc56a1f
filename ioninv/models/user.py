from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class User(SQLModel, table=True):
    """Somebody who acts."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str
    role: str
    created_at: datetime = Field(sa_type=Instant)
