from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Issue(SQLModel, table=True):
    """A ticket on items in whatever status. While it `holds`, its items may not be used."""

    id: int | None = Field(default=None, primary_key=True)
    number: int
    title: str
    text: str = ""
    severity: str
    state: str
    disposition: str = ""
    assignee_id: int | None = None
    holds: bool = False
    resolved_at: datetime | None = Field(default=None, sa_type=Instant)
    search_text: str
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
