"""The kits: their page of rows, and the one open beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import kits
from ioninv.domain.kits import KitFilter, KitRow, KitState
from ioninv.errors import Invalid
from ioninv.ui import arguments
from ioninv.ui.kits.panel_state import KitPanelState
from ioninv.ui.listing import ListingState
from ioninv.ui.state import AppState

PATH = "/kits"


class Shown(TypedDict):
    """A kit as its row shows it."""

    id: int
    name: str
    reference: str
    destination: str
    items: str
    quantity: str
    opened: str
    closed: str


class KitsState(ListingState, AppState):
    """The list of kits. The address holds all of it."""

    rows: list[Shown] = []
    sort: str = kits.FIRST_SORT
    which: str = KitState.OPEN.value

    _path: str = PATH
    _kind: str = "kit"
    _first_sort: str = kits.FIRST_SORT
    _filter: KitFilter = KitFilter()

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        return await self._enter()

    @rx.event
    async def choose_state(self, value: str) -> Any:
        """Only open kits, only closed ones, or all."""
        return await self._filter_by(state=_state(arguments.text(value)))

    def _filter_type(self) -> type[KitFilter]:
        return KitFilter

    def _look(self) -> Callable[..., Any]:
        return kits.search

    def _put(self, rows: Sequence[KitRow]) -> None:
        self.rows = [_shown(row) for row in rows]
        self.which = self._filter.state.value

    def _show_opened(self) -> Any:
        return KitPanelState.show(self.opened)

    def _filter_from(self, query: Mapping[str, str]) -> KitFilter:
        return replace(KitFilter(self.text), state=_state(query.get("state", "")))

    def _query(self) -> dict[str, str]:
        state = self._filter.state
        return {"state": "" if state is KitState.OPEN else state.value}


def _state(value: str) -> KitState:
    if value and value not in {state.value for state in KitState}:
        raise Invalid(f"Kits are open or closed, not “{value[:40]}”.", "state")
    return KitState(value or KitState.OPEN)


def _shown(row: KitRow) -> Shown:
    return Shown(
        id=row.id,
        name=row.name,
        reference=row.reference,
        destination=row.destination,
        items=f"{row.items:,}" if row.items else "",
        quantity=row.quantity,
        opened=row.created,
        closed=row.closed,
    )
