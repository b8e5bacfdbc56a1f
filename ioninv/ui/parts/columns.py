"""The columns of the part library; each key is also the word it sorts by in a URL."""

from dataclasses import dataclass
from typing import Final

from ioninv.vocabulary import Status


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    numeric: bool = False


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
