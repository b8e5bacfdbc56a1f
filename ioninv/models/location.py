from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Location(SQLModel, table=True):
    """A node of the tree of places. `usable`, `path` and `path_sort` are derived from it and above."""

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int | None = None
    name: str
    name_key: str
    kind: str = ""
    description: str = ""
    available: bool = True
    archived: bool = False
    merged_into_id: int | None = None
    usable: bool = True
    path: str
    path_sort: str
    search_text: str
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
