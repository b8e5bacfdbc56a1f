"""What is selected: the ticks live in the browser, and what they add up to lives here."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import items
from ioninv.domain.access import Actor, Session
from ioninv.domain.items import PAGE_SIZES, ItemFilter, Selection
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments
from ioninv.ui.items.target import Target
from ioninv.ui.state import AppState
from ioninv.vocabulary import LARGEST_ACT, ActName


class SelectionState(AppState):
    """Items by id, kept while pages turn, each with the version in which it was last seen.

    `everything`: they are all that the filter matched when that was pressed. `round` puts the boxes
    of the page to `shown`; a tick alone never does.
    """

    count: int = 0
    said: str = ""
    everything: bool = False
    round: int = 0
    shown: list[int] = []
    offered: list[str] = []

    _versions: dict[int, int] = {}
    _page: dict[int, int] = {}
    _filter: ItemFilter | None = None
    _as_of: int | None = None

    @rx.event
    async def pick(self, ids: list[int], on: bool) -> AsyncIterator[Any]:
        """Rows were ticked, or are no more."""
        given = arguments.numbers(ids, PAGE_SIZES[-1])
        if arguments.flag(on):
            kept = self._versions | {id_: self._page.get(id_, 0) for id_ in given}
        else:
            kept = _without(self._versions, given)
        if len(kept) > LARGEST_ACT:
            self._tell()
            raise Invalid(f"At most {LARGEST_ACT:,} items can be selected one by one.")
        async for step in self._take(kept):
            yield step

    @rx.event
    async def drop(self, ids: list[int]) -> AsyncIterator[Any]:
        """Rows of everything were unticked: all the others stay selected, one by one from now on."""
        given = arguments.numbers(ids, PAGE_SIZES[-1])
        async for step in self._take(_without(self._versions, given)):
            yield step

    @rx.event
    def clear(self) -> None:
        self._empty()

    def _saw(self, page: Mapping[int, int]) -> None:
        """These rows are shown now, each in its version."""
        self._page = dict(page)
        self._versions |= {id_: seen for id_, seen in page.items() if id_ in self._versions}

    def _empty(self) -> None:
        self._versions, self._filter, self._as_of, self.everything = {}, None, None, False
        self.count, self.said, self.offered = 0, "", []
        self._tell()

    def _target(self) -> Target:
        seen = {id_: version for id_, version in self._versions.items() if version}
        return Target(tuple(sorted(self._versions)), seen, self._filter, self._as_of, ticked=True)

    def _tell(self) -> None:
        """Put the boxes to what is known here."""
        self.shown = [] if self.everything else sorted(self._versions)
        self.round += 1

    async def _take(self, versions: dict[int, int]) -> AsyncIterator[Any]:
        """What it adds up to first, then what can be done with it."""
        was_everything, self._filter, self.everything = self.everything, None, False
        self._versions, self.count, self.said = (
            versions,
            len(versions),
            f"{len(versions):,} selected",
        )
        if was_everything:
            self._tell()
        if not versions:
            self._as_of = None
        yield
        await self._offer()

    async def _take_everything(self, filter: ItemFilter) -> None:
        """Raises Invalid when it is more than one act takes."""

        def look(session: Session, actor: Actor) -> tuple[Selection, dict[int, int]]:
            chosen = items.select_all(session, actor, filter)
            return chosen, items.selected(session, actor, chosen)

        chosen, self._versions = await self._read(look)
        self._filter, self._as_of, self.everything = chosen.filter, chosen.as_of, True
        self.count, self.said = len(chosen.ids), f"All {len(chosen.ids):,} selected"
        self._tell()
        await self._offer()

    async def _offer(self) -> None:
        if not self.count:
            self.offered = []
            return
        before = self._versions, self._filter
        try:
            offered = await self._read(items.acts_for, self._target().selection())
        except Refused:
            # Each act says for itself what stands against it.
            offered = [name.value for name in ActName]
        if before == (self._versions, self._filter):
            self.offered = offered


def _without(versions: Mapping[int, int], ids: list[int]) -> dict[int, int]:
    return {id_: seen for id_, seen in versions.items() if id_ not in ids}
