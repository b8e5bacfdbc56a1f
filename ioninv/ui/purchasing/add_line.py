"""The form under the lines of an order."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, passthrough_event_spec

from ioninv.ui.forms import kept
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.button import submit
from ioninv.ui.kit.field import error_summary, number_field, select_field, text_field
from ioninv.ui.purchasing.add_line_state import AddLineState as S
from ioninv.ui.purchasing.naming import naming_field
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.vocabulary import Permission


class _AddLine(rx.Component):
    library = rx.asset("add_line.jsx", shared=True).importable_path
    tag = "AddLine"

    round: rx.Var[str]
    unit_round: rx.Var[str]
    order: rx.Var[int]
    busy: rx.Var[bool]
    on_pick: EventHandler[passthrough_event_spec(str, str)]


def add_line() -> rx.Component:
    return rx.el.div(_form(), key=OrderState.order, on_mount=S.start, class_name="add-line-place")


def _form() -> rx.Component:
    return _AddLine.create(
        rx.el.form(
            error_summary(S.problem),
            kept("order", OrderState.order),
            rx.el.div(
                naming_field(
                    S,
                    "part",
                    "line",
                    required=True,
                    on_pick=S.pick_part,
                    on_create=S.create_part,
                    may_create=may(Permission.CREATE_PARTS),
                    placeholder="Part number or name",
                    hint=S.hints["part"],
                    class_name="part",
                ),
                _number(
                    "Quantity", "quantity", on_change=S.type_quantity.debounce(120), required=True
                ),
                select_field(
                    "In",
                    "unit",
                    S.units,
                    id="line-unit",
                    key=S.unit_round,
                    error=S.errors["unit"],
                    on_change=S.choose_unit,
                ),
                _number("Unit cost", "unit_cost", value=S.cost, key=S.unit_round + "-cost"),
                text_field(
                    "Expected",
                    "expected_on",
                    id="line-expected",
                    placeholder="+2w",
                    hint=rx.cond(S.hints["expected_on"], S.hints["expected_on"], "As the order"),
                    error=S.errors["expected_on"],
                    on_change=S.type_expected.debounce(150),
                ),
                submit("Add line", busy=S.saving, class_name="adds"),
                class_name="add-line-fields",
            ),
            id="add-line",
            on_submit=S.add,
            no_validate=True,
            custom_attrs={"aria-label": "Add a line"},
        ),
        round=S.round,
        unit_round=S.unit_round,
        order=OrderState.order,
        on_pick=S.pick_part,
        busy=S.saving,
    )


def _number(label: str, name: str, **props: Any) -> rx.Component:
    return number_field(
        label,
        name,
        id=f"line-{name.replace('_', '-')}",
        hint=S.hints[name],
        error=S.errors[name],
        **props,
    )
