from datetime import datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant


class Attribute(SQLModel, table=True):
    """A field that people defined for parts or for items. `choices` is a JSON list of texts.

    The values are in the parts and items themselves, by the id of their attribute. `used` is
    derived: how many have one.
    """

    id: int | None = Field(default=None, primary_key=True)
    applies_to: str
    name: str
    name_key: str
    kind: str
    choices: str = "[]"
    unit: str = ""
    hint: str = ""
    position: int
    archived: bool = False
    used: int = 0
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
