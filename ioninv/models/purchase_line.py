from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from ioninv.db.types import Day, Instant, Micro


class PurchaseLine(SQLModel, table=True):
    """One part on an order: its items are there, on order, as soon as it is.

    `received_before` is what came in before the line was entered here; what came in since stands on
    its items, and the database counts it in `came_in`, what is on order in `due` (millionths).
    """

    __tablename__ = "purchase_line"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    order_id: int
    position: int
    part_id: int
    quantity: Decimal = Field(sa_type=Micro)
    supplier_part_id: int | None = None
    unit_cost: Decimal | None = Field(default=None, sa_type=Micro)
    currency: str = ""
    expected_on: date | None = Field(default=None, sa_type=Day)
    location_id: int | None = None
    note: str = ""
    received_before: Decimal = Field(default=Decimal(0), sa_type=Micro)
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)
    came_in: int = 0
    due: int = 0
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
