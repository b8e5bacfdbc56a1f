from sqlmodel import Field, SQLModel


class Tally(SQLModel, table=True):
    """How many items of each status there are in all, per part, location, supplier and usage type.

    Kept in the transaction that changes them. `quantity` (millionths) is kept per part only,
    where it has one unit.
    """

    dimension: int = Field(primary_key=True)
    key: int = Field(primary_key=True)
    status: int = Field(primary_key=True)
    items: int
    quantity: int = 0
