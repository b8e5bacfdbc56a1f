"""Two locations that are one: everything of the one goes to the other."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import factory, locations
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.factory.panel_state import counted
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.forms import FormState, kept
from ioninv.ui.kit import toast
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import textarea_field
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState

FIELDS = ("target", "reason")


class MergeLocationState(FormState, AppState):
    """What a location is merged into, and what that means."""

    location_id: int = 0
    version: int = 0
    title: str = ""
    sentence: str = ""
    target_options: list[Option] = []

    _path: str = ""
    _goes: str = ""
    _alike: str = ""

    @rx.event
    async def start(self, location_id: int) -> None:
        row = await self._read(locations.get, arguments.number(location_id))
        nodes = await self._read(locations.tree, "", True)
        below = sum(node.parent_id == row.id for node in nodes)
        self._start()
        self.location_id, self.version, self._path = row.id, row.version, row.path
        self.title, self.sentence = f"Merge {row.name} into…", ""
        self._goes = _going(row.items, below)
        self._alike = " Locations of the same name become one." if below else ""

    @rx.event
    async def find_targets(self, typed: str) -> None:
        found = await picking.options(self, "location", typed)
        self.target_options = [each for each in found if each["value"] != str(self.location_id)]

    @rx.event
    async def pick_target(self, value: str, label: str) -> None:
        """A target was chosen: say what will happen."""
        arguments.text(label)
        target = await self._read(locations.get, arguments.number(value))
        self.sentence = (
            f"{self._goes} to {target.path}.{self._alike} {self._path} is archived; its serials and its "
            "history stay searchable. This cannot be taken back."
        )
        self.errors = {**self.errors, "target": ""}

    @rx.event
    def forget_target(self) -> None:
        self.sentence = ""

    @rx.event
    async def merge(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            form = arguments.form(data)
            id_, version = arguments.number(form.get("id")), arguments.number(form.get("version"))
            reason, key = form.get("reason", ""), form.get("idempotency_key") or None
            merged = await self._write(factory.merge, id_, _target(form), reason, version, key=key)
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        news = f"Merged into {merged.location.path}: {counted(merged.items)} moved."
        yield [toast.success(news), FactoryState.show_stored(merged.location.id)]


def merge_location_dialog() -> rx.Component:
    s = MergeLocationState
    return form_dialog(
        kept("id", s.location_id),
        kept("version", s.version),
        combobox_field(
            "Into",
            "target",
            options=s.target_options,
            on_query=s.find_targets,
            on_pick=s.pick_target,
            on_clear=s.forget_target,
            empty_note="No location matches.",
            required=True,
            error=s.errors["target"],
        ),
        textarea_field(
            "Reason",
            "reason",
            rows=2,
            required=True,
            error=s.errors["reason"],
            placeholder="The same shelf, entered twice",
        ),
        rx.el.p(s.sentence, class_name="outcome", role="status"),
        name="merge-location",
        title=s.title,
        open=s.open,
        on_close=s.close_dialog,
        on_submit=s.merge,
        action="Merge",
        busy=s.saving,
        problem=s.problem,
        danger=True,
    )


def _target(form: dict[str, str]) -> int:
    target = arguments.number_or_none(form.get("target"))
    if target is None:
        typed = form.get("target_text", "")[:80]
        raise Invalid(
            f"There is no location “{typed}”. Choose one from the list."
            if typed
            else "Choose the location that takes its place.",
            "target",
        )
    return target


def _going(items: int, below: int) -> str:
    """`12 items and 2 locations go`, with the verb that fits."""
    places = f"{below:,} {'location' if below == 1 else 'locations'} below it"
    if below and items:
        return f"{counted(items)} and {places} move"
    if below:
        return f"{places.capitalize()} {'moves' if below == 1 else 'move'}"
    return f"{counted(items)} {'moves' if items == 1 else 'move'}" if items else "Nothing moves"
