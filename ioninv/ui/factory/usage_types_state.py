"""Usage types: created, renamed and archived in their list."""

from collections.abc import AsyncIterator, Callable
from secrets import token_hex
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import usage_types
from ioninv.domain.usage_types import UsageTypeRow
from ioninv.errors import Conflict, Refused
from ioninv.ui import arguments
from ioninv.ui.errors import by_field
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState


class Shown(TypedDict):
    """A usage type as its line shows it."""

    id: int
    name: str
    items: str
    href: str
    archived: bool
    version: int


class UsageTypesState(AppState):
    """The list of usage types, with the one that is being renamed."""

    types: list[Shown] = []
    types_loaded: bool = False
    types_archived: bool = False
    renaming: int = 0
    saving: bool = False
    new_error: str = ""
    name_error: str = ""
    round: int = 0
    key: str = ""

    @rx.event
    async def show_types(self) -> None:
        self.renaming, self.new_error, self.name_error = 0, "", ""
        await self._list()

    @rx.event
    async def show_archived_types(self, on: bool) -> None:
        self.types_archived = arguments.flag(on)
        await self._list()

    @rx.event
    async def create_type(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Make a usage type of the name that was typed."""
        self.saving, self.new_error = True, ""
        yield
        try:
            form = arguments.form(data)
            made = await self._write(
                usage_types.create, form.get("name", ""), key=form.get("key") or None
            )
        except Refused as refused:
            self.new_error = _said(refused)
            return
        finally:
            self.saving = False
        # A new round is an empty field, and the next name's key.
        self.round += 1
        await self._list()
        yield toast.success(f"Usage type {made.name} created.")

    @rx.event
    def start_renaming(self, usage_type_id: int) -> None:
        self.renaming, self.name_error = arguments.number(usage_type_id), ""

    @rx.event
    def stop_renaming(self) -> None:
        self.renaming, self.name_error = 0, ""

    @rx.event
    async def rename_type(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Give a usage type the name that was typed."""
        self.saving, self.name_error = True, ""
        yield
        try:
            form = arguments.form(data)
            id_, version = arguments.number(form.get("id")), arguments.number(form.get("version"))
            renamed = await self._write(
                usage_types.rename, id_, form.get("name", ""), version, key=form.get("key") or None
            )
        except Refused as refused:
            self.name_error = _said(refused)
            if isinstance(refused, Conflict):
                # Somebody else's new name is shown beside the field, and saving again is allowed.
                await self._list()
            return
        finally:
            self.saving = False
        self.renaming = 0
        await self._list()
        yield toast.success(f"Saved as {renamed.name}.")

    @rx.event
    async def archive_type(self, usage_type_id: int, version: int) -> AsyncIterator[Any]:
        async for step in self._turn(usage_type_id, version, True):
            yield step

    @rx.event
    async def restore_type(self, usage_type_id: int, version: int) -> AsyncIterator[Any]:
        async for step in self._turn(usage_type_id, version, False):
            yield step

    @rx.event
    async def undo_archiving(self, usage_type_id: int, version: int) -> AsyncIterator[Any]:
        async for step in self._turn(usage_type_id, version, False):
            yield step

    async def _turn(self, usage_type_id: int, version: int, archived: bool) -> AsyncIterator[Any]:
        id_, version = arguments.number(usage_type_id), arguments.number(version)
        # A second press is the same act: it carries the same key.
        key = f"usage-type-{id_}-{version}-{archived}"
        row = await self._write(usage_types.archive, id_, archived, version, key=key)
        await self._list()
        yield _news(row, archived, self.undo_archiving)

    async def _list(self) -> None:
        rows = await self._read(usage_types.all, self.types_archived)
        self.types = [_shown(row) for row in rows]
        self.key = token_hex(16)
        self.types_loaded = True


def _news(row: UsageTypeRow, archived: bool, undo: Callable[..., Any]) -> rx.event.EventSpec:
    if not archived:
        return toast.success(f"{row.name} restored.")
    undoing = UsageTypesState.undo_archiving(row.id, row.version)
    return toast.success(f"{row.name} archived.", action="Undo", on_action=undoing)


def _said(refused: Refused) -> str:
    return " ".join(by_field(refused).values())


def _shown(row: UsageTypeRow) -> Shown:
    return Shown(
        id=row.id,
        name=row.name,
        items=f"{row.items:,} {'item' if row.items == 1 else 'items'}",
        href=f"/?usage={row.id}",
        archived=row.archived,
        version=row.version,
    )
