"""New Kit, and editing one: the same form."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import kits, locations
from ioninv.domain.kits import KitRow
from ioninv.errors import Conflict, Invalid, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.forms import (
    FormState,
    changed_meanwhile,
    remember,
    remembered,
    untouched_follow,
)
from ioninv.ui.kit import toast
from ioninv.ui.kits.grid_state import KitsState
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState

FIELDS = ("name", "reference", "location")
_LONGEST_PATH = 2_000


class KitFormState(FormState, AppState):
    """The kit's form. What is typed lives in the browser until it is sent."""

    kit: int = 0
    version: int = 0
    title: str = ""
    action: str = ""
    values: dict[str, str] = {}
    began: str = ""
    location: str = ""
    location_options: list[Option] = []

    _seen_version: int = 0

    @rx.event
    def start_new(self) -> None:
        """An empty form."""
        self._fill(0, 0, dict.fromkeys(FIELDS, ""), "")
        self.title, self.action = "New Kit", "Create kit"

    @rx.event
    async def start_edit(self, kit_id: int) -> None:
        """The form with what is stored now."""
        row = await self._read(kits.get, arguments.number(kit_id))
        self._fill(row.id, row.version, _values(row), str(row.destination_id or ""))
        self.title, self.action = f"Edit {row.name}", "Save"

    @rx.event
    async def find_locations(self, typed: str) -> None:
        self.location_options = await picking.options(self, "location", typed)

    @rx.event
    async def create_location(self, typed: str) -> Any:
        """Make the destination right here; a path makes what is missing of it."""
        try:
            path = arguments.text(typed, _LONGEST_PATH)
            made = await self._write(locations.create_path, path)
        except Refused as refused:
            self.errors = {**self.errors, "location": refused.message}
            return None
        self.location, self.values = str(made.id), {**self.values, "location": made.path}
        self.errors = {**self.errors, "location": ""}
        return toast.success(f"{made.path} created.")

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store what was typed: a new kit, or new facts of this one."""
        self._begin(data)
        yield
        try:
            stored, news = await self._store(arguments.form(data))
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(news), KitsState.show_stored(stored.id)]

    async def _store(self, form: Mapping[str, str]) -> tuple[KitRow, str]:
        id_, key = arguments.number(form.get("id", "0")), form.get("idempotency_key") or None
        name, reference, destination = form.get("name", ""), form.get("reference", ""), _place(form)
        if not id_:
            row = await self._write(kits.create, name, reference, destination, key=key)
            return row, f"{row.name} created."
        began, version = remembered(form.get("began", "")), arguments.number(form.get("version"))
        now = await self._read(kits.get, id_)
        if version < self._seen_version <= now.version:
            # The person was told what somebody else stored meanwhile, and sends again.
            typed = {"name": name, "reference": reference, "location": _typed_place(form)}
            after = untouched_follow(typed, began, _values(now))
            name, reference, version = after["name"], after["reference"], self._seen_version
            if typed["location"] == began.get("location", ""):
                destination = now.destination_id
        try:
            row = await self._write(kits.edit, id_, name, reference, destination, version, key=key)
        except Conflict:
            if now.version != version:
                self._seen_version = now.version
                self.hints = changed_meanwhile(began, _values(now))
            raise
        return row, f"{row.name} saved."

    def _fill(self, kit: int, version: int, values: dict[str, str], location: str) -> None:
        self._start()
        self.kit, self.version, self._seen_version = kit, version, 0
        self.values, self.began, self.location = values, remember(values), location


def _values(row: KitRow) -> dict[str, str]:
    return {"name": row.name, "reference": row.reference, "location": row.destination}


def _typed_place(form: Mapping[str, str]) -> str:
    return form.get("location_text", "").strip()


def _place(form: Mapping[str, str]) -> int | None:
    """The location that was chosen. Raises Invalid where text stands that names none."""
    typed, chosen = _typed_place(form), arguments.number_or_none(form.get("location"))
    if typed and chosen is None:
        raise Invalid(
            f"“{typed[:60]}” does not exist yet. Choose from the list, or create it.", "location"
        )
    return chosen if typed else None
