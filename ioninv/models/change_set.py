from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class ChangeSet(SQLModel, table=True):
    """One act: who did it, when, why and from where. Append-only, hash-chained by id."""

    __tablename__ = "change_set"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    verb: str
    actor_id: int
    source: str
    reason: str = ""
    occurred_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    idempotency_key: str | None = None
    payload_hash: bytes | None = None
    event_count: int
    undoes_id: int | None = None
    hash: bytes
