from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Webhook(SQLModel, table=True):
    """An address that hears of changes. `verbs` and `entities` are JSON lists; empty ones mean all.

    The secret signs what is sent, so it is kept as it is. `dropped` counts what it was not told
    because too much waited.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str
    address: str
    verbs: str
    entities: str
    owner_id: int
    secret: str = Field(repr=False)
    secret_at: datetime = Field(sa_type=Instant)
    paused: bool = False
    archived: bool = False
    dropped: int = 0
    dropped_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
