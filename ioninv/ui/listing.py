"""What every page with a list of one kind of thing shares: search, sort, pages, and their address."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import reflex as rx

from ioninv import codes
from ioninv.domain.listing import Listing
from ioninv.errors import Invalid, Refused
from ioninv.ui import address, arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.kit import toast
from ioninv.ui.kit.pager import SIZES

_LONGEST_TEXT = 200


class ListingState(rx.State, mixin=True):
    """Mixed into the state of a list: `class PartsState(ListingState, AppState)`.

    The state says what differs: `_path`, `_kind` (what stands for the open one in the address),
    `sort` and `_first_sort`, `_filter` and `_filter_type` (with `text`, and `archived` unless
    `_archives` is false), `_look` (its domain door), `_put` (rows as shown), `_show_opened` (the
    panel), and the rest of its filter from and to the address.
    """

    loaded: bool = False
    text: str = ""
    search_round: int = 0
    archived: bool = False
    sort: str = ""
    size: str = SIZES[0]
    range_text: str = ""
    has_previous: bool = False
    has_next: bool = False
    is_filtered: bool = False
    opened: int = 0

    _page: int = 1
    _pages: int = 1
    _archives: bool = True

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
        if not hasattr(self._filter, "archived"):
            raise Invalid("There is no such filter.")
        return await self._filter_by(archived=arguments.flag(on))

    @rx.event
    async def clear_filters(self) -> Any:
        self.search_round += 1
        self._filter, self.text, self._page = self._filter_type()(), "", 1
        return await self._show_and_push()

    @rx.event
    async def sort_by(self, column: str) -> Any:
        """Sort by a column; pressed again, the other way round."""
        column, before = arguments.text(column, 40), (self.sort, self._page)
        self.sort = f"-{column}" if self.sort == column else column
        self._page = 1
        try:
            return await self._show_and_push()
        except Refused:
            self.sort, self._page = before
            raise

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
    def open_row(self, row_id: int) -> list[Any]:
        """Open one beside the list."""
        self.opened = arguments.number(row_id)
        return self._with_opened(address.push(self._address()))

    @rx.event
    def close_row(self) -> list[Any]:
        self.opened = 0
        return self._with_opened(address.push(self._address()))

    @rx.event
    async def refresh(self) -> Any:
        """Something changed: the same page anew, and what is open beside it."""
        await self._show()
        await self._load_frame()
        return self._show_opened()

    @rx.event
    async def show_stored(self, row_id: int) -> list[Any]:
        """One was created or changed: the same page anew, with it open."""
        is_open = self.opened == arguments.number(row_id)
        self.opened = arguments.number(row_id)
        await self._show()
        await self._load_frame()
        return self._with_opened(*([] if is_open else [address.push(self._address())]))

    async def _enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to: show what its address says."""
        await close_dialogs(self)
        events: list[Any] = []
        try:
            self._read_address(dict(self.router.url.query_parameters))
            await self._show()
        except Invalid as refused:
            self._read_address({})
            await self._show()
            events = [toast.error(refused.message, "The whole list is shown instead.")]
        await self._load_frame()
        return [*events, *self._with_opened()]

    def _with_opened(self, *events: Any) -> list[Any]:
        """What shows the panel, if this list has one, before these events."""
        shown = self._show_opened()
        return [*([] if shown is None else [shown]), *events]

    async def _filter_by(self, **conditions: Any) -> Any:
        before = self._filter, self._page
        self._filter, self._page = replace(self._filter, **conditions), 1
        try:
            return await self._show_and_push()
        except Refused:
            self._filter, self._page = before
            raise

    async def _turn(self, page: int) -> Any:
        self._page = min(max(1, page), self._pages)
        return await self._show_and_push()

    async def _show_and_push(self) -> Any:
        await self._show()
        return address.push(self._address())

    async def _show(self) -> None:
        found = await self._found()
        if not found.rows and self._page > 1:
            self._page = found.pages
            found = await self._found()
        self._put(found.rows)
        self._pages = found.pages
        self.has_previous, self.has_next = self._page > 1, self._page < found.pages
        self.archived = getattr(self._filter, "archived", False)
        self.is_filtered = self._filter != self._filter_type()()
        self.range_text = _range(found)
        self.loaded = True

    async def _found(self) -> Listing[Any]:
        return await self._read(self._look(), self._filter, self.sort, self._page, int(self.size))

    def _read_address(self, query: Mapping[str, str]) -> None:
        self.search_round += 1
        self.text = codes.clean(query.get("q", ""))[:_LONGEST_TEXT]
        self.sort = query.get("sort") or self._first_sort
        self.size = query["size"] if query.get("size") in SIZES else SIZES[0]
        self._page = max(1, address.number(query, "page"))
        self.opened = address.number(query, self._kind)
        self._filter = self._filter_from(query)

    def _address(self) -> str:
        return address.address(
            self._path,
            {
                "q": self._filter.text,
                **self._query(),
                "archived": "1" if self.archived else "",
                "sort": "" if self.sort == self._first_sort else self.sort,
                "page": str(self._page) if self._page > 1 else "",
                "size": "" if self.size == SIZES[0] else self.size,
                self._kind: str(self.opened) if self.opened else "",
            },
        )

    def _filter_from(self, query: Mapping[str, str]) -> Any:
        """The filter that the address names. Raises Invalid."""
        archived = {"archived": query.get("archived") == "1"} if self._archives else {}
        return self._filter_type()(text=self.text, **archived, **self._conditions(query))

    def _conditions(self, query: Mapping[str, str]) -> dict[str, Any]:
        """What else the filter takes from the address. Raises Invalid."""
        return {}

    def _query(self) -> dict[str, str]:
        """What else the filter puts into the address."""
        return {}


def _range(found: Listing[Any]) -> str:
    if not found.rows:
        return "None"
    first = (found.page - 1) * found.size + 1
    return f"{first:,}–{first + len(found.rows) - 1:,} of {found.total:,}"
