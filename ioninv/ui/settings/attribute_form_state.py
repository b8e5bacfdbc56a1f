"""New attribute, and editing one: the same form."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import fields
from typing import Any

import reflex as rx

from ioninv.domain import attributes
from ioninv.domain.attributes import AttributeForm, AttributeRow
from ioninv.errors import Conflict, NotFound, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import (
    FormState,
    changed_meanwhile,
    remember,
    remembered,
    untouched_follow,
)
from ioninv.ui.kit import toast
from ioninv.ui.settings.attributes_state import AttributesState, used_text
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo, AttributeKind

FIELDS = tuple(field.name for field in fields(AttributeForm))
# Room for as many choices as there may be, in what is typed and in what it began from.
_LONGEST = 300_000
_BLANK = dict.fromkeys(FIELDS, "")


class AttributeDefinitionState(FormState, AppState):
    """The form that says what an attribute is. What is typed lives in the browser until it is sent."""

    attribute_id: int = 0
    version: int = 0
    title: str = ""
    action: str = ""
    values: dict[str, str] = dict(_BLANK)
    locked: str = ""
    began: str = ""

    _seen_version: int = 0

    @rx.event
    def start_new(self, applies_to: str) -> None:
        """An empty form, for items or for parts."""
        of = AppliesTo(applies_to) if arguments.text(applies_to) in {*AppliesTo} else AppliesTo.ITEM
        self._fill(0, 0, _BLANK | {"applies_to": of.value, "kind": AttributeKind.TEXT.value})
        self.title, self.action, self.locked = "New attribute", "Create attribute", ""

    @rx.event
    async def start_edit(self, attribute_id: int) -> None:
        """The form with what is stored now."""
        row = await self._get(arguments.number(attribute_id))
        self._fill(row.id, row.version, _values(row))
        self.title, self.action = f"Edit {row.name}", "Save"
        have = "has" if row.used == 1 else "have"
        self.locked = f"Stays: {used_text(row)} {have} a value." if row.used else ""

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store what was typed: a new attribute, or what this one is from now on."""
        self._begin(data)
        yield
        try:
            stored, news = await self._store(arguments.form(data, _LONGEST))
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(news), AttributesState.show_stored(stored.id)]

    async def _store(self, given: Mapping[str, str]) -> tuple[AttributeRow, str]:
        id_, key = arguments.number(given.get("id", "0")), given.get("idempotency_key") or None
        typed = {name: given.get(name, "") for name in FIELDS}
        if not id_:
            row = await self._write(attributes.create, AttributeForm(**typed), key=key)
            return row, f"{row.name} created."
        began = remembered(given.get("began", ""))
        version = arguments.number(given.get("version", "0"))
        now = await self._get(id_)
        if version < self._seen_version <= now.version:
            # The person was told what somebody else stored meanwhile, and sends again.
            version, typed = self._seen_version, untouched_follow(typed, began, _values(now))
        try:
            row = await self._write(attributes.edit, id_, AttributeForm(**typed), version, key=key)
        except Conflict:
            if now.version != version:
                self._seen_version = now.version
                self.hints = changed_meanwhile(began, _values(now))
            raise
        return row, f"{row.name} saved."

    async def _get(self, attribute_id: int) -> AttributeRow:
        rows = await self._read(attributes.all, archived=True)
        found = next((row for row in rows if row.id == attribute_id), None)
        if found is None:
            raise NotFound("There is no such attribute.")
        return found

    def _fill(self, attribute_id: int, version: int, values: dict[str, str]) -> None:
        self._start()
        self.attribute_id, self.version, self._seen_version = attribute_id, version, 0
        self.values, self.began = values, remember(values)


def _values(row: AttributeRow) -> dict[str, str]:
    return {
        "applies_to": row.applies_to.value,
        "name": row.name,
        "kind": row.kind.value,
        "choices": "\n".join(row.choices),
        "unit": row.unit,
        "hint": row.hint,
    }
