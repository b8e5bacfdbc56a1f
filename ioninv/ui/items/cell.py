"""The small form over a cell of the grid."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, no_args_event_spec

from ioninv.ui.attributes.fields import attribute_control
from ioninv.ui.forms import kept
from ioninv.ui.items.cell_state import CellState as S
from ioninv.ui.items.creating import NEEDS
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.button import submit
from ioninv.ui.kit.combobox import combobox
from ioninv.ui.kit.field import error_summary, note
from ioninv.ui.kit.held import state_of

_PICKED = ("location", "supplier", "usage_type")


class _CellEditor(rx.Component):
    library = rx.asset("cell.jsx", shared=True).importable_path
    tag = "CellEditor"

    open: rx.Var[bool]
    item: rx.Var[int]
    field: rx.Var[str]
    busy: rx.Var[bool]
    label: rx.Var[str]
    round: rx.Var[int]
    state: rx.Var[str]
    on_close: EventHandler[no_args_event_spec]


def cell_editor() -> rx.Component:
    return _CellEditor.create(
        rx.el.form(
            kept("item", S.item),
            kept("field", S.field),
            kept("version", S.version),
            kept("seen", S.seen, follows=True),
            kept("began", S.began),
            kept("label", S.label),
            error_summary(S.problem),
            rx.el.div(
                rx.cond(
                    S.kind,
                    _attribute(),
                    rx.match(
                        S.field,
                        *((name, _picked(name)) for name in _PICKED),
                        ("expires_on", _input(type="date")),
                        ("quantity", _input(input_mode="decimal")),
                        ("unit_cost", _input(input_mode="decimal")),
                        ("serial", _input(mono=True)),
                        ("lot", _input(mono=True)),
                        _input(),
                    ),
                ),
                submit("Save", busy=S.saving, small=True),
                class_name="cell-line",
            ),
            note("cell-value", S.hints["value"], S.errors["value"]),
            rx.cond(
                S.field == "quantity",
                _reason(),
                rx.fragment(),
            ),
            id="cell",
            key=S.round.to_string(),
            no_validate=True,
            on_submit=S.save,
        ),
        open=S.open,
        item=S.item,
        field=S.field,
        busy=S.saving,
        label=S.title,
        round=S.round,
        state=state_of(S.open),
        on_close=S.close_dialog,
    )


def _input(mono: bool = False, **props: Any) -> rx.Component:
    return rx.el.input(
        name="value",
        default_value=S.value,
        class_name="input mono" if mono else "input",
        aria_label=S.label,
        aria_invalid=rx.cond(S.errors["value"], "true", "false"),
        aria_describedby="cell-value-note",
        auto_complete="off",
        spell_check=False,
        **props,
    )


def _attribute() -> rx.Component:
    return attribute_control(
        kind=S.kind,
        options=S.choices,
        unit=S.unit,
        name="value",
        value=S.value,
        invalid=rx.cond(S.errors["value"], True, False),
        custom_attrs={"aria-label": S.label, "aria-describedby": "cell-value-note"},
    )


def _reason() -> rx.Component:
    return rx.fragment(
        rx.el.input(
            name="reason",
            class_name="input",
            placeholder="Reason",
            aria_label="Reason",
            aria_invalid=rx.cond(S.errors["reason"], "true", "false"),
            aria_describedby="cell-reason-note",
            auto_complete="off",
        ),
        note("cell-reason", S.hints["reason"], S.errors["reason"]),
    )


def _picked(name: str) -> rx.Component:
    return combobox(
        S.label,
        options=S.options,
        name="value",
        value=S.value,
        text=S.value_text,
        on_query=S.find,
        on_create=S.create,
        may_create=may(NEEDS[name]),
        described_by="cell-value-note",
        invalid=rx.cond(S.errors["value"], True, False),
        empty_note="Nothing matches.",
        key=name,
    )
