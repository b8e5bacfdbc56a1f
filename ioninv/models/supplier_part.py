from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from ioninv.db.types import Instant, Micro


class SupplierPart(SQLModel, table=True):
    """A part as one supplier sells it. `pack_size` is how many stock units one of theirs holds."""

    __tablename__ = "supplier_part"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    supplier_id: int
    part_id: int
    sku: str
    pack_size: Decimal = Field(default=Decimal(1), sa_type=Micro)
    supplier_unit: str = ""
    archived: bool = False
    sku_key: str
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
