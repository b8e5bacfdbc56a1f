"""Editing what an item says of itself, all fields at once."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import items
from ioninv.domain.history import Done
from ioninv.errors import Conflict, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.attributes import form_state as attributes
from ioninv.ui.attributes.form_state import AttributeFormState
from ioninv.ui.forms import FormState, changed_meanwhile, remember, remembered, told_version
from ioninv.ui.items import fields
from ioninv.ui.items.creating import create
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.undo_state import told
from ioninv.ui.kit import toast
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo


class EditItemState(FormState, AttributeFormState, AppState):
    """The dialog that edits an item. Only what was changed in it is stored."""

    item: int = 0
    version: int = 0
    title: str = ""
    began: str = ""
    values: dict[str, str] = dict.fromkeys(fields.LABELS, "")
    picked: dict[str, str] = dict.fromkeys(fields.PICKED, "")
    options: dict[str, list[Option]] = {field: [] for field in fields.PICKED}

    seen: int = 0
    """The version whose notice was shown: a form that names it has consented to write over it."""

    @rx.event
    async def start(self, item_id: int) -> None:
        """The form with what is stored now."""
        detail = await self._read(items.get, arguments.number(item_id))
        asked = await self._ask_attributes(AppliesTo.ITEM, detail.row["attributes"])
        self._start()
        self.item, self.version, self.seen = detail.row["id"], detail.version, 0
        self.title = f"Edit {detail.title}"
        self.values = fields.texts(detail)
        self.picked = dict.fromkeys(fields.PICKED, "")
        self.options = {field: [] for field in fields.PICKED}
        self.began = remember(self.values | asked)

    @rx.event
    async def find(self, field: str, typed: str) -> None:
        kind = fields.PICKED[fields.known(field, fields.PICKED)]
        self.options = self.options | {field: await picking.options(self, kind, typed)}

    @rx.event
    async def create(self, field: str, typed: str) -> Any:
        """It does not exist yet: make it right here."""
        field = fields.known(field, fields.PICKED)
        try:
            id_, name = await create(self, field, arguments.text(typed))
        except Refused as refused:
            self.errors = self.errors | {field: refused.message}
            return None
        self.picked = self.picked | {field: str(id_)}
        self.values = self.values | {field: name}
        return toast.success(f"{fields.LABELS[field]} {name} created.")

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store what was changed; refused, the form stays with a sentence at each wrong field."""
        self._begin(data)
        yield
        given: dict[str, str] = {}
        try:
            given = arguments.form(data)
            done = await self._store(given)
        except Refused as refused:
            self._refuse(refused, [*fields.EDITED, *attributes.names(given)])
            return
        finally:
            self.saving = False
        self._done()
        if done:
            yield [told("Item changed.", done), GridState.refresh]

    async def _store(self, given: dict[str, str]) -> Done | None:
        """None when nothing was changed. Raises Conflict when somebody was faster, unless told."""
        began, item = remembered(given.get("began", "")), arguments.number(given.get("item"))
        changes, valued = _changes(given, began), attributes.changed(given, began)
        if not changes and not valued:
            return None
        version = told_version(given)
        key = given.get("idempotency_key") or None
        try:
            return await self._write(items.edit, item, changes, version, attributes=valued, key=key)
        except Conflict:
            now = await self._read(items.get, item)
            if now.version != version:
                self.seen = now.version
                stored = (
                    fields.texts(now) | _blank(given) | attributes.by_name(now.row["attributes"])
                )
                self.hints = changed_meanwhile(began, stored)
            raise


def _blank(given: dict[str, str]) -> dict[str, str]:
    """What somebody else cleared is empty now."""
    return dict.fromkeys(attributes.names(given), "")


def _changes(given: dict[str, str], began: dict[str, str]) -> dict[str, str]:
    """Raises Invalid where a name was typed that is neither chosen nor created."""
    changes: dict[str, str] = {}
    for field in fields.EDITED:
        picks = field in fields.PICKED
        typed = given.get(f"{field}_text" if picks else field, "").strip()
        if typed == began.get(field, "").strip():
            continue
        value = fields.chosen(given, field) if picks else given.get(field, "")
        changes |= fields.change(field, value)
    return changes
