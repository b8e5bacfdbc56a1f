from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class SignIn(SQLModel, table=True):
    """Somebody came in or tried to, as an administrator wants to know for a while."""

    __tablename__ = "sign_in"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    user_id: int | None = None
    address: str = ""
    browser: str = ""
    times: int = 1
    first_at: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
