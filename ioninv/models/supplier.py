from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Supplier(SQLModel, table=True):
    """Whom things are bought from."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str
    description: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    currency: str = ""
    archived: bool = False
    search_text: str
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
