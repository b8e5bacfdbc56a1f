from datetime import date, datetime

from sqlmodel import Field, SQLModel

from ioninv.db.types import Day, Instant


class PurchaseOrder(SQLModel, table=True):
    """What is bought of one supplier at a time. Its state is derived from its lines."""

    __tablename__ = "purchase_order"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    number: str
    supplier_id: int | None = None
    supplier_reference: str = ""
    currency: str = ""
    note: str = ""
    location_id: int | None = None
    expected_on: date | None = Field(default=None, sa_type=Day)
    placed_at: datetime | None = Field(default=None, sa_type=Instant)
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)
    number_key: str
    number_sort: str
    search_text: str
    version: int
    created_at: datetime = Field(sa_type=Instant)
    updated_at: datetime = Field(sa_type=Instant)
