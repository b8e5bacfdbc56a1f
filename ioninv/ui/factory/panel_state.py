"""The location open beside the tree: what it is, what lies there, what happened to it."""

from typing import TypedDict

import reflex as rx

from ioninv.domain import items, locations
from ioninv.domain.access import Actor, Session
from ioninv.domain.items import ItemFilter
from ioninv.domain.locations import LocationRow
from ioninv.errors import NotFound
from ioninv.ui import arguments
from ioninv.ui.history import entries
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.vocabulary import Permission, Status


class Above(TypedDict):
    """A location on the way down to this one."""

    id: int
    name: str


class LocationPanelState(AppState):
    """One location in full; `location` 0 means that none is open."""

    location: int = 0
    version: int = 0
    missing: str = ""
    name: str = ""
    path: str = ""
    above: list[Above] = []
    kind: str = ""
    description: str = ""
    available: bool = True
    blocked_by: str = ""
    archived: bool = False
    merged_into: int = 0
    merged_into_path: str = ""
    items_here: str = ""
    items_all: str = ""
    items_href: str = ""
    available_items: int = 0
    history: list[TimelineEntry] = []

    @rx.event
    async def show(self, location_id: int) -> None:
        """Show a location; 0 shows none."""
        location_id = arguments.number(location_id)
        self.missing = ""
        if location_id:
            try:
                await self._fill(await self._read(locations.get, location_id))
                told = await self._read(where_seen, locations.timeline, location_id)
                self.history = entries(told)
            except NotFound as refused:
                self.reset()
                self.missing = refused.message
        self.location = location_id

    async def _fill(self, row: LocationRow) -> None:
        above = await self._read(_above, row)
        self.version, self.name, self.path = row.version, row.name, row.path
        self.kind, self.description = row.kind, row.description
        self.available, self.archived = row.available, row.archived
        self.above = [Above(id=each.id, name=each.name) for each in above]
        blocking = [each.name for each in above if not each.available]
        self.blocked_by = blocking[-1] if blocking else ""
        self.merged_into = row.merged_into_id or 0
        self.merged_into_path = ""
        if row.merged_into_id:
            self.merged_into_path = (await self._read(locations.get, row.merged_into_id)).path
        self.items_here, self.available_items = counted(row.items), 0
        self.items_all = self.items_href = ""
        if self.may[Permission.VIEW_INVENTORY]:
            lying = await self._read(items.count, ItemFilter(location_id=row.id))
            self.available_items = lying.by_status.get(Status.AVAILABLE, 0)
            self.items_all = counted(lying.total, lying.exact)
            self.items_href = f"/?location={row.id}"


def counted(count: int, exact: bool = True) -> str:
    """`1 item`, `1,200 items`, `5,000+ items`."""
    return f"{count:,}{'' if exact else '+'} {'item' if count == 1 else 'items'}"


def _above(session: Session, actor: Actor, row: LocationRow) -> list[LocationRow]:
    """The locations above, from the top down."""
    above: list[LocationRow] = []
    while row.parent_id is not None:
        row = locations.get(session, actor, row.parent_id)
        above.append(row)
    return above[::-1]
