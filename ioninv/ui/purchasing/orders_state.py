"""The orders: their page of rows, and the one that is open."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import parts, purchasing, suppliers
from ioninv.domain.purchasing import OrderFilter, OrderRow
from ioninv.errors import NotFound
from ioninv.ui import address, arguments, picking
from ioninv.ui.listing import ListingState
from ioninv.ui.picking import Option
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.ui.purchasing.words import EXPORT_PATH, PATH, OrderShown, shown_order
from ioninv.ui.state import AppState
from ioninv.vocabulary import PurchaseState

SORT = "-number"


class Chip(TypedDict):
    """A state with how many orders have it."""

    value: str
    label: str
    count: str
    pressed: bool


class OrdersState(ListingState, AppState):
    """The list of orders. The address holds all of it."""

    rows: list[OrderShown] = []
    is_empty: bool = False
    sort: str = SORT
    export_href: str = EXPORT_PATH
    chips: list[Chip] = []
    all_count: str = ""
    all_pressed: bool = True
    overdue: bool = False
    supplier_name: str = ""
    part_name: str = ""
    supplier_options: list[Option] = []

    _path: str = PATH
    _kind: str = "order"
    _first_sort: str = SORT
    _archives: bool = False
    _filter: OrderFilter = OrderFilter()

    @rx.event
    async def enter(self) -> Any:
        """The page is opened, reloaded or gone back to."""
        return await self._enter()

    @rx.event
    async def choose_state(self, value: str) -> Any:
        """Only orders of this state; pressed again, or with an empty value, all of them."""
        chosen = OrderFilter.from_query({"state": arguments.text(value, 40)}).states
        return await self._filter_by(states=() if chosen == self._filter.states else chosen)

    @rx.event
    async def show_overdue(self, on: bool) -> Any:
        return await self._filter_by(overdue=arguments.flag(on))

    @rx.event
    async def find_suppliers(self, typed: str) -> None:
        self.supplier_options = await picking.options(self, "supplier", typed)

    @rx.event
    async def of_supplier(self, value: str) -> Any:
        """Only orders of one supplier; an empty value shows those of all."""
        return await self._filter_by(supplier_id=arguments.number_or_none(value))

    @rx.event
    async def of_any_part(self) -> Any:
        return await self._filter_by(part_id=None)

    def _filter_type(self) -> type[OrderFilter]:
        return OrderFilter

    def _look(self) -> Callable[..., Any]:
        return purchasing.orders

    def _put(self, rows: Sequence[OrderRow]) -> None:
        self.rows, self.is_empty = [shown_order(row) for row in rows], not rows

    def _show_opened(self) -> Any:
        return OrderState.show(self.opened)

    async def _show(self) -> None:
        await ListingState._show(self)
        sort = "" if self.sort == SORT else self.sort
        self.export_href = address.address(EXPORT_PATH, {**self._query(), "sort": sort})
        counted = await self._read(purchasing.count_by_state, self._filter)
        self.chips = [
            Chip(
                value=state.value,
                label=state.label,
                count=f"{counted.get(state, 0):,}",
                pressed=state.value in self._filter.states,
            )
            for state in PurchaseState
        ]
        self.all_count = f"{sum(counted.values()):,}"
        self.all_pressed, self.overdue = not self._filter.states, self._filter.overdue
        self.supplier_name = await self._name(suppliers.get, self._filter.supplier_id, "name")
        self.part_name = await self._name(parts.get, self._filter.part_id, "label")

    async def _name(self, door: Callable[..., Any], id_: int | None, field: str) -> str:
        if id_ is None:
            return ""
        try:
            return getattr(await self._read(door, id_), field)
        except NotFound:
            return "unknown"

    def _filter_from(self, query: Mapping[str, str]) -> OrderFilter:
        return OrderFilter.from_query(query)

    def _query(self) -> dict[str, str]:
        return self._filter.to_query()
