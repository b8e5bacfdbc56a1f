"""Putting a location into another one, with everything in it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import factory, locations
from ioninv.domain.factory import Effect
from ioninv.errors import Refused
from ioninv.ui import arguments, picking
from ioninv.ui.factory.new_location import parent_field, parent_id
from ioninv.ui.factory.panel_state import counted
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.forms import FormState, kept
from ioninv.ui.kit import toast
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState


class MoveLocationState(FormState, AppState):
    """Where a location is to go."""

    location_id: int = 0
    version: int = 0
    title: str = ""
    parent: str = ""
    parent_text: str = ""
    parent_options: list[Option] = []

    @rx.event
    async def start(self, location_id: int) -> None:
        row = await self._read(locations.get, arguments.number(location_id))
        self._start()
        self.location_id, self.version, self.title = row.id, row.version, f"Move {row.name}"
        self.parent = self.parent_text = ""
        if row.parent_id:
            above = await self._read(locations.get, row.parent_id)
            self.parent, self.parent_text = str(above.id), above.path

    @rx.event
    async def find_parents(self, typed: str) -> None:
        self.parent_options = await picking.options(self, "location", typed)

    @rx.event
    async def move(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            form = arguments.form(data)
            id_, version = arguments.number(form.get("id")), arguments.number(form.get("version"))
            key = form.get("idempotency_key") or None
            moved = await self._write(factory.move, id_, parent_id(form), version, key=key)
        except Refused as refused:
            self._refuse(refused, ("parent",))
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(_news(moved)), FactoryState.show_stored(moved.location.id)]


def move_location_dialog() -> rx.Component:
    s = MoveLocationState
    return form_dialog(
        kept("id", s.location_id),
        kept("version", s.version),
        parent_field(
            "To",
            options=s.parent_options,
            value=s.parent,
            text=s.parent_text,
            on_query=s.find_parents,
            error=s.errors["parent"],
        ),
        name="move-location",
        title=s.title,
        description="With everything in it and below it.",
        open=s.open,
        on_close=s.close_dialog,
        on_submit=s.move,
        action="Move",
        busy=s.saving,
        problem=s.problem,
        size="small",
    )


def _news(moved: Effect) -> str:
    place = moved.location.path
    if not moved.items:
        return f"Moved: {place}."
    status = "Available" if moved.location.usable else "Unavailable"
    return f"Moved: {place}. {counted(moved.items)} became {status}."
