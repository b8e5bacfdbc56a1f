"""The fields of custom attributes in a form: the right control for each kind."""

from typing import Any

import reflex as rx

LIBRARY = rx.asset("fields.jsx", shared=True).importable_path


class _Fields(rx.Component):
    library = LIBRARY
    tag = "AttributeFields"

    fields: rx.Var[list[dict[str, Any]]]
    errors: rx.Var[dict[str, str]]
    hints: rx.Var[dict[str, str]]
    prefix: rx.Var[str]
    clears: rx.Var[str]


class _Control(rx.Component):
    library = LIBRARY
    tag = "AttributeControl"

    kind: rx.Var[str]
    options: rx.Var[list[dict[str, str]]]
    unit: rx.Var[str]
    name: rx.Var[str]
    value: rx.Var[str]
    invalid: rx.Var[bool]


def attribute_fields(state: Any, prefix: str, clears: str = "") -> rx.Component:
    """Last in a form whose state is an AttributeFormState; nothing where no attribute is defined.

    `prefix` keeps the HTML ids of two dialogs on one page apart. With `clears` the fields start
    empty, and beside each stands a box that takes its value away; it is called so before the name.
    """
    return _Fields.create(
        fields=state.attributes,
        errors=state.errors,
        hints=state.hints,
        prefix=prefix,
        clears=clears,
    )


def attribute_control(**props: Any) -> rx.Component:
    """The control of one attribute by itself: its `kind`, `options`, `unit`, `name` and `value`."""
    return _Control.create(**props)
