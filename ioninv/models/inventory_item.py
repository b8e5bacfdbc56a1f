from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from ioninv.db.types import Day, Instant, Micro, StatusCode
from ioninv.vocabulary import Status


class InventoryItem(SQLModel, table=True):
    """An inventory item: made as early as possible, never deleted.

    The columns down to `received_quantity` are facts and are in its events; the rest is derived.
    """

    __tablename__ = "inventory_item"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    uid: str
    part_id: int
    serial: str | None = None
    lot: str | None = None
    quantity: Decimal = Field(sa_type=Micro)
    location_id: int | None = None
    supplier_id: int | None = None
    usage_type_id: int | None = None
    unit_cost: Decimal | None = Field(default=None, sa_type=Micro)
    currency: str = ""
    note: str = ""
    purchase_order: str = ""
    expires_on: date | None = Field(default=None, sa_type=Day)
    received_at: datetime | None = Field(default=None, sa_type=Instant)
    work_order: str = ""
    work_started_at: datetime | None = Field(default=None, sa_type=Instant)
    parent_id: int | None = None
    kit_id: int | None = None
    shipped_at: datetime | None = Field(default=None, sa_type=Instant)
    shipped_to: str = ""
    scrapped_at: datetime | None = Field(default=None, sa_type=Instant)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    merged_into_id: int | None = None
    origin_id: int | None = None
    attributes: str = "{}"
    purchase_line_id: int | None = None
    received_quantity: Decimal | None = Field(default=None, sa_type=Micro)

    open_holds: int = 0
    status: Status = Field(sa_type=StatusCode)
    serial_key: str | None = None
    serial_code: str | None = None
    serial_sort: str | None = None
    lot_code: str | None = None
    lot_sort: str | None = None
    order_code: str = ""
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
