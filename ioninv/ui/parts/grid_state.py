"""The part library: its page of rows, and the part open beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import parts
from ioninv.domain.parts import PartFilter, PartRow
from ioninv.errors import Invalid
from ioninv.ui import arguments, columns
from ioninv.ui.attributes import columns_state as attributed
from ioninv.ui.attributes.columns_state import AttributeColumn, AttributeListState, Condition
from ioninv.ui.columns import Choice
from ioninv.ui.listing import ListingState
from ioninv.ui.parts.columns import CHOSEN, COLUMNS
from ioninv.ui.parts.numbers import is_low, money_text, quantity_text
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo, PartKind, Status, TrackingType

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
    cells: dict[str, str]  # of attributes


class PartsState(ListingState, AttributeListState, AppState):
    """The part library. The address holds all of it but the columns, which the browser remembers."""

    rows: list[Shown] = []
    sort: str = SORT
    tracking: str = ""
    is_empty: bool = False
    attribute_conditions: list[Condition] = []
    columns: str = rx.LocalStorage(CHOSEN, name="ioninv.parts.columns", sync=True)

    _path: str = PATH
    _kind: str = "part"
    _first_sort: str = SORT
    _filter: PartFilter = PartFilter()

    @rx.var
    def column_choices(self) -> list[Choice]:
        attributes = attributed.column_choices(self._attributes, self.columns)
        return [*columns.choices(COLUMNS, self.columns), *attributes]

    @rx.var
    def hidden_columns(self) -> str:
        return columns.hidden_classes(COLUMNS, self.columns)

    @rx.var
    def attribute_columns(self) -> list[AttributeColumn]:
        return attributed.shown_columns(self._attributes, self.columns)

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        await self._load_attributes(AppliesTo.PART)
        return await self._enter()

    @rx.event
    def show_column(self, key: str, on: bool) -> None:
        known = [*(column.key for column in COLUMNS), *attributed.keys(self._attributes)]
        self.columns = columns.toggled(known, self.columns, arguments.text(key), arguments.flag(on))

    @rx.event
    async def any_value(self, key: str) -> Any:
        """Take the condition on an attribute away."""
        return await self._set_condition(arguments.text(key, 40), "")

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
        self.rows, self.is_empty = [self._shown(row) for row in rows], not rows
        self.attribute_conditions = attributed.conditions_told(
            self._attributes, self._filter.attributes
        )
        self.tracking = self._filter.tracking.value if self._filter.tracking else ""

    def _show_opened(self) -> Any:
        return PartPanelState.show(self.opened)

    def _shown(self, row: PartRow) -> Shown:
        return _shown(row, attributed.cells(self._attributes, row.attributes))

    async def _set_condition(self, key: str, condition: str) -> Any:
        """What an attribute must be; empty for whatever it is."""
        kept = dict(self._filter.attributes) | {attributed.id_of(key): condition}
        given = tuple(sorted((id_, each) for id_, each in kept.items() if id_ and each))
        return await self._filter_by(attributes=given)

    def _conditions(self, query: Mapping[str, str]) -> dict[str, Any]:
        return {
            "tracking": _tracking(query.get("tracking", "")),
            "attributes": attributed.conditions_of(query),
        }

    def _query(self) -> dict[str, str]:
        return {
            "tracking": self._filter.tracking.value if self._filter.tracking else "",
            **{attributed.key_of(id_): value for id_, value in self._filter.attributes},
        }


def _tracking(value: str) -> TrackingType | None:
    if not value:
        return None
    if value not in {tracking.value for tracking in TrackingType}:
        raise Invalid(f"Parts are not tracked by “{value[:40]}”.", "tracking")
    return TrackingType(value)


def _shown(row: PartRow, cells: dict[str, str]) -> Shown:
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
        cells=cells,
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
