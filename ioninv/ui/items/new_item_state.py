"""New Inventory: what the form offers and says while one types, and what becomes of it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import items, locations, parts, suppliers, usage_types
from ioninv.domain.items import Birth, ItemForm
from ioninv.errors import Invalid, Problem, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.attributes import form_state as attributes
from ioninv.ui.attributes.form_state import AttributeFormState
from ioninv.ui.forms import FormState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.kit import toast
from ioninv.ui.kit.another import NAME as ANOTHER
from ioninv.ui.parts.new_part import NewPartState
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo, AttributeKind, TrackingType

_FIELDS = (
    "part", "serials", "lot", "quantity", "location", "supplier", "usage_type", "unit_cost",
    "currency", "note", "purchase_order", "expires_on", "birth",
)  # fmt: skip
_PICKED = {
    "part": "part",
    "location": "location",
    "supplier": "supplier",
    "usage_type": "usage type",
}
_LONGEST_SERIALS = 1_000_000
_KEPT_FOR_ANOTHER = ("lot", "unit_cost", "currency", "purchase_order", "birth")
_KINDS_KEPT = (AttributeKind.CHOICE, AttributeKind.YES_NO, AttributeKind.DATE)


class NewItemState(FormState, AttributeFormState, AppState):
    """The New Inventory dialog. What is typed lives in the browser until it is sent."""

    round: int = 0
    values: dict[str, str] = dict.fromkeys(_FIELDS, "")

    part: str = ""
    part_text: str = ""
    part_hint: str = ""
    unit: str = ""
    location: str = ""
    location_text: str = ""
    supplier: str = ""
    supplier_text: str = ""
    usage_type: str = ""
    usage_type_text: str = ""
    serials_hint: str = ""
    quantity_locked: bool = False

    part_options: list[Option] = []
    location_options: list[Option] = []
    supplier_options: list[Option] = []
    usage_options: list[Option] = []

    _serials: str = ""
    _quantity: str = "1"

    @rx.event
    async def open_dialog(self) -> None:
        """An empty form."""
        await self._ask_attributes(AppliesTo.ITEM)
        self._start_over()
        self.values = dict.fromkeys(_FIELDS, "") | {"quantity": "1", "birth": Birth.AVAILABLE.value}
        for name in _PICKED:
            setattr(self, name, "")
            setattr(self, f"{name}_text", "")
        self.part_hint = self.unit = ""

    @rx.event
    async def find_parts(self, typed: str) -> None:
        self.part_options = await picking.options(self, "part", typed)

    @rx.event
    async def find_locations(self, typed: str) -> None:
        self.location_options = await picking.options(self, "location", typed)

    @rx.event
    async def find_suppliers(self, typed: str) -> None:
        self.supplier_options = await picking.options(self, "supplier", typed)

    @rx.event
    async def find_usage_types(self, typed: str) -> None:
        self.usage_options = await picking.options(self, "usage", typed)

    @rx.event
    async def pick_part(self, value: str, label: str) -> None:
        """A part was chosen: say how it is tracked and in what it is counted."""
        await self._take_part(arguments.number(value), arguments.text(label))

    @rx.event
    def pick_location(self, value: str, label: str) -> None:
        self.location, self.location_text = arguments.text(value), arguments.text(label)
        self._forgive("location")

    @rx.event
    def pick_supplier(self, value: str, label: str) -> None:
        self.supplier, self.supplier_text = arguments.text(value), arguments.text(label)
        self._forgive("supplier")

    @rx.event
    def pick_usage_type(self, value: str, label: str) -> None:
        self.usage_type, self.usage_type_text = arguments.text(value), arguments.text(label)
        self._forgive("usage_type")

    @rx.event
    def create_part(self, typed: str) -> Any:
        """The part does not exist yet: ask for it, then come back here."""
        return NewPartState.open_for_item(arguments.text(typed))

    @rx.event
    async def part_created(self, part_id: int, label: str) -> None:
        """New Part has made what this form asked for."""
        await self._take_part(arguments.number(part_id), arguments.text(label))

    @rx.event
    async def create_location(self, typed: str) -> Any:
        """Make the location right here; a path makes what is missing of it."""
        try:
            made = await self._write(locations.create_path, arguments.text(typed))
        except Refused as refused:
            self._complain("location", refused.message)
            return None
        self.location, self.location_text = str(made.id), made.path
        self._forgive("location")
        return toast.success(f"Location {made.path} created.")

    @rx.event
    async def create_supplier(self, typed: str) -> Any:
        form = suppliers.SupplierForm(name=arguments.text(typed))
        try:
            made = await self._write(suppliers.create, form)
        except Refused as refused:
            self._complain("supplier", refused.message)
            return None
        self.supplier, self.supplier_text = str(made.id), made.name
        self._forgive("supplier")
        return toast.success(f"Supplier {made.name} created.")

    @rx.event
    async def create_usage_type(self, typed: str) -> Any:
        try:
            made = await self._write(usage_types.create, arguments.text(typed))
        except Refused as refused:
            self._complain("usage_type", refused.message)
            return None
        self.usage_type, self.usage_type_text = str(made.id), made.name
        self._forgive("usage_type")
        return toast.success(f"Usage type {made.name} created.")

    @rx.event
    def type_serials(self, typed: str) -> None:
        """Say how many items the serials make, or what is wrong with them."""
        typed = arguments.text(typed, _LONGEST_SERIALS)
        if typed != self._serials:
            self._serials = typed
            self._follow_rules()

    @rx.event
    def type_quantity(self, typed: str) -> None:
        typed = arguments.text(typed)
        if typed != self._quantity:
            self._quantity = typed
            self._follow_rules()

    @rx.event
    async def create(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Create what the form says; refused, it stays as it is with a sentence at each wrong field."""
        given = arguments.form(data, _LONGEST_SERIALS)
        # What was typed last may be told after it was sent: then it is no news.
        self._serials, self._quantity = given.get("serials", ""), given.get("quantity", "")
        self._begin(data)
        yield
        try:
            form = _form(given)
            await self._refuse_unknown_names(given, form)
            done = await self._write(items.create, form, given.get("idempotency_key"))
        except Refused as refused:
            self._refuse(refused, [*_FIELDS, *attributes.names(given)])
            return
        self._done()
        if given.get(ANOTHER):
            self._go_on(given)
        yield GridState.refresh
        yield toast.success(
            f"{done.count:,} items created." if done.count > 1 else "Item created.",
            " ".join(done.notes),
            action="Show",
            on_action=GridState.open_item(done.ids[0]),
        )

    async def _refuse_unknown_names(self, given: dict[str, str], form: ItemForm) -> None:
        """Raises Invalid where a name was typed that is neither chosen nor created, with the rest."""
        unknown = [
            Problem(
                f"“{given[f'{name}_text'][:60]}” does not exist yet. "
                "Choose from the list, or create it.",
                name,
            )
            for name in _PICKED
            if not given.get(name) and given.get(f"{name}_text")
        ]
        if unknown:
            raise Invalid.because([*unknown, *await self._read(items.check, form)])

    def _go_on(self, given: dict[str, str]) -> None:
        """A new form that keeps what the next item most likely shares."""
        for name in _PICKED:
            setattr(self, name, given.get(name, ""))
            setattr(self, f"{name}_text", given.get(f"{name}_text", ""))
        self.values = dict.fromkeys(_FIELDS, "") | {
            name: given.get(name, "") for name in _KEPT_FOR_ANOTHER
        }
        self.values["quantity"] = "1"
        shared = {each["name"] for each in self.attributes if each["kind"] in _KINDS_KEPT}
        self._start_attributes_with({name: given.get(name, "") for name in shared})
        self._start_over()

    def _start_over(self) -> None:
        self._start()
        self.serials_hint, self.quantity_locked = "", False
        self._serials, self._quantity = "", "1"
        self.round += 1

    async def _take_part(self, part_id: int, label: str) -> None:
        part = await self._read(parts.get, part_id)
        self.part, self.part_text = str(part_id), label
        self.unit = part.unit or "pieces"
        tracked = {
            TrackingType.SERIAL: "Tracked by serial number: without serials they stay pending.",
            TrackingType.LOT: "Tracked by lot: give the lot.",
            TrackingType.NONE: "",
        }[TrackingType(part.tracking)]
        self.part_hint = " · ".join(
            text for text in (part.name if part.name != label else "", tracked) if text
        )
        self._forgive("part")
        # Where it usually lies and whom it usually comes from, unless something stands there.
        if part.location_id and not self.location:
            self.location, self.location_text = str(part.location_id), part.location
        if part.supplier_id and not self.supplier:
            self.supplier, self.supplier_text = str(part.supplier_id), part.supplier

    def _follow_rules(self) -> None:
        serials, problems = items.read_serials(self._serials)
        self.quantity_locked = bool(serials) and self._quantity.strip() in ("", "1")
        self.serials_hint = _told(serials)
        self._complain("serials", problems[0].message if problems else "")
        wrong = bool(serials) and not self.quantity_locked
        self._complain(
            "quantity",
            "A serial means quantity 1. Set the quantity to 1, or take the serials away."
            if wrong
            else "",
        )

    def _complain(self, field: str, sentence: str) -> None:
        self.errors = self.errors | {field: sentence}

    def _forgive(self, field: str) -> None:
        self._complain(field, "")


def _form(given: dict[str, str]) -> ItemForm:
    ids = {f"{name}_id": arguments.number_or_none(given.get(name)) for name in _PICKED}
    typed = {name: given.get(name, "") for name in _FIELDS if name not in _PICKED}
    return ItemForm(**ids, **typed, attributes=attributes.typed(given))


def _told(serials: list[str]) -> str:
    if not serials:
        return ""
    if len(serials) == 1:
        return "One item with this serial; its quantity is 1."
    return f"{len(serials):,} items of quantity 1: {serials[0]} … {serials[-1]}"
