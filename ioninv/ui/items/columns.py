"""The columns of the inventory grid: what they are called, how they sort, which show at first."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Column:
    """A column; `key` is also the word it sorts by in a URL."""

    key: str
    label: str
    numeric: bool = False
    mono: bool = False
    shown: bool = True


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
ALWAYS: Final = "part"
CHOSEN: Final = ",".join(column.key for column in COLUMNS if column.shown)


def hidden_classes(chosen: str) -> str:
    """The classes that hide the columns which are not chosen."""
    kept = {ALWAYS, *chosen.split(",")}
    return " ".join(f"no-{column.key}" for column in COLUMNS if column.key not in kept)


def toggled(chosen: str, key: str, on: bool) -> str:
    """The choice with one column more or less, in the order of the grid; unknown keys are dropped."""
    kept = {*chosen.split(","), key} if on else set(chosen.split(",")) - {key}
    return ",".join(column.key for column in COLUMNS if column.key in kept)
