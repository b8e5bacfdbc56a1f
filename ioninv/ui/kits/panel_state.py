"""The kit open beside the list: what it is for, what is in it, what happened to it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import kits
from ioninv.domain.kits import KitRow
from ioninv.errors import NotFound
from ioninv.ui import arguments
from ioninv.ui.history import entries, undoable
from ioninv.ui.items.grid_state import EXPORT_PATH
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.kits.contents_state import KitContentsState
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState


class KitPanelState(AppState):
    """One kit in full; `kit` 0 means that none is open."""

    kit: int = 0
    version: int = 0
    missing: str = ""
    name: str = ""
    reference: str = ""
    destination: str = ""
    destination_href: str = ""
    opened: str = ""
    closed: str = ""
    items: str = ""
    items_href: str = ""
    quantity: str = ""
    export_href: str = EXPORT_PATH
    history: list[TimelineEntry] = []

    @rx.event
    async def show(self, kit_id: int) -> AsyncIterator[Any]:
        """Show a kit; 0 shows none. What of its history can be undone is told after the rest."""
        kit_id = arguments.number(kit_id)
        self.missing = ""
        told = []
        if kit_id:
            try:
                row = await self._read(kits.get, kit_id)
                told = await self._read(where_seen, kits.timeline, kit_id)
                self._fill(row)
                self.history = entries(told)
            except NotFound as refused:
                self.reset()
                self.missing = refused.message
        self.kit = kit_id
        yield KitContentsState.show(0 if self.missing else kit_id)
        if told:
            self.history = entries(told, await self._read(undoable, told))

    def _fill(self, row: KitRow) -> None:
        self.version, self.name, self.reference = row.version, row.name, row.reference
        self.destination = row.destination
        self.destination_href = f"/factory?location={row.destination_id or ''}"
        self.opened, self.closed = row.created, row.closed
        self.items = f"{row.items:,} {'item' if row.items == 1 else 'items'}" if row.items else ""
        self.items_href, self.quantity = f"/?kit={row.id}", row.quantity
        self.export_href = f"{EXPORT_PATH}?kit={row.id}"
