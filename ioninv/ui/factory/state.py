"""The Factory page: the tree of locations as it is shown, and the one open beside it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import reflex as rx

from ioninv import codes
from ioninv.domain import locations
from ioninv.domain.locations import LocationNode
from ioninv.errors import Invalid
from ioninv.ui import address, arguments
from ioninv.ui.factory.panel_state import LocationPanelState
from ioninv.ui.factory.usage_types_state import UsageTypesState
from ioninv.ui.forms import close_dialogs
from ioninv.ui.kit import toast
from ioninv.ui.kit.tree import TreeRow
from ioninv.ui.state import AppState

PATH = "/factory"
USAGE_TYPES = "usage-types"
_LONGEST_TEXT = 200
_MOST_ROWS = 1_000
_OPEN_DEPTH = 2
_MOST_REMEMBERED = 2_000


class FactoryState(AppState):
    """The tree. The address holds what is searched and selected; the browser, what is unfolded.

    Locations begin unfolded down to the second level; `twisted` names those turned otherwise.
    """

    rows: list[TreeRow] = []
    loaded: bool = False
    section: str = ""
    text: str = ""
    search_round: int = 0
    archived: bool = False
    location_id: int = 0
    is_empty: bool = False
    more: str = ""
    twisted: str = rx.LocalStorage("", name="ioninv.factory.twisted")

    _nodes: tuple[LocationNode, ...] = ()
    _folded_in_search: frozenset[int] = frozenset()

    @rx.event
    async def enter(self) -> Any:
        """The page is opened, reloaded or gone back to: show what its address says."""
        await close_dialogs(self)
        refused = ""
        try:
            self._read_address(dict(self.router.url.query_parameters))
        except Invalid as error:
            refused = error.message
            self._read_address({})
        await self._load()
        self._unfold_to(self.location_id)
        await self._load_frame()
        news = [toast.error(refused, "All locations are shown instead.")] if refused else []
        return [LocationPanelState.show(self.location_id), UsageTypesState.show_types, *news]

    @rx.event
    async def search(self, text: str) -> Any:
        """A key was pressed in the search box."""
        wanted = codes.clean(arguments.text(text))[:_LONGEST_TEXT]
        if wanted == self.text:
            return None
        self.text = wanted
        await self._load()
        return address.replace(self._address())

    @rx.event
    async def clear_search(self) -> Any:
        self.text, self.search_round = "", self.search_round + 1
        await self._load()
        return address.push(self._address())

    @rx.event
    async def show_archived(self, on: bool) -> Any:
        self.archived = arguments.flag(on)
        await self._load()
        return address.push(self._address())

    @rx.event
    def twist(self, location_id: str) -> None:
        """Unfold a location, or fold it."""
        self._turn({arguments.number(location_id)})

    @rx.event
    def unfold_all(self) -> None:
        is_open = self._open_test()
        self._turn({node.id for node in self._nodes if node.has_children and not is_open(node)})

    @rx.event
    def fold_all(self) -> None:
        is_open = self._open_test()
        self._turn({node.id for node in self._nodes if node.has_children and is_open(node)})

    @rx.event
    def choose(self, location_id: str) -> list[Any]:
        """Open a location beside the tree."""
        self.location_id = arguments.number(location_id)
        self._unfold_to(self.location_id)
        return [LocationPanelState.show(self.location_id), address.push(self._address())]

    @rx.event
    def close_location(self) -> list[Any]:
        self.location_id = 0
        return [LocationPanelState.show(0), address.push(self._address())]

    @rx.event
    async def show_stored(self, location_id: int) -> list[Any]:
        """A location was created or changed: show the tree anew, and that location in it."""
        is_open = self.location_id == arguments.number(location_id)
        self.location_id = arguments.number(location_id)
        await self._load()
        if self.text and self.location_id not in {node.id for node in self._nodes}:
            # What was just made is not what was searched for.
            self.text, self.search_round = "", self.search_round + 1
            await self._load()
        self._unfold_to(self.location_id)
        moved = [] if is_open else [address.push(self._address())]
        return [LocationPanelState.show(self.location_id), *moved]

    async def _load(self) -> None:
        found = await self._read(locations.tree, self.text, self.archived)
        self._nodes, self._folded_in_search = tuple(found), frozenset()
        self.is_empty = not found and not self.text
        self.loaded = True
        self._paint()

    def _paint(self) -> None:
        """The rows that are unfolded, as many as a browser bears."""
        blocking, is_open = _blocking(self._nodes), self._open_test()
        seen = list(_unfolded(self._nodes, is_open))
        self.rows = [
            _row(node, is_open(node), blocking.get(node.id, "")) for node in seen[:_MOST_ROWS]
        ]
        hidden = len(seen) - _MOST_ROWS
        self.more = f"{hidden:,} more. Search to find them." if hidden > 0 else ""

    def _open_test(self) -> Callable[[LocationNode], bool]:
        """Which locations are unfolded: while searching all, else down to the second level, but
        for those that were turned."""
        if self.text:
            folded = self._folded_in_search
            return lambda node: node.id not in folded
        twisted = _ids(self.twisted)
        return lambda node: (node.depth < _OPEN_DEPTH) != (node.id in twisted)

    def _turn(self, ids: set[int]) -> None:
        if self.text:
            self._folded_in_search ^= ids
        else:
            kept = sorted(_ids(self.twisted) ^ ids)[-_MOST_REMEMBERED:]
            self.twisted = ",".join(map(str, kept))
        self._paint()

    def _unfold_to(self, location_id: int) -> None:
        """Unfold everything above a location, so that it is seen."""
        nodes, is_open = {node.id: node for node in self._nodes}, self._open_test()
        node = nodes.get(location_id)
        folded: set[int] = set()
        while node and node.parent_id in nodes:
            node = nodes[node.parent_id]
            folded |= set() if is_open(node) else {node.id}
        if folded:
            self._turn(folded)

    def _read_address(self, query: dict[str, str]) -> None:
        self.search_round += 1
        self.section = USAGE_TYPES if query.get("section") == USAGE_TYPES else ""
        self.text = codes.clean(query.get("q", ""))[:_LONGEST_TEXT]
        self.archived = query.get("archived") == "1"
        self.location_id = 0
        self.location_id = address.number(query, "location")

    def _address(self) -> str:
        return address.address(
            PATH,
            {
                "section": self.section,
                "q": self.text,
                "archived": "1" if self.archived else "",
                "location": str(self.location_id) if self.location_id else "",
            },
        )


def _ids(remembered: str) -> set[int]:
    """What the browser remembers; it may have been written by anybody."""
    return {
        int(each)
        for each in str(remembered)[:40_000].split(",")
        if each.isascii() and each.isdigit()
    }


def _unfolded(
    nodes: Iterable[LocationNode], is_open: Callable[[LocationNode], bool]
) -> Iterator[LocationNode]:
    folded_at: int | None = None
    for node in nodes:
        if folded_at is not None and node.depth > folded_at:
            continue
        folded_at = None if is_open(node) else node.depth
        yield node


def _blocking(nodes: Iterable[LocationNode]) -> dict[int, str]:
    """By location, the nearest one above it that is not available."""
    blocked: dict[int, str] = {}
    own: dict[int, str] = {}
    for node in nodes:
        above = own.get(node.parent_id or 0, "")
        if above:
            blocked[node.id] = above
        own[node.id] = above if node.available else node.name
    return blocked


def _row(node: LocationNode, is_open: bool, blocked_by: str) -> TreeRow:
    notice = ""
    if not node.available:
        notice = "Not available"
    elif blocked_by:
        notice = f"Not available (because {blocked_by} is)"
    here = f"{node.items:,} items here, {node.items_below:,} with everything below"
    return TreeRow(
        id=str(node.id),
        name=node.name,
        level=node.depth + 1,
        twist=("open" if is_open else "closed") if node.has_children else "",
        tag=node.kind,
        notice=notice,
        own=f"{node.items:,}" if node.items else "",
        count=f"{node.items_below:,}" if node.items_below else "",
        said=". ".join(filter(None, (node.kind, notice, here, "Archived" * node.archived))),
        gone=node.archived,
        leads=not node.matches,
    )
