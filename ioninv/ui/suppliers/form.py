"""The dialog of New Supplier and of editing one."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import row, text_field, textarea_field
from ioninv.ui.suppliers.form_state import SupplierFormState as S


def supplier_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.supplier_id),
        kept("version", S.version),
        kept("began", S.began),
        _text("Name", "name", required=True),
        row(_text("Contact", "contact"), _text("Phone", "phone", type="tel")),
        row(
            _text("Email", "email", type="email", placeholder="orders@example.com"),
            _text("Website", "website", placeholder="https://example.com"),
        ),
        _text("Currency", "currency", hint="The code of three letters they bill in, like EUR"),
        textarea_field(
            "Description",
            "description",
            rows=2,
            value=S.values["description"],
            hint=S.hints["description"],
            error=S.errors["description"],
        ),
        name="supplier",
        title=S.title,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
    )


def _text(
    label: str, name: str, required: bool = False, hint: str = "", **props: str
) -> rx.Component:
    return text_field(
        label,
        name,
        value=S.values[name],
        hint=rx.cond(S.hints[name], S.hints[name], hint),
        error=S.errors[name],
        required=required,
        **props,
    )
