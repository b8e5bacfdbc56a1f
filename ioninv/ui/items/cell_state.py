"""Editing a cell where it stands: what is in it, what was typed, and what stands against it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import attributes, items
from ioninv.domain.history import Done
from ioninv.domain.items import ItemDetail, Selection
from ioninv.errors import Conflict, Invalid, Problem, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.attributes.form_state import PREFIX, Option, fields_of
from ioninv.ui.forms import FormState, told_version
from ioninv.ui.items import fields
from ioninv.ui.items.creating import create
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.undo_state import told
from ioninv.ui.kit import toast
from ioninv.ui.picking import Option as Picked
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo

_FIELD = ("value", "reason")
_NO_ERRORS = dict.fromkeys(_FIELD, "")


class CellState(FormState, AppState):
    """The editor over one cell. Typed text lives in the browser until it is stored."""

    item: int = 0
    field: str = ""
    label: str = ""
    title: str = ""
    version: int = 0
    began: str = ""
    value: str = ""
    value_text: str = ""
    round: int = 0
    options: list[Picked] = []
    kind: str = ""
    choices: list[Option] = []
    unit: str = ""

    seen: int = 0
    """The version whose notice was shown: a form that names it has consented to write over it."""

    @rx.event
    async def start(self, item_id: int, field: str) -> AsyncIterator[Any]:
        """Open the editor, unless this cell cannot be written by hand."""
        field = _known(field)
        detail = await self._read(items.get, arguments.number(item_id))
        refused = _not_here(detail, field)
        if refused:
            yield toast.info(refused)
            return
        await self._ask_kind(field)
        self._start()
        self.item, self.field, self.version = detail.row["id"], field, detail.version
        self.title = f"{self.label} of {detail.title}"
        self.began = _stored(detail, field)
        self.value, self.value_text = (
            ("", self.began) if field in fields.PICKED else (self.began, "")
        )
        self.errors, self.options = dict(_NO_ERRORS), []
        self.hints = {"value": _hint(field), "reason": "It stands in the history."}
        self.seen = 0
        self.round += 1

    @rx.event
    async def find(self, typed: str) -> None:
        self.options = await picking.options(
            self, fields.PICKED[fields.known(self.field, fields.PICKED)], typed
        )

    @rx.event
    async def create(self, typed: str) -> Any:
        """It does not exist yet: make it right here."""
        try:
            id_, name = await create(
                self, fields.known(self.field, fields.PICKED), arguments.text(typed)
            )
        except Refused as refused:
            self.errors = _NO_ERRORS | {"value": refused.message}
            return None
        self.value, self.value_text, self.errors = str(id_), name, dict(_NO_ERRORS)
        return toast.success(f"{fields.LABELS[self.field]} {name} created.", "Enter puts it here.")

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store it; refused, the editor stays with what was typed and with the sentence."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            item, field = arguments.number(given.get("item")), _known(given.get("field"))
            done = await self._store(item, field, given)
        except Refused as refused:
            named = [
                Problem(p.message, "reason" if p.field == "reason" else "value")
                for p in refused.problems
            ]
            if isinstance(refused, Conflict):
                named = [Problem(p.message) for p in named]
            self._refuse(Refused.because(named), _FIELD)
            self.errors = _NO_ERRORS | self.errors
            return
        finally:
            self.saving = False
        self._done()
        if done:
            label = fields.LABELS.get(field, given.get("label") or "Attribute")
            yield [told(f"{label} changed.", done), GridState.refresh]
        if given.get("next"):
            yield CellState.start(item, given["next"])

    async def _store(self, item: int, field: str, given: dict[str, str]) -> Done | None:
        """None when nothing was changed. Raises Conflict when somebody was faster, unless told."""
        name = "value_text" if field in fields.PICKED else "value"
        if given.get(name, "").strip() == given.get("began", ""):
            return None
        version = told_version(given)
        key = given.get("idempotency_key") or None
        try:
            return await self._write_field(item, field, given, version, key)
        except Conflict:
            now = await self._read(items.get, item)
            if now.version != version:
                self.seen = now.version
                stored = _stored(now, field)
                said = f"Now “{stored}”. Save again to put yours there."
                self.hints = self.hints | {"value": said}
            raise

    async def _write_field(
        self, item: int, field: str, given: dict[str, str], version: int, key: str | None
    ) -> Done:
        if field == "quantity":
            counted, reason = given.get("value", ""), given.get("reason", "")
            return await self._write(items.adjust, item, counted, reason, version, key=key)
        if field == "location":
            there = arguments.number_or_none(fields.chosen(given, "value"))
            chosen = Selection(ids=(item,), versions={item: version})
            return await self._write(items.move, chosen, there, key=key)
        if field.startswith(PREFIX):
            valued = {field.removeprefix(PREFIX): given.get("value", "")}
            return await self._write(items.edit, item, {}, version, attributes=valued, key=key)
        changes = fields.change(field, given.get("value", ""))
        if field in fields.PICKED:
            changes = fields.change(field, fields.chosen(given, "value"))
        return await self._write(items.edit, item, changes, version, key=key)

    async def _ask_kind(self, field: str) -> None:
        """What the control must be. Raises Invalid for an attribute that is no more."""
        self.kind, self.choices, self.unit = "", [], ""
        self.label = fields.LABELS.get(field, "")
        if not field.startswith(PREFIX):
            return
        rows = await self._read(attributes.all, AppliesTo.ITEM)
        asked = next((each for each in fields_of(rows, {}) if each["name"] == field), None)
        if asked is None:
            raise Invalid("This attribute is no longer asked for. Load the page again.")
        self.kind, self.choices, self.unit = asked["kind"], asked["options"], asked["unit"]
        self.label = asked["label"]


def _known(field: object) -> str:
    """The name of a field or an attribute. Raises Invalid for anything else."""
    name = arguments.text(field)
    if name.startswith(PREFIX):
        arguments.number(name.removeprefix(PREFIX))
        return name
    return fields.known(name, fields.LABELS)


def _stored(detail: ItemDetail, field: str) -> str:
    """What is in the cell, as a person types it."""
    if field.startswith(PREFIX):
        return detail.row["attributes"].get(int(field.removeprefix(PREFIX)), "")
    return fields.texts(detail)[field]


def _not_here(detail: ItemDetail, field: str) -> str:
    """Why this cell is not edited in its place; empty when it can be."""
    if field == "quantity" and detail.row["serial"]:
        return f"{detail.title} has a serial: there is exactly one of it."
    if field == "location" and detail.parents:
        return f"{detail.title} is installed: it is where its assembly is. Remove it first."
    return ""


def _hint(field: str) -> str:
    return (
        "Escape leaves it as it was."
        if field != "quantity"
        else "Counted again: what is there now."
    )
