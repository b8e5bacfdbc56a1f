"""Renaming and describing a location."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import locations
from ioninv.domain.locations import LocationRow
from ioninv.errors import Conflict, Refused
from ioninv.ui import arguments
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.forms import (
    FormState,
    changed_meanwhile,
    kept,
    remember,
    remembered,
    untouched_follow,
)
from ioninv.ui.kit import toast
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import text_field, textarea_field
from ioninv.ui.state import AppState

FIELDS = ("name", "kind", "description")


class EditLocationState(FormState, AppState):
    """The form of a location's texts."""

    location_id: int = 0
    version: int = 0
    title: str = ""
    values: dict[str, str] = {}
    began: str = ""

    _seen_version: int = 0

    @rx.event
    async def start(self, location_id: int) -> None:
        """The form with what is stored now."""
        row = await self._read(locations.get, arguments.number(location_id))
        self._start()
        self.location_id, self.version, self._seen_version = row.id, row.version, 0
        self.values, self.title = _values(row), f"Edit {row.name}"
        self.began = remember(self.values)

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            row = await self._edit(arguments.form(data))
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(f"{row.path} saved."), FactoryState.show_stored(row.id)]

    async def _edit(self, form: dict[str, str]) -> LocationRow:
        id_, version = arguments.number(form.get("id")), arguments.number(form.get("version"))
        typed = {name: form.get(name, "") for name in FIELDS}
        began, now = remembered(form.get("began", "")), await self._read(locations.get, id_)
        if version < self._seen_version <= now.version:
            # The person was told what somebody else stored meanwhile, and sends again.
            version, typed = self._seen_version, untouched_follow(typed, began, _values(now))
        key = form.get("idempotency_key") or None
        try:
            return await self._write(locations.edit, id_, **typed, version=version, key=key)
        except Conflict:
            if now.version != version:
                self._seen_version = now.version
                self.hints = changed_meanwhile(began, _values(now))
            raise


def edit_location_dialog() -> rx.Component:
    s = EditLocationState
    return form_dialog(
        kept("id", s.location_id),
        kept("version", s.version),
        kept("began", s.began),
        text_field(
            "Name",
            "name",
            value=s.values["name"],
            hint=s.hints["name"],
            error=s.errors["name"],
            required=True,
        ),
        text_field(
            "Kind",
            "kind",
            value=s.values["kind"],
            hint=s.hints["kind"],
            error=s.errors["kind"],
            placeholder="Site, room, rack, bin…",
        ),
        textarea_field(
            "Description",
            "description",
            value=s.values["description"],
            hint=s.hints["description"],
            error=s.errors["description"],
        ),
        name="edit-location",
        title=s.title,
        open=s.open,
        on_close=s.close_dialog,
        on_submit=s.save,
        busy=s.saving,
        problem=s.problem,
    )


def _values(row: LocationRow) -> dict[str, str]:
    return {name: getattr(row, name) for name in FIELDS}
