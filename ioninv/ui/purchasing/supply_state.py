"""Supply: what there is of each part, what is coming, and what it should be."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import purchasing
from ioninv.domain.purchasing import SupplyFilter, SupplyRow
from ioninv.ui import arguments
from ioninv.ui.listing import ListingState
from ioninv.ui.parts.numbers import quantity_text
from ioninv.ui.purchasing.words import PATH, day_text
from ioninv.ui.state import AppState

SUPPLY = "supply"
SORT = "part"


class SupplyShown(TypedDict):
    """A part as its row shows it. `here`, `coming`, `least` and `most` are places on a bar, in percent."""

    id: int
    part: str
    href: str
    name: str
    available: str
    on_order: str
    least_text: str
    most_text: str
    short: str
    suggested: str
    supplier: str
    supplier_href: str
    expected: str
    orders_href: str
    here: float
    coming: float
    least: float
    most: float
    told: str
    has_bar: bool


class SupplyState(ListingState, AppState):
    """The list of supply. The address holds all of it."""

    rows: list[SupplyShown] = []
    is_empty: bool = False
    short: bool = False
    on_order: bool = False
    sort: str = SORT

    _path: str = PATH
    _kind: str = "of"
    _first_sort: str = SORT
    _archives: bool = False
    _filter: SupplyFilter = SupplyFilter()

    @rx.event
    async def enter(self) -> list[Any]:
        """The section is opened, reloaded or gone back to."""
        return [event for event in await self._enter() if event is not None]

    @rx.event
    async def show_short(self, on: bool) -> Any:
        return await self._filter_by(short=arguments.flag(on))

    @rx.event
    async def show_on_order(self, on: bool) -> Any:
        return await self._filter_by(on_order=arguments.flag(on))

    def _filter_type(self) -> type[SupplyFilter]:
        return SupplyFilter

    def _look(self) -> Callable[..., Any]:
        return purchasing.supply

    def _put(self, rows: Sequence[SupplyRow]) -> None:
        self.rows, self.is_empty = [shown(row) for row in rows], not rows
        self.short, self.on_order = self._filter.short, self._filter.on_order

    def _show_opened(self) -> Any:
        return None

    def _conditions(self, query: Mapping[str, str]) -> dict[str, Any]:
        return {"short": query.get("short") == "1", "on_order": query.get("on_order") == "1"}

    def _query(self) -> dict[str, str]:
        return {
            "view": SUPPLY,
            "short": "1" if self._filter.short else "",
            "on_order": "1" if self._filter.on_order else "",
        }


def shown(row: SupplyRow) -> SupplyShown:
    """A part as its row shows it."""
    available, coming = Decimal(row.available or 0), Decimal(row.on_order or 0)
    least, most = Decimal(row.reorder_min or 0), Decimal(row.reorder_max or 0)
    # A little more than the greatest, so that its mark stands inside the bar.
    whole = max(available + coming, least, most) * Decimal("1.08") or Decimal(1)
    return SupplyShown(
        id=row.part_id,
        part=row.part,
        href=f"/parts?part={row.part_id}",
        name=row.name,
        available=quantity_text(row.available, row.unit) or "0",
        on_order=quantity_text(row.on_order, row.unit),
        least_text=quantity_text(row.reorder_min),
        most_text=quantity_text(row.reorder_max),
        short=quantity_text(row.short, row.unit),
        suggested=quantity_text(row.suggested, row.unit),
        supplier=row.supplier,
        supplier_href=f"/suppliers?supplier={row.supplier_id}" if row.supplier_id else "",
        expected=day_text(row.next_expected),
        orders_href=f"{PATH}?part={row.part_id}" if row.open_lines else "",
        here=_percent(available, whole),
        coming=_percent(coming, whole),
        least=_place(least, whole),
        most=_place(most, whole),
        told=_told(row),
        has_bar=bool(least or most or coming),
    )


def _percent(part: Decimal, whole: Decimal) -> float:
    return float(round(100 * part / whole, 1))


def _place(mark: Decimal, whole: Decimal) -> float:
    """Where a mark stands; in sight however far below the whole it is."""
    return max(_percent(mark, whole), 0.5) if mark else 0.0


def _told(row: SupplyRow) -> str:
    """The bar in words."""
    said = (
        f"{quantity_text(row.available, row.unit) or 'None'} available",
        f"{quantity_text(row.on_order, row.unit)} on order" if Decimal(row.on_order or 0) else "",
        f"minimum {quantity_text(row.reorder_min)}" if Decimal(row.reorder_min or 0) else "",
        f"maximum {quantity_text(row.reorder_max)}" if Decimal(row.reorder_max or 0) else "",
    )
    return ", ".join(each for each in said if each)
