"""The suppliers: their page of rows, and the one open beside them."""

from collections.abc import Callable, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import suppliers
from ioninv.domain.suppliers import SupplierFilter, SupplierRow
from ioninv.ui.listing import ListingState
from ioninv.ui.state import AppState
from ioninv.ui.suppliers.panel_state import SupplierPanelState

PATH = "/suppliers"
SORT = "name"


class Shown(TypedDict):
    """A supplier as its row shows it."""

    id: int
    name: str
    contact: str
    email: str
    phone: str
    website: str
    currency: str
    items: str
    archived: bool


class SuppliersState(ListingState, AppState):
    """The list of suppliers. The address holds all of it."""

    rows: list[Shown] = []
    sort: str = SORT

    _path: str = PATH
    _kind: str = "supplier"
    _first_sort: str = SORT
    _filter: SupplierFilter = SupplierFilter()

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        return await self._enter()

    def _filter_type(self) -> type[SupplierFilter]:
        return SupplierFilter

    def _look(self) -> Callable[..., Any]:
        return suppliers.search

    def _put(self, rows: Sequence[SupplierRow]) -> None:
        self.rows = [_shown(row) for row in rows]

    def _show_opened(self) -> Any:
        return SupplierPanelState.show(self.opened)


def _shown(row: SupplierRow) -> Shown:
    return Shown(
        id=row.id,
        name=row.name,
        contact=row.contact,
        email=row.email,
        phone=row.phone,
        website=row.website,
        currency=row.currency,
        items=f"{row.items:,}" if row.items else "",
        archived=row.archived,
    )
