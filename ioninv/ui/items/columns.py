"""The columns of the inventory grid: what they are called, how they sort, which show at first."""

from typing import Final

from ioninv.ui.columns import Column, at_first

COLUMNS: Final = (
    Column("part", "Part"),
    Column("serial", "Serial", mono=True),
    Column("lot", "Lot", mono=True),
    Column("quantity", "Quantity", numeric=True),
    Column("status", "Status"),
    Column("location", "Location"),
    Column("supplier", "Supplier"),
    Column("cost", "Unit cost", numeric=True),
    Column("usage", "Usage type", shown=False),
    Column("work_order", "Work order", shown=False),
    Column("purchase_order", "Purchase order", shown=False),
    Column("expires", "Expires", shown=False),
    Column("code", "Code", mono=True, shown=False),
    Column("created", "Created", shown=False),
    Column("updated", "Updated", shown=False),
)
CHOSEN: Final = at_first(COLUMNS)
