from sqlmodel import Field, SQLModel


class KeptAnswer(SQLModel, table=True):
    """What a request with an idempotency key was answered, where that cannot be read from its events."""

    __tablename__ = "kept_answer"  # pyright: ignore[reportAssignmentType]

    change_set_id: int | None = Field(default=None, primary_key=True)
    answer: str
