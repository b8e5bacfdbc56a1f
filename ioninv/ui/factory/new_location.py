"""New Location: its dialog, and what becomes of it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import locations
from ioninv.domain.locations import LocationForm
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.kit.another import NAME as ANOTHER
from ioninv.ui.kit.another import another
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import row, text_field, textarea_field
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState

FIELDS = ("name", "parent", "kind", "description")
_LONGEST_PATH = 2_000


class NewLocationState(FormState, AppState):
    """The form of a new location. What is typed lives in the browser until it is sent."""

    parent: str = ""
    parent_text: str = ""
    parent_options: list[Option] = []
    round: int = 0

    @rx.event
    async def start(self) -> None:
        """An empty form; the new location lies in the one that is open."""
        factory = await self.get_state(FactoryState)
        await self._start_below(factory.location_id)

    @rx.event
    async def start_below(self, location_id: int) -> None:
        """An empty form for a location that lies in this one."""
        await self._start_below(arguments.number(location_id))

    @rx.event
    async def find_parents(self, typed: str) -> None:
        self.parent_options = await picking.options(self, "location", typed)

    @rx.event
    async def create_parent(self, typed: str) -> Any:
        """Make the parent right here; a path makes what is missing of it."""
        try:
            path = arguments.text(typed, _LONGEST_PATH)
            made = await self._write(locations.create_path, path)
        except Refused as refused:
            self.errors = {**self.errors, "parent": refused.message}
            return None
        self.parent, self.parent_text = str(made.id), made.path
        self.errors = {**self.errors, "parent": ""}
        return toast.success(f"{made.path} created.")

    @rx.event
    async def create(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            form = arguments.form(data)
            key = form.get("idempotency_key") or None
            made = await self._write(locations.create, _typed(form), key=key)
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        if form.get(ANOTHER):
            # The next one lies in the same place; the rest of the form starts empty.
            await self._start_below(made.parent_id or 0)
            self.round += 1
        else:
            self._done()
        yield [toast.success(f"{made.path} created."), FactoryState.show_stored(made.id)]

    async def _start_below(self, parent_id: int) -> None:
        self.parent = self.parent_text = ""
        if parent_id:
            row = await self._read(locations.get, parent_id)
            if not row.archived:
                self.parent, self.parent_text = str(row.id), row.path
        self._start()


def new_location_dialog() -> rx.Component:
    s = NewLocationState
    return form_dialog(
        text_field("Name", "name", required=True, error=s.errors["name"], placeholder="Shelf B"),
        row(
            parent_field(
                "Inside",
                options=s.parent_options,
                value=s.parent,
                text=s.parent_text,
                on_query=s.find_parents,
                on_create=s.create_parent,
                error=s.errors["parent"],
            ),
            text_field(
                "Kind", "kind", error=s.errors["kind"], placeholder="Site, room, rack, bin…"
            ),
        ),
        textarea_field("Description", "description", rows=2, error=s.errors["description"]),
        name="new-location",
        title="New Location",
        open=s.open,
        on_close=s.close_dialog,
        on_submit=s.create,
        action="Create location",
        busy=s.saving,
        problem=s.problem,
        round=s.round.to_string(),
        more=another("new-location", "Create and add another", disabled=s.saving),
    )


def parent_field(label: str, **props: Any) -> rx.Component:
    """Where a location lies: an existing one, or none for the top level."""
    return combobox_field(
        label,
        "parent",
        hint="Empty: the top level",
        placeholder="Top level",
        empty_note="No location matches.",
        **props,
    )


def parent_id(form: Mapping[str, str]) -> int | None:
    """The parent that a form names. Raises Invalid for a text that names none."""
    if not form.get("parent") and form.get("parent_text"):
        raise Invalid(
            f"There is no location “{form['parent_text'][:80]}”. Choose one from the list.",
            "parent",
        )
    return arguments.number_or_none(form.get("parent"))


def _typed(form: Mapping[str, str]) -> LocationForm:
    return LocationForm(
        name=form.get("name", ""),
        parent_id=parent_id(form),
        kind=form.get("kind", ""),
        description=form.get("description", ""),
    )
