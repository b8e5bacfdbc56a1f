"""Which items are selected: the ticks live in the browser, and what they add up to lives here."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import history, items
from ioninv.domain.access import Actor, Session
from ioninv.domain.items import PAGE_SIZES, ItemFilter
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments
from ioninv.ui.items.target import Target
from ioninv.ui.state import AppState
from ioninv.vocabulary import LARGEST_ACT, ActName


class SelectionState(AppState):
    """Items by id, kept while pages turn; or everything a filter matched when it was pressed.

    `round` puts the boxes of the page to `shown`; a tick alone never does.
    """

    count: int = 0
    said: str = ""
    everything: bool = False
    round: int = 0
    shown: list[int] = []
    offered: list[str] = []

    _ids: frozenset[int] = frozenset()
    _filter: ItemFilter | None = None
    _as_of: int = 0

    @rx.event
    async def pick(self, ids: list[int], on: bool) -> AsyncIterator[Any]:
        """Rows were ticked, or are no more."""
        given = frozenset(arguments.numbers(ids, PAGE_SIZES[-1]))
        kept = self._ids | given if arguments.flag(on) else self._ids - given
        if len(kept) > LARGEST_ACT:
            self._tell()
            raise Invalid(f"At most {LARGEST_ACT:,} items can be selected one by one.")
        async for step in self._take(kept):
            yield step

    @rx.event
    async def keep(self, ids: list[int]) -> AsyncIterator[Any]:
        """Of everything, only these are left: a row of it was unticked."""
        async for step in self._take(frozenset(arguments.numbers(ids, PAGE_SIZES[-1]))):
            yield step

    @rx.event
    def clear(self) -> None:
        self._empty()

    def _empty(self) -> None:
        self._ids, self._filter, self.everything = frozenset(), None, False
        self.count, self.said, self.offered = 0, "", []
        self._tell()

    def _target(self) -> Target:
        if self._filter is not None:
            return Target(filter=self._filter, as_of=self._as_of)
        return Target(tuple(sorted(self._ids)))

    def _tell(self) -> None:
        """Put the boxes to what is known here."""
        self.shown, self.round = sorted(self._ids), self.round + 1

    async def _take(self, ids: frozenset[int]) -> AsyncIterator[Any]:
        """What it adds up to first, then what can be done with it."""
        self._ids, self._filter, self.everything = ids, None, False
        self.count, self.said = len(ids), f"{len(ids):,} selected"
        yield
        await self._offer()

    async def _take_everything(self, filter: ItemFilter) -> None:
        """Raises Invalid when it is more than one act takes."""

        def look(session: Session, actor: Actor) -> tuple[int, int]:
            as_of = history.latest(session)
            chosen = Target(filter=filter, as_of=as_of).selection()
            return as_of, items.selected_count(session, actor, chosen)

        self._as_of, self.count = await self._read(look)
        self._ids, self._filter, self.everything = frozenset(), filter, True
        self.said = f"All {self.count:,} selected"
        self._tell()
        await self._offer()

    async def _offer(self) -> None:
        if not self.count:
            self.offered = []
            return
        before = self._ids, self._filter
        try:
            offered = await self._read(items.acts_for, self._target().selection())
        except Refused:
            # Each act says for itself what stands against it.
            offered = [name.value for name in ActName]
        if before == (self._ids, self._filter):
            self.offered = offered
