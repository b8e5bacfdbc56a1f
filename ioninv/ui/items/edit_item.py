"""The dialog that edits an item."""

from typing import Any

import reflex as rx

from ioninv.ui.attributes.fields import attribute_fields
from ioninv.ui.forms import kept
from ioninv.ui.items.creating import NEEDS
from ioninv.ui.items.edit_state import EditItemState as S
from ioninv.ui.items.fields import LABELS
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import date_field, number_field, row, text_field, textarea_field


def edit_item_dialog() -> rx.Component:
    return form_dialog(
        kept("item", S.item),
        kept("version", S.version),
        kept("seen", S.seen, follows=True),
        kept("began", S.began),
        row(
            text_field(mono=True, **_field("serial")),
            text_field(mono=True, **_field("lot")),
            date_field(**_field("expires_on")),
        ),
        row(_picked("supplier"), _picked("usage_type")),
        row(
            number_field(**_field("unit_cost")),
            text_field(max_length=3, **_field("currency")),
        ),
        row(text_field(**_field("purchase_order")), text_field(**_field("work_order"))),
        textarea_field(rows=2, **_field("note")),
        attribute_fields(S, "edit-item"),
        name="edit-item",
        title=S.title,
        description="Place, quantity and status change by their own acts.",
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        busy=S.saving,
        problem=S.problem,
        size="wide",
    )


def _field(name: str) -> dict[str, Any]:
    return {
        "label": LABELS[name],
        "name": name,
        "value": S.values[name],
        "hint": S.hints[name],
        "error": S.errors[name],
        "id": f"edit-item-{name.replace('_', '-')}",
    }


def _picked(name: str) -> rx.Component:
    return combobox_field(
        LABELS[name],
        name,
        options=S.options[name],
        value=S.picked[name],
        text=S.values[name],
        on_query=lambda typed: S.find(name, typed),
        on_create=lambda typed: S.create(name, typed),
        may_create=may(NEEDS[name]),
        hint=S.hints[name],
        error=S.errors[name],
        id=f"edit-item-{name.replace('_', '-')}",
    )
