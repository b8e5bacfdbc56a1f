"""The fields of a part and what their form says while one types: New Part and Edit share it."""

from typing import Any

import reflex as rx

from ioninv.domain import locations, parts, suppliers
from ioninv.domain.input import Reading
from ioninv.errors import Invalid, Problem, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.attributes import form_state as attributes
from ioninv.ui.attributes.fields import attribute_fields
from ioninv.ui.attributes.form_state import AttributeFormState
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.field import number_field, row, select_field, text_field, textarea_field
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import PartKind, Permission, TrackingType

TYPED = (
    "part_number", "revision", "name", "description", "tracking", "kind", "unit", "cost",
    "currency", "lead_time_days", "reorder_min", "reorder_max",
)  # fmt: skip
PICKED = ("supplier", "location")
FIELDS = (*TYPED, *PICKED)
_STARTING = dict.fromkeys(FIELDS, "") | {
    "tracking": TrackingType.NONE.value,
    "kind": PartKind.PART.value,
}
_TRACKINGS = [(tracking.value, tracking.label) for tracking in reversed(TrackingType)]
_KINDS = [
    (PartKind.PART.value, "Part: built in or used up"),
    (PartKind.TOOL.value, "Tool: comes back after use"),
]


class PartFormState(FormState, AttributeFormState, AppState, mixin=True):
    """A form for one part. What is typed lives in the browser until it is sent."""

    round: str = ""
    values: dict[str, str] = dict(_STARTING)
    is_tool: bool = False

    supplier: str = ""
    supplier_text: str = ""
    supplier_options: list[Option] = []
    location: str = ""
    location_text: str = ""
    location_options: list[Option] = []

    _reorder: dict[str, str] = {}

    @rx.event
    def choose_kind(self, kind: str) -> None:
        """A tool is always tracked by serial number."""
        self.is_tool = arguments.text(kind) == PartKind.TOOL.value
        self._complain("tracking", "")

    @rx.event
    def type_least(self, typed: str) -> None:
        self._type_reorder("reorder_min", typed)

    @rx.event
    def type_most(self, typed: str) -> None:
        self._type_reorder("reorder_max", typed)

    @rx.event
    async def find_suppliers(self, typed: str) -> None:
        self.supplier_options = await picking.options(self, "supplier", typed)

    @rx.event
    def pick_supplier(self, value: str, label: str) -> None:
        self.supplier, self.supplier_text = arguments.text(value), arguments.text(label)
        self._complain("supplier", "")

    @rx.event
    async def create_supplier(self, typed: str) -> Any:
        """Make the supplier right here."""
        form = suppliers.SupplierForm(name=arguments.text(typed))
        try:
            made = await self._write(suppliers.create, form)
        except Refused as refused:
            self._complain("supplier", refused.message)
            return None
        self.supplier, self.supplier_text = str(made.id), made.name
        self._complain("supplier", "")
        return toast.success(f"Supplier {made.name} created.")

    @rx.event
    def no_supplier(self) -> None:
        self.supplier = self.supplier_text = ""

    @rx.event
    async def find_locations(self, typed: str) -> None:
        self.location_options = await picking.options(self, "location", typed)

    @rx.event
    def pick_location(self, value: str, label: str) -> None:
        self.location, self.location_text = arguments.text(value), arguments.text(label)
        self._complain("location", "")

    @rx.event
    async def create_location(self, typed: str) -> Any:
        """Make the location right here; a path makes what is missing of it."""
        try:
            made = await self._write(locations.create_path, arguments.text(typed))
        except Refused as refused:
            self._complain("location", refused.message)
            return None
        self.location, self.location_text = str(made.id), made.path
        self._complain("location", "")
        return toast.success(f"Location {made.path} created.")

    @rx.event
    def no_location(self) -> None:
        self.location = self.location_text = ""

    def _ask(self, values: dict[str, str], supplier: str = "", location: str = "") -> None:
        """Open the form with these values; `supplier` and `location` are their names."""
        self.values = _STARTING | values
        self.supplier, self.supplier_text = self.values["supplier"], supplier
        self.location, self.location_text = self.values["location"], location
        self.is_tool = self.values["kind"] == PartKind.TOOL.value
        self._reorder = {name: self.values[name] for name in ("reorder_min", "reorder_max")}
        self._start()

    def _type_reorder(self, field: str, typed: object) -> None:
        """Say at once when the maximum is less than the minimum."""
        self._reorder = self._reorder | {field: arguments.text(typed)}
        reading = Reading(self._reorder)
        least = reading.decimal("reorder_min", "Reorder minimum")
        most = reading.decimal("reorder_max", "Reorder maximum")
        if least is not None and most is not None and most < least:
            reading.refuse(
                "reorder_max", f"Reorder maximum cannot be less than the minimum of {least}."
            )
        told = {problem.field: problem.message for problem in reading.problems}
        self.errors = self.errors | {"reorder_min": "", "reorder_max": ""} | told

    def _part_form(self, given: dict[str, str], valued: dict[str, str]) -> parts.PartForm:
        """With the attributes in `valued`. Raises Invalid where a name was typed that is neither
        chosen nor created."""
        unknown = [
            Problem(
                f"“{given[f'{name}_text'][:60]}” does not exist yet. "
                "Choose from the list, or create it.",
                name,
            )
            for name in PICKED
            if not given.get(name) and given.get(f"{name}_text")
        ]
        if unknown:
            raise Invalid.because(unknown)
        typed = {name: given.get(name, "") for name in TYPED}
        if typed["kind"] == PartKind.TOOL.value:
            typed["tracking"] = TrackingType.SERIAL.value
        ids = {f"{name}_id": arguments.number_or_none(given.get(name)) for name in PICKED}
        return parts.PartForm(**typed, **ids, attributes=valued)  # pyright: ignore[reportArgumentType]

    def _refuse_part(self, refused: Refused, given: dict[str, str]) -> None:
        """Show each sentence at its field; the form stays as it was typed."""
        problems = [
            Problem(each.message, each.field.removesuffix("_id")) for each in refused.problems
        ]
        self._refuse(Refused.because(problems), [*FIELDS, *attributes.names(given)])

    def _complain(self, field: str, sentence: str) -> None:
        self.errors = self.errors | {field: sentence}


