"""What is in the open kit, page by page, and which of it is ticked."""

from typing import TypedDict

import reflex as rx

from ioninv.domain import history, items
from ioninv.domain.access import Actor, Session
from ioninv.domain.items import ItemFilter, ItemPage, ItemRow, ItemSort, PageRequest
from ioninv.ui import arguments
from ioninv.ui.state import AppState
from ioninv.vocabulary import Permission

SORT = ItemSort.parse("part")


class Held(TypedDict):
    """An item in the kit, as its line shows it."""

    id: int
    label: str
    part: str
    name: str
    quantity: str
    place: str
    status: str
    status_label: str
    href: str
    picked: bool


class KitContentsState(AppState):
    """The items of a kit. What is ticked stays so while pages turn; `round` puts the boxes anew."""

    kit: int = 0
    rows: list[Held] = []
    total: int = 0
    range_text: str = ""
    has_previous: bool = False
    has_next: bool = False
    picked: int = 0
    picked_all: bool = False
    round: int = 0

    _ids: frozenset[int] = frozenset()
    _page: int = 1
    _as_of: int = 0

    @rx.event
    async def show(self, kit_id: int) -> None:
        """The kit beside the list; shown again, it stays on its page."""
        kit_id = arguments.number(kit_id)
        if kit_id != self.kit:
            self._page = 1
        self.kit = kit_id
        self._pick(frozenset())
        await self._show()

    @rx.event
    async def pick(self, item_id: int, on: bool) -> None:
        """A box was ticked, or is no more."""
        id_ = arguments.number(item_id)
        self._pick(self._ids | {id_} if arguments.flag(on) else self._ids - {id_})

    @rx.event
    async def pick_page(self, on: bool) -> None:
        """All of this page, or none of it."""
        here = {row["id"] for row in self.rows}
        self._pick(self._ids | here if arguments.flag(on) else self._ids - here)
        self._tick()

    @rx.event
    async def previous_page(self) -> None:
        await self._turn(self._page - 1)

    @rx.event
    async def next_page(self) -> None:
        await self._turn(self._page + 1)

    def _pick(self, ids: frozenset[int]) -> None:
        self._ids, self.picked = ids, len(ids)
        self.picked_all = bool(self.rows) and all(row["id"] in ids for row in self.rows)

    def _tick(self) -> None:
        self.rows = [Held(**{**row, "picked": row["id"] in self._ids}) for row in self.rows]
        self.round += 1

    async def _turn(self, page: int) -> None:
        self._page = max(1, page)
        await self._show()

    async def _show(self) -> None:
        if not self.kit or not self.may.get(Permission.VIEW_INVENTORY, True):
            self.rows, self.total = [], 0
            return
        page, self.total, self._as_of = await self._read(_look, self.kit, self._page)
        if not page.rows and self._page > 1:
            self._page = 1
            page, self.total, self._as_of = await self._read(_look, self.kit, 1)
        self.rows = [_held(row) for row in page.rows]
        self._pick(self._ids)
        self._tick()
        self.has_previous, self.has_next = self._page > 1, page.has_more
        first = PageRequest(self._page).offset + 1
        self.range_text = f"{first:,}–{first + len(page.rows) - 1:,} of {self.total:,}"


def _look(session: Session, actor: Actor, kit_id: int, number: int) -> tuple[ItemPage, int, int]:
    filter = ItemFilter(kit_id=kit_id)
    as_of = history.latest(session)
    page = items.search(session, actor, filter, SORT, PageRequest(number))
    return page, items.count(session, actor, filter).total, as_of


def _held(row: ItemRow) -> Held:
    return Held(
        id=row["id"],
        label=row["serial"] or row["lot"] or row["uid"],
        part=row["part"],
        name=row["name"],
        quantity="" if row["serial"] else f"{row['quantity']} {row['unit']}".strip(),
        place=row["place"].partition(" · ")[2] if row["status"] == "kitted" else row["place"],
        status=row["status"],
        status_label=row["status_label"],
        href=f"/?item={row['id']}",
        picked=False,
    )
