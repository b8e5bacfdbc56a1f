"""New Supplier, and editing one: the same form."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import fields
from typing import Any

import reflex as rx

from ioninv.domain import suppliers
from ioninv.domain.suppliers import SupplierForm, SupplierRow
from ioninv.errors import Conflict, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import (
    FormState,
    changed_meanwhile,
    remember,
    remembered,
    untouched_follow,
)
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState
from ioninv.ui.suppliers.grid_state import SuppliersState

FIELDS = tuple(field.name for field in fields(SupplierForm))


class SupplierFormState(FormState, AppState):
    """The supplier's form. What is typed lives in the browser until it is sent."""

    supplier_id: int = 0
    version: int = 0
    title: str = ""
    action: str = ""
    values: dict[str, str] = {}
    began: str = ""

    _seen_version: int = 0

    @rx.event
    def start_new(self) -> None:
        """An empty form."""
        self._fill(0, 0, dict.fromkeys(FIELDS, ""))
        self.title, self.action = "New Supplier", "Create supplier"

    @rx.event
    async def start_edit(self, supplier_id: int) -> None:
        """The form with what is stored now."""
        row = await self._read(suppliers.get, arguments.number(supplier_id))
        self._fill(row.id, row.version, _values(row))
        self.title, self.action = f"Edit {row.name}", "Save"

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store what was typed: a new supplier, or new facts of this one."""
        self._begin(data)
        yield
        try:
            form = arguments.form(data)
            stored, news = await self._store(form)
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(news), SuppliersState.show_stored(stored.id)]

    async def _store(self, form: Mapping[str, str]) -> tuple[SupplierRow, str]:
        id_, key = arguments.number(form.get("id", "0")), form.get("idempotency_key") or None
        typed = {name: form.get(name, "") for name in FIELDS}
        if not id_:
            row = await self._write(suppliers.create, SupplierForm(**typed), key=key)
            return row, f"{row.name} created."
        began = remembered(form.get("began", ""))
        version = arguments.number(form.get("version", "0"))
        now = await self._read(suppliers.get, id_)
        if version < self._seen_version <= now.version:
            # The person was told what somebody else stored meanwhile, and sends again.
            version, typed = self._seen_version, untouched_follow(typed, began, _values(now))
        try:
            row = await self._write(suppliers.edit, id_, SupplierForm(**typed), version, key=key)
        except Conflict:
            if now.version != version:
                self._seen_version = now.version
                self.hints = changed_meanwhile(began, _values(now))
            raise
        return row, f"{row.name} saved."

    def _fill(self, supplier_id: int, version: int, values: dict[str, str]) -> None:
        self._start()
        self.supplier_id, self.version, self._seen_version = supplier_id, version, 0
        self.values, self.began = values, remember(values)


def _values(row: SupplierRow) -> dict[str, str]:
    return {name: getattr(row, name) for name in FIELDS}
