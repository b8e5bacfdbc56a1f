"""The columns of the part library; each key is also the word it sorts by in a URL."""

from typing import Final

from ioninv.ui.columns import Column, at_first
from ioninv.vocabulary import Status

STATUSES: Final = (
    Status.AVAILABLE,
    Status.ON_ORDER,
    Status.IN_PROGRESS,
    Status.INSTALLED,
    Status.UNAVAILABLE,
)
COLUMNS: Final = (
    Column("number", "Part"),
    Column("name", "Name"),
    Column("tracking", "Tracking"),
    Column("unit", "Unit"),
    *(Column(status.value, status.label, numeric=True) for status in STATUSES),
    Column("items", "Items", numeric=True),
    Column("supplier", "Supplier"),
    Column("cost", "Cost", numeric=True),
)
CHOSEN: Final = at_first(COLUMNS)
