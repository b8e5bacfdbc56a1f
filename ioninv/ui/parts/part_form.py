"""The fields of a part and what their form says while one types: New Part and Edit share it."""

from typing import Any

import reflex as rx

from ioninv.domain import locations, parts, suppliers
from ioninv.domain.input import Reading
from ioninv.errors import Invalid, Problem, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.errors import by_field
from ioninv.ui.kit import toast
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.field import number_field, row, select_field, text_field, textarea_field
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import PartKind, TrackingType

TYPED = (
    "part_number", "revision", "name", "description", "tracking", "kind", "unit", "cost",
    "currency", "lead_time_days", "reorder_min", "reorder_max",
)  # fmt: skip
PICKED = ("supplier", "location")
_EMPTY = dict.fromkeys((*TYPED, *PICKED), "")
_STARTING = _EMPTY | {"tracking": TrackingType.NONE.value, "kind": PartKind.PART.value}
_TRACKINGS = [
    (TrackingType.NONE.value, "Not tracked: pieces are alike"),
    (TrackingType.LOT.value, "Lot: batches are told apart"),
    (TrackingType.SERIAL.value, "Serial number: each piece is its own"),
]
_KINDS = [
    (PartKind.PART.value, "Part: built in or used up"),
    (PartKind.TOOL.value, "Tool: used and brought back"),
]


class PartFormState(AppState, mixin=True):
    """A form for one part. What is typed lives in the browser until it is sent."""

    open: bool = False
    saving: bool = False
    round: int = 0
    problem: str = ""
    errors: dict[str, str] = dict(_EMPTY)
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
    def close_dialog(self) -> None:
        self.open = False

    @rx.event
    def choose_kind(self, kind: str) -> None:
        """A tool is always tracked by serial number."""
        self.is_tool = arguments.text(kind) == PartKind.TOOL.value
        self._complain("tracking", "")

    @rx.event
    def type_reorder(self, field: str, typed: str) -> None:
        """Say at once when the most is less than the least."""
        if arguments.text(field) not in ("reorder_min", "reorder_max"):
            raise Invalid("There is no such field.")
        self._reorder = self._reorder | {field: arguments.text(typed)}
        reading = Reading(self._reorder)
        least = reading.decimal("reorder_min", "Reorder below")
        most = reading.decimal("reorder_max", "Reorder up to")
        if least is not None and most is not None and most < least:
            reading.refuse("reorder_max", f"Reorder up to must be at least {least}.")
        told = {problem.field: problem.message for problem in reading.problems}
        self.errors = self.errors | {"reorder_min": "", "reorder_max": ""} | told

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
        self.location, self.location_text = str(made.id), made.name
        self._complain("location", "")
        return toast.success(f"Location {made.path} created.")

    @rx.event
    def no_location(self) -> None:
        self.location = self.location_text = ""

    def _start(self, values: dict[str, str], supplier: str = "", location: str = "") -> None:
        """A form with these values; `supplier` and `location` are their names."""
        self.values = _STARTING | values
        self.supplier, self.supplier_text = self.values["supplier"], supplier
        self.location, self.location_text = self.values["location"], location
        self.errors, self.problem, self.saving = dict(_EMPTY), "", False
        self.is_tool = self.values["kind"] == PartKind.TOOL.value
        self._reorder = {name: self.values[name] for name in ("reorder_min", "reorder_max")}
        self.round += 1

    def _part_form(self, given: dict[str, str]) -> parts.PartForm:
        """Raises Invalid where a name was typed that is neither chosen nor created."""
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
        return parts.PartForm(**typed, **ids)  # pyright: ignore[reportArgumentType]

    def _refuse(self, refused: Refused) -> None:
        """Show each sentence at its field; the form stays as it was typed."""
        told = {name.removesuffix("_id"): said for name, said in by_field(refused).items()}
        self.errors = _EMPTY | {name: said for name, said in told.items() if name in _EMPTY}
        self.problem = next((said for name, said in told.items() if name not in _EMPTY), "")
        self.saving = False

    def _complain(self, field: str, sentence: str) -> None:
        self.errors = self.errors | {field: sentence}


