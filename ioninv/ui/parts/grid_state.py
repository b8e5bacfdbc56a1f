"""The part library: its page of rows, and the part open beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import parts
from ioninv.domain.parts import PartFilter, PartRow
from ioninv.errors import Invalid
from ioninv.ui import arguments
from ioninv.ui.listing import ListingState
from ioninv.ui.parts.numbers import is_low, money_text, quantity_text
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.ui.state import AppState
from ioninv.vocabulary import PartKind, Status, TrackingType

PATH = "/parts"
SORT = "number"
_SHORT = {TrackingType.SERIAL: "Serial", TrackingType.LOT: "Lot", TrackingType.NONE: ""}


class Shown(TypedDict):
    """A part as its row shows it; quantities carry their unit."""

    id: int
    number: str
    image: int
    aside: str  # "rev A · tool · archived"
    name: str
    tracking: str
    unit: str
    available: str
    on_order: str
    in_progress: str
    installed: str
    unavailable: str
    items: str
    supplier: str
    cost: str
    low: str


class PartsState(ListingState, AppState):
    """The part library. The address holds all of it."""

    rows: list[Shown] = []
    sort: str = SORT
    tracking: str = ""
    is_empty: bool = False

    _path: str = PATH
    _kind: str = "part"
    _first_sort: str = SORT
    _filter: PartFilter = PartFilter()

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        return await self._enter()

    @rx.event
    async def choose_tracking(self, value: str) -> Any:
        """Only parts tracked so; pressed again, or with an empty value, all of them."""
        chosen = _tracking(arguments.text(value))
        return await self._filter_by(tracking=None if chosen is self._filter.tracking else chosen)

    def _filter_type(self) -> type[PartFilter]:
        return PartFilter

    def _look(self) -> Callable[..., Any]:
        return parts.search

    def _put(self, rows: Sequence[PartRow]) -> None:
        self.rows, self.is_empty = [_shown(row) for row in rows], not rows
        self.tracking = self._filter.tracking.value if self._filter.tracking else ""

    def _show_opened(self) -> Any:
        return PartPanelState.show(self.opened)

    def _conditions(self, query: Mapping[str, str]) -> dict[str, Any]:
        return {"tracking": _tracking(query.get("tracking", ""))}

    def _query(self) -> dict[str, str]:
        return {"tracking": self._filter.tracking.value if self._filter.tracking else ""}


def _tracking(value: str) -> TrackingType | None:
    if not value:
        return None
    if value not in {tracking.value for tracking in TrackingType}:
        raise Invalid(f"Parts are not tracked by “{value[:40]}”.", "tracking")
    return TrackingType(value)


def _shown(row: PartRow) -> Shown:
    return Shown(
        id=row.id,
        number=row.part_number,
        image=row.image,
        aside=_aside(row),
        name="" if row.name == row.part_number else row.name,
        tracking=_SHORT[TrackingType(row.tracking)],
        unit=row.unit,
        available=_quantity(row, Status.AVAILABLE),
        on_order=_quantity(row, Status.ON_ORDER),
        in_progress=_quantity(row, Status.IN_PROGRESS),
        installed=_quantity(row, Status.INSTALLED),
        unavailable=_quantity(row, Status.UNAVAILABLE),
        items=f"{row.items:,}" if row.items else "",
        supplier=row.supplier,
        cost=money_text(row.cost, row.currency),
        low=_low(row),
    )


def _aside(row: PartRow) -> str:
    """What stands quietly beside the number."""
    said = (
        f"rev {row.revision}" if row.revision else "",
        "tool" if row.kind == PartKind.TOOL else "",
        "archived" if row.archived else "",
    )
    return " · ".join(each for each in said if each)


def _quantity(row: PartRow, status: Status) -> str:
    there = row.by_status.get(status.value)
    return quantity_text(there.quantity, row.unit) if there else ""


def _low(row: PartRow) -> str:
    """The sentence about too few of it; nothing when there are enough."""
    there = row.by_status.get(Status.AVAILABLE.value)
    if row.archived or not is_low(there.quantity if there else "", row.reorder_min):
        return ""
    return f"Below its minimum of {quantity_text(row.reorder_min, row.unit)}"
