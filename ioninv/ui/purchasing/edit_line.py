"""The dialog that edits a line."""

from typing import Any

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import number_field, row, select_field, text_field, textarea_field
from ioninv.ui.purchasing.edit_line_state import EditLineState as S
from ioninv.ui.purchasing.naming import naming_field
from ioninv.ui.purchasing.order_state import OrderState


def edit_line_dialog() -> rx.Component:
    return form_dialog(
        kept("order", OrderState.order),
        kept("line", S.line),
        kept("version", S.version),
        kept("began", S.began),
        row(
            number_field(
                "Quantity",
                "quantity",
                required=True,
                on_change=S.type_quantity.debounce(120),
                key=S.unit_round + "-quantity",
                **_about("quantity"),
            ),
            select_field("In", "unit", S.units, on_change=S.choose_unit, **_about("unit")),
        ),
        rx.cond(S.drop_text, _drops(), rx.fragment()),
        row(
            number_field(
                "Unit cost",
                "unit_cost",
                on_change=S.type_cost.debounce(120),
                key=S.unit_round + "-cost",
                **_about("unit_cost"),
            ),
            text_field("Currency", "currency", placeholder="As the order", **_about("currency")),
        ),
        row(
            text_field(
                "Expected",
                "expected_on",
                placeholder="As the order; or +2w",
                on_change=S.type_expected.debounce(150),
                **_about("expected_on"),
            ),
            naming_field(
                S, "location", "edit-line", placeholder="As the order", hint=S.hints["location"]
            ),
        ),
        rx.cond(
            S.by_serial,
            textarea_field(
                "Serials expected",
                "serials",
                rows=2,
                spell_check=False,
                **_about("serials", "For units without one: one per line, or SN-0001..0010"),
            ),
            rx.fragment(),
        ),
        row(
            text_field("Lot expected", "lot", mono=True, **_about("lot", "For items without one")),
            text_field("Note", "note", class_name="wide", **_about("note")),
        ),
        name="edit-line",
        title=S.title,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action="Save",
        busy=S.saving,
        problem=S.problem,
    )


def _drops() -> rx.Component:
    """Which of the expected serials will not come."""
    return rx.el.fieldset(
        rx.el.legend(S.drop_text),
        rx.el.div(
            rx.foreach(
                S.droppable,
                lambda each: rx.el.label(
                    rx.el.input(type="checkbox", name=each["name"]),
                    rx.el.span(each["serial"], class_name="mono"),
                    key=each["name"],
                ),
            ),
            class_name="drop-list",
        ),
        rx.el.span(S.errors["drop"], class_name="field-error", role="alert"),
        class_name="drops",
    )


def _about(name: str, hint: str = "") -> dict[str, Any]:
    return {
        "value": S.values[name],
        "hint": rx.cond(S.hints[name], S.hints[name], hint),
        "error": S.errors[name],
        "id": f"edit-line-{name.replace('_', '-')}",
    }
