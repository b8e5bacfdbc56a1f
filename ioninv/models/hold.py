from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Hold(SQLModel, table=True):
    """One reason why an item may not be used. Releasing one frees nothing that another holds."""

    id: int | None = Field(default=None, primary_key=True)
    item_id: int
    source: str
    reason: str
    released_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
