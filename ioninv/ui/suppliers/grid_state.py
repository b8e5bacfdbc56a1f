"""The suppliers: their filter, their page of rows, and the one open beside them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, TypedDict

import reflex as rx

from ioninv import codes
from ioninv.domain import suppliers
from ioninv.domain.suppliers import SupplierFilter, SupplierRow
from ioninv.errors import Invalid
from ioninv.ui import address, arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.kit import toast
from ioninv.ui.kit.pager import SIZES
from ioninv.ui.state import AppState
from ioninv.ui.suppliers.panel_state import SupplierPanelState

PATH = "/suppliers"
SORT = "name"
_LONGEST_TEXT = 200


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


class SuppliersState(AppState):
    """The list of suppliers. The address holds all of it."""

    rows: list[Shown] = []
    loaded: bool = False
    text: str = ""
    search_round: int = 0
    archived: bool = False
    sort: str = SORT
    size: str = SIZES[0]
    range_text: str = ""
    has_previous: bool = False
    has_next: bool = False
    supplier_id: int = 0
    is_filtered: bool = False

    _filter: SupplierFilter = SupplierFilter()
    _page: int = 1
    _pages: int = 1

    @rx.event
    async def enter(self) -> AsyncIterator[Any]:
        """The page is opened, reloaded or gone back to: show what its address says."""
        await close_dialogs(self)
        try:
            self._read_address(dict(self.router.url.query_parameters))
            await self._show()
        except Invalid as refused:
            self._read_address({})
            await self._show()
            yield toast.error(refused.message, "The address was not understood.")
        yield SupplierPanelState.show(self.supplier_id)
        await self._load_frame()

    @rx.event
    async def search(self, text: str) -> Any:
        """A key was pressed in the search box."""
        wanted = codes.clean(arguments.text(text))[:_LONGEST_TEXT]
        if wanted == self._filter.text:
            return None
        self._filter, self.text, self._page = replace(self._filter, text=wanted), wanted, 1
        await self._show()
        return address.replace(self._address())

    @rx.event
    async def show_archived(self, on: bool) -> Any:
        self._filter, self._page = replace(self._filter, archived=arguments.flag(on)), 1
        return await self._show_and_push()

    @rx.event
    async def clear_filters(self) -> Any:
        self.search_round += 1
        self._filter, self.text, self._page = SupplierFilter(), "", 1
        return await self._show_and_push()

    @rx.event
    async def sort_by(self, column: str) -> Any:
        """Sort by a column; pressed again, the other way round."""
        column = arguments.text(column, 40)
        self.sort = f"-{column}" if self.sort == column else column
        self._page = 1
        return await self._show_and_push()

    @rx.event
    async def first_page(self) -> Any:
        return await self._turn(1)

    @rx.event
    async def previous_page(self) -> Any:
        return await self._turn(self._page - 1)

    @rx.event
    async def next_page(self) -> Any:
        return await self._turn(self._page + 1)

    @rx.event
    async def last_page(self) -> Any:
        return await self._turn(self._pages)

    @rx.event
    async def choose_size(self, size: str) -> Any:
        if size not in SIZES:
            raise Invalid("There is no such page size.")
        self.size = size
        return await self._turn(1)

    @rx.event
    def open_supplier(self, supplier_id: int) -> list[Any]:
        """Open a supplier beside the list."""
        self.supplier_id = arguments.number(supplier_id)
        return [SupplierPanelState.show(self.supplier_id), address.push(self._address())]

    @rx.event
    def close_supplier(self) -> list[Any]:
        self.supplier_id = 0
        return [SupplierPanelState.show(0), address.push(self._address())]

    @rx.event
    async def show_stored(self, supplier_id: int) -> list[Any]:
        """A supplier was created or changed: open it, and show the list anew."""
        is_open = self.supplier_id == arguments.number(supplier_id)
        self.supplier_id = arguments.number(supplier_id)
        await self._show()
        moved = [] if is_open else [address.push(self._address())]
        return [SupplierPanelState.show(self.supplier_id), *moved]

    @rx.event
    async def refresh(self) -> Any:
        """Something changed: the same page anew, and what is open beside it."""
        await self._show()
        return SupplierPanelState.show(self.supplier_id)

    async def _turn(self, page: int) -> Any:
        self._page = min(max(1, page), self._pages)
        return await self._show_and_push()

    async def _show_and_push(self) -> Any:
        await self._show()
        return address.push(self._address())

    async def _show(self) -> None:
        size = int(self.size)
        found = await self._read(suppliers.search, self._filter, self.sort, self._page, size)
        if not found.rows and self._page > 1:
            self._page = found.pages
            found = await self._read(suppliers.search, self._filter, self.sort, self._page, size)
        self.rows = [_shown(row) for row in found.rows]
        self._pages = found.pages
        self.has_previous, self.has_next = self._page > 1, self._page < found.pages
        self.archived, self.is_filtered = self._filter.archived, self._filter != SupplierFilter()
        first = (self._page - 1) * size + 1
        last = first + len(found.rows) - 1
        self.range_text = f"{first:,}–{last:,} of {found.total:,}" if found.rows else "No suppliers"
        self.loaded = True

    def _read_address(self, query: dict[str, str]) -> None:
        self.search_round += 1
        self.text = codes.clean(query.get("q", ""))[:_LONGEST_TEXT]
        self._filter = SupplierFilter(text=self.text, archived=query.get("archived") == "1")
        self.sort = query.get("sort") or SORT
        self.size = query["size"] if query.get("size") in SIZES else SIZES[0]
        self._page = max(1, arguments.number_or_none(query.get("page")) or 1)
        self.supplier_id = arguments.number_or_none(query.get("supplier")) or 0

    def _address(self) -> str:
        return address.address(
            PATH,
            {
                "q": self._filter.text,
                "archived": "1" if self._filter.archived else "",
                "sort": "" if self.sort == SORT else self.sort,
                "page": str(self._page) if self._page > 1 else "",
                "size": "" if self.size == SIZES[0] else self.size,
                "supplier": str(self.supplier_id) if self.supplier_id else "",
            },
        )


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
