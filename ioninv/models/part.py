from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant, Micro


class Part(SQLModel, table=True):
    """An entry of the part library: number and revision are unique together."""

    id: int | None = Field(default=None, primary_key=True)
    part_number: str
    revision: str = ""
    number_key: str
    revision_key: str
    name: str
    description: str = ""
    tracking: str
    kind: str
    unit: str = ""
    cost: Decimal | None = Field(default=None, sa_type=Micro)
    currency: str = ""
    lead_time_days: int | None = None
    reorder_min: Decimal | None = Field(default=None, sa_type=Micro)
    reorder_max: Decimal | None = Field(default=None, sa_type=Micro)
    supplier_id: int | None = None
    location_id: int | None = None
    predecessor_id: int | None = None
    archived: bool = False
    attributes: str = "{}"
    sort: str
    search_text: str
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
