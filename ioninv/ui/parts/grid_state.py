"""The part library: its filter, its page of rows, and the part open beside it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, TypedDict

import reflex as rx

from ioninv import codes
from ioninv.domain import parts
from ioninv.domain.parts import PartFilter, PartRow
from ioninv.errors import Invalid
from ioninv.ui import address, arguments
from ioninv.ui.kit import toast
from ioninv.ui.kit.pager import SIZES
from ioninv.ui.parts.numbers import is_low, money_text, quantity_text
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.ui.state import AppState
from ioninv.vocabulary import PartKind, Status, TrackingType

PATH = "/parts"
SORT = "number"
_LONGEST_TEXT = 200
_SHORT = {TrackingType.SERIAL: "Serial", TrackingType.LOT: "Lot", TrackingType.NONE: ""}


class Shown(TypedDict):
    """A part as its row shows it; quantities carry their unit."""

    id: int
    number: str
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


class PartsState(AppState):
    """The part library. The address holds all of it."""

    rows: list[Shown] = []
    loaded: bool = False
    text: str = ""
    search_round: int = 0
    tracking: str = ""
    archived: bool = False
    sort: str = SORT
    size: str = SIZES[0]
    range_text: str = ""
    has_previous: bool = False
    has_next: bool = False
    part_id: int = 0
    is_filtered: bool = False
    is_empty: bool = False

    _filter: PartFilter = PartFilter()
    _page: int = 1
    _pages: int = 1

    @rx.event
    async def enter(self) -> AsyncIterator[Any]:
        """The page is opened, reloaded or gone back to: show what its address says."""
        query = dict(self.router.url.query_parameters)
        try:
            self._read_address(query)
            await self._show()
        except Invalid as refused:
            self._read_address({})
            await self._show()
            yield toast.error(refused.message, "The address was not understood.")
        yield PartPanelState.show(self.part_id)
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
    async def choose_tracking(self, value: str) -> Any:
        """Only parts tracked so; pressed again, or with an empty value, all of them."""
        chosen = _tracking(arguments.text(value))
        tracking = None if chosen is self._filter.tracking else chosen
        self._filter, self._page = replace(self._filter, tracking=tracking), 1
        return await self._show_and_push()

    @rx.event
    async def show_archived(self, on: bool) -> Any:
        self._filter, self._page = replace(self._filter, archived=arguments.flag(on)), 1
        return await self._show_and_push()

    @rx.event
    async def clear_filters(self) -> Any:
        self.search_round += 1
        self._filter, self.text, self._page = PartFilter(), "", 1
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
    def open_part(self, part_id: int) -> list[Any]:
        """Open a part beside the list."""
        self.part_id = arguments.number(part_id)
        return [PartPanelState.show(self.part_id), address.push(self._address())]

    @rx.event
    def close_part(self) -> list[Any]:
        self.part_id = 0
        return [PartPanelState.show(0), address.push(self._address())]

    @rx.event
    async def refresh(self) -> Any:
        """Something changed: the same page anew, and what is open beside it."""
        return await self._refresh()

    @rx.event
    async def show_stored(self, part_id: int) -> Any:
        """A part was created or changed: the same page anew, with it open."""
        self.part_id = arguments.number(part_id)
        return [await self._refresh(), address.push(self._address())]

    async def _refresh(self) -> Any:
        await self._show()
        await self._load_frame()
        return PartPanelState.show(self.part_id)

    async def _turn(self, page: int) -> Any:
        self._page = min(max(1, page), self._pages)
        return await self._show_and_push()

    async def _show_and_push(self) -> Any:
        await self._show()
        return address.push(self._address())

    async def _show(self) -> None:
        size = int(self.size)
        found = await self._read(parts.search, self._filter, self.sort, self._page, size)
        if not found.rows and self._page > 1:
            self._page = found.pages
            found = await self._read(parts.search, self._filter, self.sort, self._page, size)
        self.rows = [_shown(row) for row in found.rows]
        self._pages = found.pages
        self.has_previous, self.has_next = self._page > 1, self._page < found.pages
        self.archived, self.is_filtered = self._filter.archived, self._filter != PartFilter()
        self.tracking = self._filter.tracking.value if self._filter.tracking else ""
        first = (self._page - 1) * size + 1
        last = first + len(found.rows) - 1
        self.range_text = f"{first:,}–{last:,} of {found.total:,}" if found.rows else "No parts"
        self.loaded, self.is_empty = True, not found.rows

    def _read_address(self, query: dict[str, str]) -> None:
        self.search_round += 1
        self.text = codes.clean(query.get("q", ""))[:_LONGEST_TEXT]
        self.sort = query.get("sort") or SORT
        self.size = query["size"] if query.get("size") in SIZES else SIZES[0]
        self._page = max(1, arguments.number_or_none(query.get("page")) or 1)
        self.part_id = arguments.number_or_none(query.get("part")) or 0
        self._filter = PartFilter(
            text=self.text,
            archived=query.get("archived") == "1",
            tracking=_tracking(query.get("tracking", "")),
        )

    def _address(self) -> str:
        return address.address(
            PATH,
            {
                "q": self._filter.text,
                "tracking": self._filter.tracking.value if self._filter.tracking else "",
                "archived": "1" if self._filter.archived else "",
                "sort": "" if self.sort == SORT else self.sort,
                "page": str(self._page) if self._page > 1 else "",
                "size": "" if self.size == SIZES[0] else self.size,
                "part": str(self.part_id) if self.part_id else "",
            },
        )


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
