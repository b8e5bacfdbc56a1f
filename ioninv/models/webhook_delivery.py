from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class WebhookDelivery(SQLModel, table=True):
    """One change set that one webhook is to be told; without a change set, a test."""

    __tablename__ = "webhook_delivery"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    uid: str
    webhook_id: int
    change_set_id: int | None = None
    state: str
    attempts: int
    created_at: datetime = Field(sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant)
    attempted_at: datetime | None = Field(default=None, sa_type=Instant)
    code: int | None = None
    problem: str = ""
    answer: str = ""
