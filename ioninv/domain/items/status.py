"""The status rule: ten lines, first match wins, the same in Python and in SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ioninv.vocabulary import Status


@dataclass(frozen=True)
class Facts:
    """What the status of an item is derived from."""

    merged: bool = False
    voided: bool = False
    scrapped: bool = False
    shipped: bool = False
    installed: bool = False
    in_progress: bool = False
    kitted: bool = False
    received: bool = True
    held: bool = False
    location_usable: bool = True
    empty: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the rule: the fact in Python, in SQL (over `i` and `l`), and in words."""

    status: Status
    holds: Callable[[Facts], bool]
    sql: str
    words: str


RULE: Final = (
    Line(Status.MERGED, lambda f: f.merged, "i.merged_into_id IS NOT NULL", "merged into another item"),
    Line(Status.VOIDED, lambda f: f.voided, "i.voided_at IS NOT NULL", "entered by mistake, or cancelled"),
    Line(Status.SCRAPPED, lambda f: f.scrapped, "i.scrapped_at IS NOT NULL", "scrapped, with a reason"),
    Line(Status.SHIPPED, lambda f: f.shipped, "i.shipped_at IS NOT NULL", "left the house"),
    Line(Status.INSTALLED, lambda f: f.installed, "i.parent_id IS NOT NULL", "has a parent item"),
    Line(Status.IN_PROGRESS, lambda f: f.in_progress, "i.work_started_at IS NOT NULL", "work started and not finished"),
    Line(Status.KITTED, lambda f: f.kitted, "i.kit_id IS NOT NULL", "in an open kit"),
    Line(Status.ON_ORDER, lambda f: not f.received, "i.received_at IS NULL", "bought and not received"),
    Line(Status.UNAVAILABLE, lambda f: f.held, "i.open_holds > 0", "held"),
    Line(
        Status.UNAVAILABLE,
        lambda f: not f.location_usable,
        "i.location_id IS NOT NULL AND NOT (SELECT l.usable FROM location l WHERE l.id = i.location_id)",
        "its location, or one above it, is not available",
    ),
    Line(Status.UNAVAILABLE, lambda f: f.empty, "i.quantity = 0", "quantity 0"),
)  # fmt: skip


def derive(facts: Facts) -> Status:
    """The status these facts make; Available when no line of the rule holds."""
    return next((line.status for line in RULE if line.holds(facts)), Status.AVAILABLE)


STATUS_SQL: Final = (
    "CASE "
    + " ".join(f"WHEN {line.sql} THEN {line.status.code}" for line in RULE)
    + f" ELSE {Status.AVAILABLE.code} END"
)
"""The rule as an SQL expression over a row `i` of inventory_item."""
