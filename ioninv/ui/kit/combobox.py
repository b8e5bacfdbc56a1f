"""Names an existing thing (part, location, supplier, lot), or creates it right there."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, no_args_event_spec, passthrough_event_spec

from .field import Text, field

LIBRARY = rx.asset("combobox.jsx", shared=True).importable_path


class _Combobox(rx.Component):
    library = LIBRARY
    tag = "Combobox"

    options: rx.Var[list[dict[str, Any]]]
    value: rx.Var[str]
    text: rx.Var[str]
    name: rx.Var[str]
    label: rx.Var[str]
    labelled_by: rx.Var[str]
    described_by: rx.Var[str]
    control_id: rx.Var[str]
    placeholder: rx.Var[str]
    empty_note: rx.Var[str]
    disabled: rx.Var[bool]
    required: rx.Var[bool]
    invalid: rx.Var[bool]
    mono: rx.Var[bool]
    may_create: rx.Var[bool]
    delay: rx.Var[int]
    on_query: EventHandler[passthrough_event_spec(str)]
    on_pick: EventHandler[passthrough_event_spec(str, str)]
    on_create: EventHandler[passthrough_event_spec(str)]
    on_clear: EventHandler[no_args_event_spec]


def combobox(
    label: Text, *, options: rx.Var | list[dict[str, str]], name: str = "", **props: Any
) -> rx.Component:
    """The bare control, named by `label` for screen readers: for filters and toolbars.

    `options` is a list of dicts: `value`, `label`, and if wanted `hint` (right, quiet),
    `tag` (left, quiet), `text` (what the field shows once it is picked, instead of the label).
    The server fills it in answer to `on_query(text)`, which also comes with an empty text when
    the list opens; its last entry says under `answers` which text that was, as
    `picking.options` does. `on_pick(value, text)`, `on_clear()`; `on_create(text)` adds a last
    entry Create "…", once the answer is there, unless `may_create` is false. `value` and `text` are
    what stands in it at first, and what the server puts there later (a created thing, a restored filter).

    With a `name` the form submits `{name}` (the picked value, or "") and `{name}_text` (what
    stands in the field): text without a value names something that does not exist yet.

    combobox("Location", options=FilterState.location_options, text=FilterState.location_name,
             value=FilterState.location, on_query=FilterState.find_locations,
             on_pick=FilterState.choose_location, on_clear=FilterState.any_location)
    """
    return _Combobox.create(options=options, label=label, name=name, **props)


def combobox_field(
    label: Text,
    name: str,
    *,
    options: rx.Var | list[dict[str, str]],
    hint: Text = "",
    error: Text = "",
    required: bool = False,
    id: str = "",
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """A combobox as a form field: label above, hint or error beneath.

    combobox_field("Supplier", "supplier", options=S.supplier_options,
                   on_query=S.find_suppliers, on_create=S.create_supplier,
                   value=S.supplier, text=S.supplier_name, error=S.errors["supplier"])
    """
    id = id or f"f-{name.replace('_', '-')}"
    control = combobox(
        label,
        options=options,
        name=name,
        control_id=id,
        labelled_by=f"{id}-label",
        described_by=f"{id}-note",
        required=required,
        invalid=rx.cond(error, True, False),
        **props,
    )
    return field(
        label, control, id=id, required=required, hint=hint, error=error, class_name=class_name
    )
