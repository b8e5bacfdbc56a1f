"""The dialog of a role: its name, and a box for each permission under its matter."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import note, text_field
from ioninv.ui.people.permissions import WORDS
from ioninv.ui.people.role_form_state import RoleFormState as S
from ioninv.vocabulary import Permission


def role_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.role),
        kept("version", S.version),
        kept("seen", S.seen, follows=True),
        kept("began", S.name),
        text_field(
            "Name",
            "name",
            required=True,
            max_length=60,
            placeholder="Night shift, Auditor…",
            value=S.name,
            error=S.errors["name"],
            hint=S.hints["name"],
            id="role-name",
        ),
        rx.el.div(
            *(_group(group, words) for group, words in WORDS.items()), class_name="permissions"
        ),
        note("role-permissions", S.hints["permissions"], S.errors["permissions"]),
        name="role",
        title=S.title,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
        size="wide",
    )


def _group(group: str, words: dict[Permission, str]) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(group), *(_box(permission, said) for permission, said in words.items())
    )


def _box(permission: Permission, said: str) -> rx.Component:
    """Nobody gives what they may not do themselves."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=permission.value,
            value="1",
            default_checked=S.chosen[permission.value],
            disabled=~S.mine[permission.value],
        ),
        rx.el.span(said),
        title=permission.value,
    )