def part_fields(state: Any, prefix: str) -> rx.Component:
    """The fields of a part for a state that is a PartFormState; `prefix` keeps HTML ids apart."""
    return rx.fragment(
        _naming(state, prefix),
        _kinds(state, prefix),
        _defaults(state, prefix),
        _numbers(state, prefix),
        attribute_fields(state, prefix),
    )


def _naming(state: Any, prefix: str) -> rx.Component:
    number = _shared(state, "part_number", prefix)
    revision = _shared(state, "revision", prefix, "Empty for the first one")
    name = _shared(state, "name", prefix, "Empty: the part number")
    return rx.fragment(
        row(
            text_field("Part number", "part_number", required=True, mono=True, **number),
            text_field("Revision", "revision", mono=True, **revision),
            text_field("Name", "name", class_name="wide", **name),
        ),
        textarea_field(
            "Description", "description", rows=2, **_shared(state, "description", prefix)
        ),
    )


def _kinds(state: Any, prefix: str) -> rx.Component:
    kind = _shared(state, "kind", prefix)
    tracking = _shared(state, "tracking", prefix, "How its pieces are told apart")
    unit = _shared(state, "unit", prefix, "m, kg, l… Empty: counted in pieces")
    # Another select in its place: what was chosen before stays in the one that is put away.
    locked = select_field(
        "Tracking",
        "tracking",
        _TRACKINGS[-1:],
        disabled=True,
        hint="A tool always has a serial number.",
        error=state.errors["tracking"],
        id=f"{prefix}-tracking-of-tool",
    )
    return row(
        select_field("Kind", "kind", _KINDS, on_change=state.choose_kind, **kind),
        rx.cond(
            state.is_tool, locked, select_field("Tracking", "tracking", _TRACKINGS, **tracking)
        ),
        text_field("Unit", "unit", placeholder="pieces", **unit),
    )


def _defaults(state: Any, prefix: str) -> rx.Component:
    supplier = _shared(state, "supplier", prefix, "Choose one, or create it here")
    location = _shared(state, "location", prefix, "Where new inventory of it goes")
    return row(
        combobox_field(
            "Default supplier",
            "supplier",
            options=state.supplier_options,
            text=state.supplier_text,
            on_query=state.find_suppliers,
            on_pick=state.pick_supplier,
            on_create=state.create_supplier,
            may_create=may(Permission.CREATE_SUPPLIERS),
            on_clear=state.no_supplier,
            placeholder="Name",
            **supplier | {"value": state.supplier},
        ),
        combobox_field(
            "Default location",
            "location",
            options=state.location_options,
            text=state.location_text,
            on_query=state.find_locations,
            on_pick=state.pick_location,
            on_create=state.create_location,
            may_create=may(Permission.CREATE_LOCATIONS),
            on_clear=state.no_location,
            placeholder="Name, or a path like Room 1 / Shelf A",
            **location | {"value": state.location},
        ),
    )


def _numbers(state: Any, prefix: str) -> rx.Component:
    days = _shared(state, "lead_time_days", prefix, "in days")
    least = _shared(state, "reorder_min", prefix)
    most = _shared(state, "reorder_max", prefix)
    return rx.el.div(
        number_field("Cost per unit", "cost", **_shared(state, "cost", prefix)),
        text_field("Currency", "currency", placeholder="EUR", **_shared(state, "currency", prefix)),
        number_field("Lead time", "lead_time_days", input_mode="numeric", **days),
        number_field("Reorder minimum", "reorder_min", on_change=state.type_least, **least),
        number_field("Reorder maximum", "reorder_max", on_change=state.type_most, **most),
        class_name="form-row five",
    )


def _shared(state: Any, name: str, prefix: str, hint: str = "") -> dict[str, Any]:
    return {
        "value": state.values[name],
        "error": state.errors[name],
        "hint": rx.cond(state.hints[name], state.hints[name], hint),
        "id": f"{prefix}-{name.replace('_', '-')}",
    }
