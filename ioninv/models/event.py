from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Event(SQLModel, table=True):
    """What one act did to one thing. Append-only, hash-chained per entity by version.

    `changes` is JSON: `{field: [before, after]}` in stored values.
    """

    id: int | None = Field(default=None, primary_key=True)
    change_set_id: int
    entity: str
    entity_id: int
    version: int
    schema_: int = Field(sa_column_kwargs={"name": "schema"})
    kind: str
    changes: str
    occurred_at: datetime = Field(sa_type=Instant)
    hash: bytes
