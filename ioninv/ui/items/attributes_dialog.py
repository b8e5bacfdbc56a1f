"""The dialog that gives many items attributes at once."""

import reflex as rx

from ioninv.ui.attributes.fields import attribute_control, named
from ioninv.ui.forms import kept
from ioninv.ui.items.attributes_state import CLEAR
from ioninv.ui.items.attributes_state import BulkAttributesState as S
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import field


def attributes_dialog() -> rx.Component:
    return form_dialog(
        kept("target", S.target),
        rx.el.div(rx.foreach(S.attributes, _line), class_name="attribute-lines"),
        name="bulk-attributes",
        title=S.title,
        description="Only what is filled in is changed. Clear takes a value away.",
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        busy=S.saving,
        problem=S.problem,
    )


def _line(each: rx.Var) -> rx.Component:
    name = each["name"].to(str)
    id_ = rx.Var.create("bulk-") + name
    error = S.errors[name]
    control = attribute_control(
        each["kind"], each["options"], each["unit"].to(str), **named(id_, name, error, "")
    )
    clear = rx.el.label(
        rx.el.input(
            type="checkbox",
            name=rx.Var.create(CLEAR) + name,
            aria_label=rx.Var.create("Clear ") + each["label"].to(str),
        ),
        rx.el.span("Clear"),
        class_name="clears",
    )
    line = rx.el.div(control, clear, class_name="attribute-line")
    return rx.fragment(field(each["label"], line, id=id_, hint=each["hint"], error=error), key=name)