def part_fields(state: Any, prefix: str) -> rx.Component:
    """The fields of a part for a state that is a PartFormState; `prefix` keeps HTML ids apart."""
    return rx.fragment(
        _naming(state, prefix),
        _kinds(state, prefix),
        _buying(state, prefix),
        _keeping(state, prefix),
    )


def _naming(state: Any, prefix: str) -> rx.Component:
    return rx.fragment(
        row(
            text_field(
                "Part number",
                "part_number",
                required=True,
                mono=True,
                class_name="wide",
                **_shared(state, "part_number", prefix),
            ),
            text_field(
                "Revision",
                "revision",
                mono=True,
                hint="Empty for the first one",
                **_shared(state, "revision", prefix),
            ),
        ),
        text_field(
            "Name",
            "name",
            hint="What people call it; the part number where it is left empty",
            **_shared(state, "name", prefix),
        ),
        textarea_field(
            "Description", "description", rows=2, **_shared(state, "description", prefix)
        ),
    )


def _kinds(state: Any, prefix: str) -> rx.Component:
    tracking = select_field(
        "Tracking",
        "tracking",
        _TRACKINGS,
        hint="How its pieces are told apart in inventory",
        **_shared(state, "tracking", prefix),
    )
    # Another select in its place: what was chosen before stays in the one that is put away.
    locked = select_field(
        "Tracking",
        "tracking",
        _TRACKINGS[-1:],
        disabled=True,
        hint="A tool always has a serial number",
        error=state.errors["tracking"],
        id=f"{prefix}-tracking-of-tool",
    )
    return row(
        select_field(
            "Kind",
            "kind",
            _KINDS,
            on_change=state.choose_kind,
            **_shared(state, "kind", prefix),
        ),
        rx.cond(state.is_tool, locked, tracking),
        text_field(
            "Unit",
            "unit",
            placeholder="pieces",
            hint="m, kg, l… Empty: counted in pieces",
            **_shared(state, "unit", prefix),
        ),
    )


def _buying(state: Any, prefix: str) -> rx.Component:
    return rx.fragment(
        row(
            combobox_field(
                "Default supplier",
                "supplier",
                options=state.supplier_options,
                value=state.supplier,
                text=state.supplier_text,
                on_query=state.find_suppliers,
                on_pick=state.pick_supplier,
                on_create=state.create_supplier,
                on_clear=state.no_supplier,
                placeholder="Name",
                hint="Choose one, or create it here",
                error=state.errors["supplier"],
                id=f"{prefix}-supplier",
            ),
            combobox_field(
                "Default location",
                "location",
                options=state.location_options,
                value=state.location,
                text=state.location_text,
                on_query=state.find_locations,
                on_pick=state.pick_location,
                on_create=state.create_location,
                on_clear=state.no_location,
                placeholder="Name, or a path like Room 1 / Shelf A",
                hint="Where new inventory of it goes",
                error=state.errors["location"],
                id=f"{prefix}-location",
            ),
        ),
    )


def _keeping(state: Any, prefix: str) -> rx.Component:
    return rx.el.div(
        number_field("Cost per unit", "cost", **_shared(state, "cost", prefix)),
        text_field(
            "Currency",
            "currency",
            max_length=3,
            placeholder="EUR",
            auto_capitalize="characters",
            **_shared(state, "currency", prefix),
        ),
        number_field(
            "Lead time",
            "lead_time_days",
            hint="in days",
            input_mode="numeric",
            **_shared(state, "lead_time_days", prefix),
        ),
        _reorder_field(state, "Reorder below", "reorder_min", prefix),
        _reorder_field(state, "Reorder up to", "reorder_max", prefix),
        class_name="form-row five",
    )


def _reorder_field(state: Any, label: str, name: str, prefix: str) -> rx.Component:
    return number_field(
        label,
        name,
        on_change=lambda typed: state.type_reorder(name, typed).debounce(150),
        **_shared(state, name, prefix),
    )


def _shared(state: Any, name: str, prefix: str) -> dict[str, Any]:
    return {
        "value": state.values[name],
        "error": state.errors[name],
        "id": f"{prefix}-{name.replace('_', '-')}",
    }
