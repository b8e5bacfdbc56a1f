from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class WebhookLease(SQLModel, table=True):
    """Which process sends, and until when no other may: one row at most."""

    __tablename__ = "webhook_lease"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Instant)
