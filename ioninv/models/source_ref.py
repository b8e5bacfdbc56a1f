from sqlmodel import Field, SQLModel


class SourceRef(SQLModel, table=True):
    """What an imported thing is called where it came from, so that a second import knows it again."""

    __tablename__ = "source_ref"  # pyright: ignore[reportAssignmentType]

    system: str = Field(primary_key=True)
    source_table: str = Field(primary_key=True)
    source_id: str = Field(primary_key=True)
    entity: str
    entity_id: int
