"""The New Inventory dialog."""

import reflex as rx

from ioninv.domain.items import Birth
from ioninv.ui.attributes.fields import attribute_fields
from ioninv.ui.items.new_item_state import NewItemState as S
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.another import another
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import (
    date_field,
    number_field,
    row,
    select_field,
    text_field,
    textarea_field,
)
from ioninv.vocabulary import Permission

_BIRTHS = [
    (Birth.AVAILABLE.value, "Available: it is here"),
    (Birth.ON_ORDER.value, "On order: it is coming"),
]


def new_item_dialog() -> rx.Component:
    return form_dialog(
        _what(),
        _how_many(),
        _where(),
        _worth(),
        textarea_field("Note", "note", rows=2, value=S.values["note"], error=S.errors["note"]),
        attribute_fields(S, "new-inventory"),
        name="new-inventory",
        title="New Inventory",
        description="An item is kept for ever: create it as early as you can.",
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.create,
        action="Create",
        busy=S.saving,
        problem=S.problem,
        round=S.round.to_string(),
        size="wide",
        more=another("new-inventory", "Create and add another", disabled=S.saving),
    )


def _what() -> rx.Component:
    return row(
        combobox_field(
            "Part",
            "part",
            options=S.part_options,
            value=S.part,
            text=S.part_text,
            on_query=S.find_parts,
            on_pick=S.pick_part,
            on_create=S.create_part,
            may_create=may(Permission.CREATE_PARTS),
            required=True,
            placeholder="Part number or name",
            hint=S.part_hint,
            error=S.errors["part"],
        ),
        select_field("Status", "birth", _BIRTHS, value=S.values["birth"], error=S.errors["birth"]),
    )


def _how_many() -> rx.Component:
    return rx.fragment(
        textarea_field(
            "Serial numbers",
            "serials",
            rows=2,
            value=S.values["serials"],
            hint=rx.cond(
                S.serials_hint,
                S.serials_hint,
                "One per line or comma, or a pattern like SN-0001..0010",
            ),
            error=S.errors["serials"],
            on_change=S.type_serials.debounce(150),
            spell_check=False,
        ),
        row(
            number_field(
                "Quantity",
                "quantity",
                value=S.values["quantity"],
                required=True,
                read_only=S.quantity_locked,
                hint=rx.cond(S.quantity_locked, "Each serial is one piece.", S.unit),
                error=S.errors["quantity"],
                on_change=S.type_quantity.debounce(150),
            ),
            text_field("Lot", "lot", mono=True, value=S.values["lot"], error=S.errors["lot"]),
            date_field(
                "Expires", "expires_on", value=S.values["expires_on"], error=S.errors["expires_on"]
            ),
        ),
    )


def _where() -> rx.Component:
    return row(
        combobox_field(
            "Location",
            "location",
            options=S.location_options,
            value=S.location,
            text=S.location_text,
            on_query=S.find_locations,
            on_pick=S.pick_location,
            on_create=S.create_location,
            may_create=may(Permission.CREATE_LOCATIONS),
            placeholder="Name, or a path like Room 1 / Shelf A",
            error=S.errors["location"],
        ),
        combobox_field(
            "Supplier",
            "supplier",
            options=S.supplier_options,
            value=S.supplier,
            text=S.supplier_text,
            on_query=S.find_suppliers,
            on_pick=S.pick_supplier,
            on_create=S.create_supplier,
            may_create=may(Permission.CREATE_SUPPLIERS),
            error=S.errors["supplier"],
        ),
        combobox_field(
            "Usage type",
            "usage_type",
            options=S.usage_options,
            value=S.usage_type,
            text=S.usage_type_text,
            on_query=S.find_usage_types,
            on_pick=S.pick_usage_type,
            on_create=S.create_usage_type,
            may_create=may(Permission.EDIT_USAGE_TYPES),
            error=S.errors["usage_type"],
        ),
    )


def _worth() -> rx.Component:
    return row(
        number_field(
            "Unit cost", "unit_cost", value=S.values["unit_cost"], error=S.errors["unit_cost"]
        ),
        text_field(
            "Currency",
            "currency",
            value=S.values["currency"],
            error=S.errors["currency"],
            max_length=3,
            placeholder="EUR",
        ),
        text_field(
            "Purchase order",
            "purchase_order",
            value=S.values["purchase_order"],
            error=S.errors["purchase_order"],
        ),
    )
