"""The dialog of New Order and of editing one."""

from typing import Any

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import row, text_field, textarea_field
from ioninv.ui.purchasing.naming import naming_field
from ioninv.ui.purchasing.order_form_state import OrderFormState as S


def order_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.order_id),
        kept("version", S.version),
        kept("began", S.began),
        row(
            naming_field(
                S,
                "supplier",
                "order",
                required=True,
                placeholder="Name",
                hint=rx.cond(
                    S.hints["supplier"], S.hints["supplier"], "Choose one, or create it here"
                ),
                class_name="wide",
            ),
            _text("Number", "number", mono=True, hint="The next one, or yours"),
        ),
        row(
            _text("Supplier reference", "supplier_reference", hint="Their number of this order"),
            _text("Currency", "currency", placeholder="As the supplier", hint="Like EUR"),
        ),
        row(
            _text(
                "Expected",
                "expected_on",
                placeholder="+2w",
                hint="A day, or +2w, 10d",
                on_change=S.type_expected.debounce(150),
            ),
            naming_field(
                S,
                "location",
                "order",
                placeholder="Name, or a path like Room 1 / Shelf A",
                hint=rx.cond(
                    S.hints["location"], S.hints["location"], "Empty: where each part usually goes"
                ),
                class_name="wide",
            ),
        ),
        textarea_field(
            "Note",
            "note",
            rows=2,
            id="order-note",
            value=S.values["note"],
            hint=S.hints["note"],
            error=S.errors["note"],
        ),
        name="order",
        title=S.title,
        description=S.says,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
    )


def _text(label: str, name: str, hint: str = "", **props: Any) -> rx.Component:
    return text_field(
        label,
        name,
        value=S.values[name],
        hint=rx.cond(S.hints[name], S.hints[name], hint),
        error=S.errors[name],
        id=f"order-{name.replace('_', '-')}",
        **props,
    )
