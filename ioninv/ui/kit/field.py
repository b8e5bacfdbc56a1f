"""Form fields: label above, one line kept beneath for the hint or the error.

All are uncontrolled: give `value` to start from, read what was typed from the form's submit data
under `name`. `error` is shown when it is not empty, as `State.errors["serial"]` would give it.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx

Text = str | rx.Var


def field(
    label: Text,
    control: rx.Component,
    *,
    id: str,
    required: bool = False,
    hint: Text = "",
    error: Text = "",
    class_name: str = "",
) -> rx.Component:
    """Any control with a label above and a note beneath; the control has `id` as its HTML id.

    field("Colour", rx.el.input(type="color", custom_attrs={"id": "c"}), id="c")
    """
    return rx.el.div(
        rx.el.label(
            label,
            *([rx.el.span(" *", class_name="must", aria_hidden="true")] if required else []),
            html_for=id,
            custom_attrs={"id": f"{id}-label"},
        ),
        control,
        note(id, hint, error),
        class_name=f"field {class_name}".strip(),
    )


def note(id: str, hint: Text, error: Text) -> rx.Component:
    return rx.el.div(
        rx.el.span(error, class_name="field-error", role="alert"),
        rx.el.span(hint, class_name="field-hint"),
        class_name="field-note",
        custom_attrs={"id": f"{id}-note"},
    )


def text_field(
    label: Text,
    name: str,
    *,
    value: Text = "",
    hint: Text = "",
    error: Text = "",
    required: bool = False,
    disabled: bool | rx.Var = False,
    mono: bool = False,
    id: str = "",
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """One line of text; `mono=True` for serials, lots and part numbers.

    text_field("Serial", "serial", mono=True, error=NewInventoryState.errors["serial"])
    """
    id = id or _id(name)
    control = rx.el.input(
        class_name=f"input {'mono' if mono else ''}".strip(),
        **_named(id, name, error, required, disabled),
        default_value=value,
        type=props.pop("type", "text"),
        auto_complete=props.pop("auto_complete", "off"),
        **props,
    )
    return field(
        label, control, id=id, required=required, hint=hint, error=error, class_name=class_name
    )


def number_field(label: Text, name: str, **props: Any) -> rx.Component:
    """A decimal, typed as text so that nothing is rounded or lost: parse it on the server.

    number_field("Quantity", "quantity", value="1", hint="in metres", error=S.errors["quantity"])
    """
    props.setdefault("input_mode", "decimal")
    return text_field(label, name, **props)


def date_field(label: Text, name: str, **props: Any) -> rx.Component:
    """A day, by the browser's own picker; submits `YYYY-MM-DD` or an empty text.

    date_field("Expires", "expires_on", error=S.errors["expires_on"])
    """
    return text_field(label, name, type="date", **props)


def textarea_field(
    label: Text,
    name: str,
    *,
    value: Text = "",
    hint: Text = "",
    error: Text = "",
    required: bool = False,
    disabled: bool | rx.Var = False,
    id: str = "",
    rows: int = 3,
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Several lines of text.

    textarea_field("Note", "note", rows=2)
    """
    id = id or _id(name)
    control = rx.el.textarea(
        class_name="input",
        **_named(id, name, error, required, disabled),
        default_value=value,
        rows=rows,
        **props,
    )
    return field(
        label, control, id=id, required=required, hint=hint, error=error, class_name=class_name
    )


def select_field(
    label: Text,
    name: str,
    options: Sequence[tuple[str, str]] | rx.Var,
    *,
    value: Text = "",
    hint: Text = "",
    error: Text = "",
    required: bool = False,
    disabled: bool | rx.Var = False,
    id: str = "",
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """One of a few: the browser's own select, which is best on a tablet.

    `options` are (value, label) pairs, or a Var of dicts with `value` and `label`.

    select_field("Tracking", "tracking", [("serial", "Serial number"), ("lot", "Lot")])
    """
    id = id or _id(name)
    control = rx.el.select(
        *select_options(options),
        class_name="input",
        **_named(id, name, error, required, disabled),
        default_value=value,
        **props,
    )
    return field(
        label, control, id=id, required=required, hint=hint, error=error, class_name=class_name
    )


def select_options(options: Sequence[tuple[str, str]] | rx.Var) -> list[rx.Component]:
    if isinstance(options, rx.Var):
        return [rx.foreach(options, lambda each: rx.el.option(each["label"], value=each["value"]))]
    return [rx.el.option(label, value=value) for value, label in options]


def choice_field(
    label: Text,
    name: str,
    options: rx.Var,
    *,
    value: Text = "",
    hint: Text = "",
    error: Text = "",
    id: str = "",
) -> rx.Component:
    """One of a few that are worth seeing all at once. `options` is a Var of dicts `value`, `label`
    and `hint`; submits the value of the one that is chosen.

    choice_field("Keep", "into", S.choices, value=S.first, error=S.errors["into"])
    """
    id = id or _id(name)
    return rx.el.div(
        rx.el.div(label, class_name="field-label", custom_attrs={"id": f"{id}-label"}),
        rx.el.div(
            rx.foreach(options, lambda each: _choice(each, name, value)),
            role="radiogroup",
            aria_labelledby=f"{id}-label",
            aria_describedby=f"{id}-note",
            class_name="choices",
        ),
        note(id, hint, error),
        class_name="field",
    )


def _choice(each: rx.Var, name: str, value: Text) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=each["value"].to(str),
            default_checked=each["value"].to(str) == value,
        ),
        rx.el.span(each["label"]),
        rx.el.span(each["hint"], class_name="hint"),
        key=each["value"],
    )


def switch_field(
    label: Text,
    name: str,
    *,
    checked: bool | rx.Var = False,
    hint: Text = "",
    error: Text = "",
    disabled: bool | rx.Var = False,
    id: str = "",
    **props: Any,
) -> rx.Component:
    """On or off; submits `name: "on"`, or nothing when off.

    switch_field("Available", "available", checked=True, hint="Items here may be used.")
    """
    id = id or _id(name)
    control = rx.el.input(
        type="checkbox",
        role="switch",
        default_checked=checked,
        **_named(id, name, error, False, disabled),
        **props,
    )
    return rx.el.div(
        rx.el.label(control, rx.el.span(label), class_name="switch", html_for=id),
        note(id, hint, error),
        class_name="field",
    )


def error_summary(text: Text) -> rx.Component:
    """What went wrong with the form as a whole, above its fields; absent when empty.

    error_summary(NewInventoryState.problem)
    """
    return rx.el.div(text, class_name="summary", role="alert")


def row(*fields: rx.Component) -> rx.Component:
    """Fields side by side, wrapping where the screen is narrow; `class_name="wide"` takes two.

    row(number_field("Quantity", "quantity"), text_field("Lot", "lot", mono=True))
    """
    return rx.el.div(*fields, class_name="form-row")


def _named(
    id: str, name: str, error: Text, required: bool, disabled: bool | rx.Var
) -> dict[str, Any]:
    # The id goes in as a bare attribute: as a prop, Reflex would submit the value under it too.
    return {
        "name": name,
        "disabled": disabled,
        "aria_required": "true" if required else "false",
        "aria_invalid": rx.cond(error, "true", "false"),
        "aria_describedby": f"{id}-note",
        "custom_attrs": {"id": id},
    }


def _id(name: str) -> str:
    return f"f-{name.replace('_', '-')}"
