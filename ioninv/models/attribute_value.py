from typing import Any

from sqlalchemy import Column
from sqlalchemy.types import NullType
from sqlmodel import Field, SQLModel


class AttributeValue(SQLModel, table=True):
    """A value of an attribute as filters and sorts look for it: derived from its part or item.

    `sort` is a whole number of millionths for a number, a text for anything else.
    """

    __tablename__ = "attribute_value"  # pyright: ignore[reportAssignmentType]

    attribute_id: int = Field(primary_key=True)
    entity_id: int = Field(primary_key=True)
    code: str
    sort: Any = Field(sa_column=Column(NullType, nullable=False))
