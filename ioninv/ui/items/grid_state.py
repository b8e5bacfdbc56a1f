"""The inventory grid: its filter, its page of rows, its columns, and the item open beside it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import items
from ioninv.domain.items import PAGE_SIZES, Counts, ItemFilter, ItemRow, ItemSort, PageRequest
from ioninv.errors import Invalid, Refused
from ioninv.ui import address, arguments, columns
from ioninv.ui.attributes import columns_state as attributed
from ioninv.ui.attributes.columns_state import AttributeColumn, AttributeListState, Condition
from ioninv.ui.columns import Choice
from ioninv.ui.forms import close_dialogs
from ioninv.ui.items.columns import CHOSEN, COLUMNS
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState
from ioninv.vocabulary import SHOWN_STATUSES, AppliesTo, Status

PATH = "/"
EXPORT_PATH = "/api/v1/export/items.csv"
_ALWAYS_OFFERED = {
    Status.ON_ORDER,
    Status.AVAILABLE,
    Status.IN_PROGRESS,
    Status.INSTALLED,
    Status.UNAVAILABLE,
}
_TITLES = {
    "part": "Part",
    "location": "Location",
    "supplier": "Supplier",
    "usage": "Usage type",
    "kit": "Kit",
    "lot": "Lot",
    "order": "Purchase order",
    "line": "Purchase line",
    "issue": "Issue",
    "issues": "Issues",
}


class Chip(TypedDict):
    """A status with how many items have it."""

    value: str
    label: str
    count: str
    pressed: bool


class ShownItem(ItemRow):
    """A row with what its cells of attributes show."""

    cells: dict[str, str]


class GridState(AttributeListState, AppState):
    """The inventory grid. The address holds all of it but the columns, which the browser remembers."""

    rows: list[ShownItem] = []
    loaded: bool = False
    loading: bool = False
    chips: list[Chip] = []
    all_count: str = ""
    all_pressed: bool = True
    conditions: list[Condition] = []
    attribute_conditions: list[Condition] = []
    text: str = ""
    search_round: int = 0
    sort: str = str(ItemSort())
    size: str = str(PAGE_SIZES[0])
    range_text: str = ""
    has_previous: bool = False
    has_next: bool = False
    item_id: int = 0
    is_filtered: bool = False
    with_issues: bool = False
    more_match: bool = False
    select_all_label: str = ""
    export_href: str = EXPORT_PATH
    columns: str = rx.LocalStorage(CHOSEN, name="ioninv.inventory.columns", sync=True)

    _filter: ItemFilter = ItemFilter()
    _sort: ItemSort = ItemSort()
    _page: PageRequest = PageRequest()
    _total: int = 0
    _total_exact: bool = False

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
    async def enter(self) -> AsyncIterator[Any]:
        """The page is opened, reloaded or gone back to: show what its address says."""
        await close_dialogs(self)
        (await self.get_state(SelectionState))._tell()
        await self._load_attributes(AppliesTo.ITEM)
        query = dict(self.router.url.query_parameters)
        refused = self._read_address(query)
        try:
            async for step in self._show():
                yield step
        except Invalid as error:
            # A condition or an order by an attribute that is no more, or that it cannot have.
            refused = error.message
            self._filter, self._sort = replace(self._filter, attributes=()), ItemSort()
            async for step in self._show():
                yield step
        if refused:
            yield toast.error(refused, "Everything else in the address was taken.")
        yield PanelState.show(self.item_id)
        await self._load_frame()

    @rx.event
    async def search(self, text: str) -> AsyncIterator[Any]:
        """A key was pressed in the search box."""
        wanted = ItemFilter.from_query({"q": arguments.text(text)}).text
        if wanted == self._filter.text:
            return
        self._filter, self.text = replace(self._filter, text=wanted), wanted
        self._page = PageRequest(size=self._page.size)
        await self._let_go()
        async for step in self._show(address.replace(self._address())):
            yield step

    @rx.event
    async def choose_status(self, value: str) -> AsyncIterator[Any]:
        """Only this status; pressed again, or with an empty value, all of them."""
        chosen = ItemFilter.from_query({"status": arguments.text(value)}).statuses
        statuses = () if chosen == self._filter.statuses else chosen
        async for step in self._filter_by(replace(self._filter, statuses=statuses)):
            yield step

    @rx.event
    async def filter_by(self, name: str, value: str) -> AsyncIterator[Any]:
        """Set one condition by its word in the address; an empty value takes it away."""
        name = arguments.text(name)
        if name not in _TITLES and not attributed.id_of(name):
            raise Invalid("There is no such filter.")
        async for step in self._set_condition(name, arguments.text(value)):
            yield step

    @rx.event
    async def clear_filters(self) -> AsyncIterator[Any]:
        async for step in self._filter_by(ItemFilter()):
            yield step

    @rx.event
    async def sort_by(self, column: str) -> AsyncIterator[Any]:
        """Sort by a column; pressed again, the other way round."""
        wanted, before = ItemSort.parse(arguments.text(column)), (self._sort, self._page)
        self._sort = ItemSort(wanted.column, self._sort == ItemSort(wanted.column, False))
        self._page = PageRequest(size=self._page.size)
        try:
            async for step in self._show(address.push(self._address())):
                yield step
        except Refused:
            self._sort, self._page = before
            raise

    @rx.event
    async def first_page(self) -> AsyncIterator[Any]:
        async for step in self._turn(PageRequest(size=self._page.size)):
            yield step

    @rx.event
    async def previous_page(self) -> AsyncIterator[Any]:
        before = self.rows[0]["id"] if self.rows else None
        number = max(1, self._page.number - 1)
        page = PageRequest(number, self._page.size, before=before if number > 1 else None)
        async for step in self._turn(page):
            yield step

    @rx.event
    async def next_page(self) -> AsyncIterator[Any]:
        if not self.has_next:
            return
        after = self.rows[-1]["id"] if self.rows else None
        async for step in self._turn(
            PageRequest(self._page.number + 1, self._page.size, after=after)
        ):
            yield step

    @rx.event
    async def last_page(self) -> AsyncIterator[Any]:
        size = self._page.size
        number = max(1, -(-self._total // size))
        from_end = self._total - (number - 1) * size if self._total_exact and self._total else None
        async for step in self._turn(PageRequest(number, size, from_end=from_end)):
            yield step

    @rx.event
    async def choose_size(self, size: str) -> AsyncIterator[Any]:
        async for step in self._turn(PageRequest(size=arguments.number(size))):
            yield step

    @rx.event
    def open_item(self, item_id: int) -> list[Any]:
        """Open an item beside the grid."""
        item_id = arguments.number(item_id)
        if item_id == self.item_id:
            # The second press of a double one is not another step of the browser's history.
            return []
        self.item_id = item_id
        return [PanelState.show(self.item_id), address.push(self._address())]

    @rx.event
    def close_item(self) -> list[Any]:
        self.item_id = 0
        return [PanelState.show(0), address.push(self._address())]

    @rx.event
    def show_column(self, key: str, on: bool) -> None:
        known = [*(column.key for column in COLUMNS), *attributed.keys(self._attributes)]
        self.columns = columns.toggled(known, self.columns, arguments.text(key), arguments.flag(on))

    @rx.event
    async def select_all(self) -> None:
        """Everything that matches now, on whatever page; what comes to match later is not meant."""
        chosen = await self.get_state(SelectionState)
        await chosen._take_everything(self._filter)

    @rx.event
    async def refresh(self) -> AsyncIterator[Any]:
        """Something changed: the same page and the open item anew."""
        async for step in self._show():
            yield step
        if self.item_id:
            yield PanelState.show(self.item_id)
        await self._load_frame()

    async def _set_condition(self, name: str, value: str) -> AsyncIterator[Any]:
        wanted = ItemFilter.from_query(self._filter.to_query() | {name: value})
        async for step in self._filter_by(wanted):
            yield step

    async def _filter_by(self, wanted: ItemFilter) -> AsyncIterator[Any]:
        if wanted.text != self._filter.text:
            # The search box keeps its own text: a new round makes it take ours.
            self.text, self.search_round = wanted.text, self.search_round + 1
        before = self._filter, self._page
        self._filter, self._page = wanted, PageRequest(size=self._page.size)
        try:
            async for step in self._show(address.push(self._address())):
                yield step
        except Refused:
            self._filter, self._page = before
            raise
        await self._let_go()

    async def _let_go(self) -> None:
        """Everything that matched another filter is not what these rows are."""
        chosen = await self.get_state(SelectionState)
        if chosen.everything:
            chosen._empty()

    async def _turn(self, page: PageRequest) -> AsyncIterator[Any]:
        self._page = page
        async for step in self._show(address.push(self._address())):
            yield step

    async def _show(self, *first: Any) -> AsyncIterator[Any]:
        """Rows first, counts after them: the eye waits for rows."""
        page = await self._read(items.search, self._filter, self._sort, self._page)
        if not page.rows and self._page.number > 1:
            self._page = PageRequest(size=self._page.size)
            page = await self._read(items.search, self._filter, self._sort, self._page)
        self.rows, self.has_next = [self._shown(row) for row in page.rows], page.has_more
        chosen = await self.get_state(SelectionState)
        chosen._saw({row["id"]: row["version"] for row in page.rows})
        self.has_previous = self._page.number > 1
        self.sort, self.size = str(self._sort), str(self._page.size)
        self.is_filtered = not self._filter.is_empty
        self.with_issues = self._filter.with_issues
        self.export_href = self._export_address()
        self.range_text = self._range("")
        self.loaded = True
        for event in first:
            yield event
        yield
        counts = await self._read(items.count, self._filter)
        names = await self._read(items.describe, self._filter)
        self._total, self._total_exact = counts.total, counts.exact
        self.more_match = not counts.exact or counts.total > len(self.rows)
        self.select_all_label = f"Select all {_number(counts.total, counts.exact)}"
        self.chips = self._chips(counts)
        self.all_count = _number(_shown(counts), counts.exact)
        self.all_pressed = not self._filter.statuses
        self.conditions = [
            Condition(name=name, title=_TITLES[name], value=value)
            for name, value in names.items()
            if name in _TITLES
        ]
        self.attribute_conditions = attributed.conditions_told(
            self._attributes, self._filter.attributes
        )
        self.range_text = self._range(f" of {_number(counts.total, counts.exact)}")
        yield

    def _shown(self, row: ItemRow) -> ShownItem:
        return ShownItem(**row, cells=attributed.cells(self._attributes, row["attributes"]))

    def _chips(self, counts: Counts) -> list[Chip]:
        return [
            Chip(
                value=status.value,
                label=status.label,
                count=_number(counts.by_status.get(status, 0), counts.exact),
                pressed=status in self._filter.statuses,
            )
            for status in Status
            if status in _ALWAYS_OFFERED
            or counts.by_status.get(status)
            or status in self._filter.statuses
        ]

    def _range(self, of: str) -> str:
        if not self.rows:
            return "No items"
        first = self._page.offset + 1
        return f"{first:,}–{first + len(self.rows) - 1:,}{of}"

    def _read_address(self, query: dict[str, str]) -> str:
        """Take over what the address says; returns the sentence about what it could not say."""
        refused = ""
        for read in (self._read_filter, self._read_sort, self._read_page, self._read_item):
            try:
                read(query)
            except Invalid as error:
                refused = error.message
        self.search_round += 1
        self.text = self._filter.text
        return refused

    def _read_filter(self, query: dict[str, str]) -> None:
        self._filter = ItemFilter()
        self._filter = ItemFilter.from_query(query)

    def _read_sort(self, query: dict[str, str]) -> None:
        self._sort = ItemSort()
        self._sort = ItemSort.parse(query.get("sort", ""))

    def _read_page(self, query: dict[str, str]) -> None:
        self._page = PageRequest()
        size = address.number(query, "size") or PAGE_SIZES[0]
        number = address.number(query, "page") or 1
        self._page = PageRequest(number, size)

    def _read_item(self, query: dict[str, str]) -> None:
        self.item_id = 0
        self.item_id = address.number(query, "item")

    def _address(self) -> str:
        query = self._filter.to_query()
        if self._sort != ItemSort():
            query["sort"] = str(self._sort)
        if self._page.number > 1:
            query["page"] = str(self._page.number)
        if self._page.size != PAGE_SIZES[0]:
            query["size"] = str(self._page.size)
        if self.item_id:
            query["item"] = str(self.item_id)
        return address.address(PATH, query)

    def _export_address(self) -> str:
        query = self._filter.to_query()
        if self._sort != ItemSort():
            query["sort"] = str(self._sort)
        return address.address(EXPORT_PATH, query)


def _shown(counts: Counts) -> int:
    return sum(counts.by_status.get(status, 0) for status in SHOWN_STATUSES)


def _number(count: int, exact: bool) -> str:
    return f"{count:,}" if exact else f"{count:,}+"
