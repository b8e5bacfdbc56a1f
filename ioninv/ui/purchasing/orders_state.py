"""The orders: their page of rows, and the one that is open."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import parts, purchasing, suppliers
from ioninv.domain.purchasing import OrderFilter, OrderRow
from ioninv.errors import Invalid, NotFound
from ioninv.ui import address, arguments, picking
from ioninv.ui.listing import ListingState
from ioninv.ui.picking import Option
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.ui.purchasing.words import PATH, OrderShown, shown_order
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
        chosen = _states(arguments.text(value, 40))
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

    def _conditions(self, query: Mapping[str, str]) -> dict[str, Any]:
        return {
            "states": _states(query.get("state", "")),
            "supplier_id": address.number(query, "supplier") or None,
            "part_id": address.number(query, "part") or None,
            "overdue": query.get("overdue") == "1",
        }

    def _query(self) -> dict[str, str]:
        return {
            "state": ",".join(self._filter.states),
            "supplier": str(self._filter.supplier_id or ""),
            "part": str(self._filter.part_id or ""),
            "overdue": "1" if self._filter.overdue else "",
        }


def _states(value: str) -> tuple[str, ...]:
    names = [name for name in value.split(",") if name]
    known = [state.value for state in PurchaseState]
    for name in names:
        if name not in known:
            raise Invalid(f"There is no state “{name[:40]}” of orders.", "state")
    return tuple(name for name in known if name in names)
