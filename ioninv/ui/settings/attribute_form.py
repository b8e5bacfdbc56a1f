"""The dialog of New attribute and of editing one."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import row, select_field, text_field, textarea_field
from ioninv.ui.settings.attribute_form_state import AttributeDefinitionState as S
from ioninv.vocabulary import AppliesTo, AttributeKind

_THINGS = [(of.value, of.label) for of in reversed(AppliesTo)]
_KINDS = [(kind.value, kind.label) for kind in AttributeKind]


def attribute_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.attribute_id),
        kept("version", S.version),
        kept("began", S.began),
        text_field(
            "Name",
            "name",
            required=True,
            placeholder="Calibration due, Owner, Datasheet…",
            max_length=200,
            **_about("name"),
        ),
        row(_fixed("For", "applies_to", _THINGS), _fixed("Kind", "kind", _KINDS)),
        # The style sheet shows them for their kind: what is typed stays while another is looked at.
        textarea_field(
            "Choices",
            "choices",
            rows=5,
            required=True,
            class_name="for-choice",
            **_about("choices", "One per line"),
        ),
        text_field(
            "Unit",
            "unit",
            class_name="for-number",
            **_about("unit", "Shown after the number: mm, °C, V"),
        ),
        text_field("Hint", "hint", **_about("hint", "Shown under the field, as this line is")),
        name="attribute",
        title=S.title,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
    )


def _fixed(label: str, name: str, options: list[tuple[str, str]]) -> rx.Component:
    """A select that can no longer be changed once something has a value."""
    about = _about(name) | {"hint": rx.cond(S.hints[name], S.hints[name], S.locked)}
    locked = rx.cond(S.locked, True, False)
    # What is locked is not sent: then this is. The select wins where both are.
    stored = kept(name, S.values[name])
    return rx.fragment(stored, select_field(label, name, options, disabled=locked, **about))


def _about(name: str, hint: str = "") -> dict[str, rx.Var | str]:
    return {
        "value": S.values[name],
        "error": S.errors[name],
        "hint": rx.cond(S.hints[name], S.hints[name], hint),
        "id": f"attribute-{name.replace('_', '-')}",
    }
