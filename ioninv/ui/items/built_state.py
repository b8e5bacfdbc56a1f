"""As built: what is installed in the open item, level by level, and where in it something is."""

from collections.abc import Iterable, Sequence

import reflex as rx

from ioninv import codes
from ioninv.domain import items
from ioninv.domain.items import Installed
from ioninv.ui import arguments
from ioninv.ui.kit.tree import TreeRow
from ioninv.ui.state import AppState

_SEARCHED_FROM = 8
"""An assembly that the eye takes in needs no search."""


class BuiltState(AppState):
    """The tree below the open item. The first level is open; a search opens what leads to it."""

    item: int = 0
    rows: list[TreeRow] = []
    title: str = ""
    said: str = ""
    searches: bool = False
    round: int = 0

    _below: list[Installed] = []
    _opened: frozenset[int] = frozenset()
    _typed: str = ""

    @rx.event
    async def show(self, item_id: int) -> None:
        """The item beside the grid; shown again, it keeps what is open."""
        item_id = arguments.number(item_id)
        if item_id != self.item:
            self._opened, self._typed = frozenset(), ""
            self.round += 1
        self.item = item_id
        self._below = await self._read(items.built, item_id) if item_id else []
        self.searches = len(self._below) >= _SEARCHED_FROM
        more = "+" if len(self._below) >= items.MOST_BUILT else ""
        self.title = f"Installed in it ({len(self._below):,}{more})"
        self._lay()

    @rx.event
    def twist(self, item_id: str) -> None:
        """Open or close one level."""
        self._opened ^= {arguments.number(item_id)}
        self._lay()

    @rx.event
    def search(self, typed: str) -> None:
        self._typed = arguments.text(typed, 200)
        self._lay()

    def _lay(self) -> None:
        """Everything in it that is to be seen, depth first."""
        words = codes.key(self._typed).split()
        found = {each.id for each in self._below if _matches(each, words)} if words else set()
        leading = _above(self._below, found)
        kids: dict[int, list[Installed]] = {}
        for each in self._below:
            kids.setdefault(each.parent_id, []).append(each)
        laid: list[TreeRow] = []

        def walk(parent: int) -> None:
            for each in kids.get(parent, ()):
                if words and each.id not in found | leading:
                    continue
                opened = each.id in leading if words else each.id in self._opened
                laid.append(_row(each, kids.get(each.id, ()), opened, each.id in leading - found))
                if opened:
                    walk(each.id)

        walk(self.item)
        self.rows = laid
        self.said = f"Nothing in it matches “{self._typed[:60]}”." if words and not laid else ""


def _matches(each: Installed, words: Sequence[str]) -> bool:
    said = codes.key(" ".join((each.label, each.part, each.name, each.lot)))
    return all(word in said for word in words)


def _above(below: Iterable[Installed], found: set[int]) -> set[int]:
    parents = {each.id: each.parent_id for each in below}
    leading: set[int] = set()
    for id_ in found:
        above = parents.get(id_)
        while above in parents and above not in leading:
            leading.add(above)
            above = parents[above]
    return leading


def _row(each: Installed, kids: Sequence[Installed], opened: bool, leads: bool) -> TreeRow:
    return TreeRow(
        id=str(each.id),
        name=each.label,
        level=each.level,
        twist=("open" if opened else "closed") if kids else "",
        tag=each.part,
        notice="On hold" if each.held else "",
        own="",
        count=each.quantity or (f"{len(kids):,}" if kids else ""),
        said=", ".join(text for text in (each.part, each.quantity, each.lot) if text),
        gone=False,
        leads=leads,
    )
