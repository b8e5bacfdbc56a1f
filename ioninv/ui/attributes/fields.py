"""The fields of custom attributes in a form: the right control for each kind."""

from typing import Any

import reflex as rx

from ioninv.ui.kit.field import field


def attribute_fields(state: Any, prefix: str) -> rx.Component:
    """Last in a form whose state is an AttributeFormState; nothing where no attribute is defined.

    `prefix` keeps the HTML ids of two dialogs on one page apart.
    """
    return rx.cond(
        state.attributes,
        rx.el.fieldset(
            rx.el.legend("Custom attributes"),
            rx.el.div(
                rx.foreach(state.attributes, lambda each: _field(each, state, prefix)),
                class_name="form-row",
            ),
            class_name="attribute-fields",
        ),
        rx.fragment(),
    )


def attribute_control(kind: rx.Var, options: rx.Var, unit: rx.Var, **props: Any) -> rx.Component:
    """The control for one attribute; `props` go to the input or select itself."""
    number = rx.el.div(
        _input(input_mode="decimal", **props),
        rx.cond(unit, rx.el.span(unit, class_name="unit", title=unit), rx.fragment()),
        class_name="with-unit",
    )
    return rx.match(
        kind,
        ("number", number),
        ("date", _input(type="date", **props)),
        ("choice", _select(options, **props)),
        ("yes_no", _select(options, **props)),
        ("link", _input(input_mode="url", placeholder="https://…", **props)),
        _input(**props),
    )


def named(id: Any, name: Any, error: Any, value: Any) -> dict[str, Any]:
    """What a control of a form has: its name, what it starts with, and what describes it."""
    return {
        "name": name,
        "default_value": value,
        "aria_invalid": rx.cond(error, "true", "false"),
        "aria_describedby": id + "-note",
        # As a prop, Reflex would submit the value under the id too.
        "custom_attrs": {"id": id},
    }


def _field(each: rx.Var, state: Any, prefix: str) -> rx.Component:
    name = each["name"].to(str)
    error, hint = state.errors[name], state.hints[name]
    id_ = rx.Var.create(f"{prefix}-") + name
    control = attribute_control(
        each["kind"],
        each["options"],
        each["unit"].to(str),
        **named(id_, name, error, each["value"]),
    )
    return rx.fragment(
        field(each["label"], control, id=id_, hint=rx.cond(hint, hint, each["hint"]), error=error),
        key=name,
    )


def _input(**props: Any) -> rx.Component:
    props = {"type": "text", "class_name": "input", "auto_complete": "off"} | props
    return rx.el.input(**props)


def _select(options: rx.Var, **props: Any) -> rx.Component:
    return rx.el.select(
        rx.el.option("", value=""),
        rx.foreach(
            options.to(list[dict[str, str]]),
            lambda each: rx.el.option(each["label"], value=each["value"]),
        ),
        **({"class_name": "input"} | props),
    )
