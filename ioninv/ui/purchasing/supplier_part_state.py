"""Supplier parts: what a supplier calls a part and how it is packed; from either's panel."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import parts, purchasing, suppliers
from ioninv.domain.purchasing import SupplierPartForm, SupplierPartRow
from ioninv.errors import Invalid, Problem, Refused
from ioninv.ui import arguments
from ioninv.ui.kit import toast
from ioninv.ui.parts import grid_state as parts_page
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.purchasing.naming import NamingState, unknown
from ioninv.ui.state import AppState
from ioninv.ui.suppliers.grid_state import SuppliersState

TYPED = ("sku", "pack_size", "supplier_unit")
PICKED = ("supplier", "part")
FIELDS = (*TYPED, *PICKED)


class SupplierPartState(NamingState, AppState):
    """The dialog of one supplier part, and whether archived ones are listed."""

    sold: int = 0
    version: int = 0
    title: str = ""
    action: str = ""
    asks: str = ""
    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    shows_archived: bool = False

    @rx.event
    def show_archived(self, on: bool) -> None:
        self.shows_archived = arguments.flag(on)

    @rx.event
    async def start_for_supplier(self, supplier_id: int) -> None:
        """A new one of this supplier: it asks for the part."""
        row = await self._read(suppliers.get, arguments.number(supplier_id))
        self._ask({"supplier": row.name}, {"supplier": str(row.id)})
        self.title, self.asks = f"What {row.name} sells", "part"

    @rx.event
    async def start_for_part(self, part_id: int) -> None:
        """A new one of this part: it asks for the supplier."""
        row = await self._read(parts.get, arguments.number(part_id))
        self._ask({"part": row.label}, {"part": str(row.id)})
        self.title, self.asks = f"Who sells {row.label}", "supplier"

    @rx.event
    async def start_edit(self, supplier_part_id: int) -> None:
        """The form with what is stored now."""
        row = await self._stored(arguments.number(supplier_part_id))
        self._ask({name: getattr(row, name) for name in FIELDS}, {})
        self.sold, self.version = row.id, row.version
        self.title, self.action, self.asks = f"{row.supplier}: {row.part}", "Save", ""

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store it; refused, the form stays with a sentence at each wrong field."""
        self._begin(data)
        yield
        try:
            row = await self._store(arguments.form(data))
        except Refused as refused:
            problems = [Problem(p.message, p.field.removesuffix("_id")) for p in refused.problems]
            self._refuse(Refused.because(problems), FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(f"{row.sku} saved."), self._refresh()]

    @rx.event
    async def archive(self, supplier_part_id: int) -> AsyncIterator[Any]:
        """Offer it no more."""
        row = await self._stored(arguments.number(supplier_part_id))
        key = f"supplier-part-{row.id}-{row.version}-archived"
        await self._write(purchasing.archive_supplier_part, row.id, True, key=key)
        undo = SupplierPartState.restore(row.id)
        yield [
            toast.success(f"{row.sku} archived.", action="Undo", on_action=undo),
            self._refresh(),
        ]

    @rx.event
    async def restore(self, supplier_part_id: int) -> AsyncIterator[Any]:
        row = await self._stored(arguments.number(supplier_part_id))
        key = f"supplier-part-{row.id}-{row.version}-restored"
        await self._write(purchasing.archive_supplier_part, row.id, False, key=key)
        yield [toast.success(f"{row.sku} restored."), self._refresh()]

    async def _store(self, given: dict[str, str]) -> SupplierPartRow:
        if problems := unknown(given, PICKED):
            raise Invalid.because(problems)
        id_, key = arguments.number(given.get("id", "0")), given.get("idempotency_key") or None
        ids = {f"{name}_id": arguments.number_or_none(given.get(name)) for name in PICKED}
        form = SupplierPartForm(**{name: given.get(name, "") for name in TYPED}, **ids)  # pyright: ignore[reportArgumentType]
        if not id_:
            return await self._write(purchasing.create_supplier_part, form, key=key)
        version = arguments.number(given.get("version"))
        return await self._write(purchasing.edit_supplier_part, id_, form, version, key=key)

    async def _stored(self, id_: int) -> SupplierPartRow:
        return await self._read(purchasing.supplier_part, id_)

    def _ask(self, values: dict[str, str], picked: dict[str, str]) -> None:
        self._start()
        self.sold = self.version = 0
        self.action = "Add"
        self.values = dict.fromkeys(FIELDS, "") | {"pack_size": "1"} | values
        self.picked = self.picked | dict.fromkeys(PICKED, "") | picked

    def _refresh(self) -> Any:
        on_parts = self.router.url.path.rstrip("/") == parts_page.PATH
        return PartsState.refresh if on_parts else SuppliersState.refresh
