from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Attachment(SQLModel, table=True):
    """A file on an item or a part. Its content lies among the files, named by its hash."""

    id: int | None = Field(default=None, primary_key=True)
    entity: str
    entity_id: int
    purpose: str
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    note: str = ""
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
