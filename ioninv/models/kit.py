from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Kit(SQLModel, table=True):
    """Items gathered for one purpose. Closing it frees what was not used."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str
    reference: str = ""
    destination_id: int | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    search_text: str
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
