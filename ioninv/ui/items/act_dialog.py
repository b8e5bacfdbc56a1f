"""The one dialog that every act asks in."""

from typing import Any

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.items.act_state import ActState as S
from ioninv.ui.items.acts import LABELS
from ioninv.ui.items.creating import NEEDS
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import (
    choice_field,
    date_field,
    number_field,
    switch_field,
    text_field,
    textarea_field,
)

_CREATABLE = ("location", "supplier", "usage_type", "kit")


def act_dialog() -> rx.Component:
    return form_dialog(
        kept("act", S.name),
        kept("target", S.target),
        *(rx.cond(S.asks.contains(name), build(name), rx.fragment()) for name, build in _FIELDS),
        name="act",
        title=S.title,
        description=S.says,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.do,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
        size="small",
        danger=S.danger,
    )


def _about(name: str) -> dict[str, Any]:
    """What every field has. `required` is a matter of the act: its refusal says it."""
    return {"hint": S.hints[name], "error": S.errors[name], "id": f"act-{name.replace('_', '-')}"}


def _number(name: str) -> rx.Component:
    value = S.values[name]
    # A field that was left as it was takes what is there now.
    return number_field(LABELS[name], name, value=value, key=value, **_about(name))


def _line(name: str) -> rx.Component:
    mono = name == "lot"
    return text_field(LABELS[name], name, value=S.values[name], mono=mono, **_about(name))


def _lines(name: str) -> rx.Component:
    return textarea_field(LABELS[name], name, value=S.values[name], rows=2, **_about(name))


def _into(name: str) -> rx.Component:
    """One of the selected, all in sight; for an item alone, any that is named."""
    return rx.cond(
        S.choices,
        choice_field("Keep", name, S.choices, value=S.picked[name], **_about(name)),
        _picked(name),
    )


def _day(name: str) -> rx.Component:
    return date_field(LABELS[name], name, value=S.values[name], **_about(name))


def _switch(name: str) -> rx.Component:
    return switch_field(LABELS[name], name, **_about(name))


def _picked(name: str) -> rx.Component:
    creates: dict[str, Any] = {}
    if name in _CREATABLE:
        creates["on_create"] = lambda typed: S.create(name, typed)
        creates["may_create"] = may(NEEDS[name])
    return combobox_field(
        LABELS[name],
        name,
        options=S.options[name],
        value=S.picked[name],
        text=S.values[name],
        on_query=lambda typed: S.find(name, typed),
        placeholder=_PLACEHOLDERS.get(name, ""),
        empty_note="Nothing matches.",
        **creates,
        **_about(name),
    )


_PLACEHOLDERS = {
    "location": "Name, or a path like Room 1 / Shelf A",
    "parent": "Serial, or code of the item",
    "into": "Serial, lot, or code of the item",
    "kit": "Name",
}
_FIELDS = (
    ("quantity", _number),
    ("parent", _picked),
    ("kit", _picked),
    ("into", _into),
    ("location", _picked),
    ("supplier", _picked),
    ("usage_type", _picked),
    ("purchase_order", _line),
    ("work_order", _line),
    ("to", _line),
    ("lot", _line),
    ("counted", _number),
    ("quantities", _line),
    ("serials", _lines),
    ("cost", _number),
    ("currency", _line),
    ("expires_on", _day),
    ("note", _lines),
    ("clear", _switch),
    ("reason", _line),
)
"""In the order in which a form asks."""
