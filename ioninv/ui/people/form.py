"""The dialog of Add person and of editing one."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import select_field, text_field
from ioninv.ui.kit.link import inside_link
from ioninv.ui.people.form_state import PersonFormState as S
from ioninv.ui.settings.sections import ROLES


def person_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.person),
        kept("version", S.version),
        kept("seen", S.seen, follows=True),
        kept("began", S.began),
        text_field(
            "Name",
            "name",
            required=True,
            max_length=60,
            value=S.values["name"],
            error=S.errors["name"],
            hint=rx.cond(S.hints["name"], S.hints["name"], "What they sign in with"),
            id="person-name",
        ),
        select_field(
            "Role",
            "role",
            S.roles,
            value=S.values["role"],
            error=S.errors["role"],
            hint=S.hints["role"],
            id="person-role",
        ),
        rx.el.p(
            "What each role allows stands under ",
            inside_link("Roles", to=ROLES),
            ".",
            class_name="soft",
        ),
        name="person",
        title=S.title,
        description=S.text,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
        size="small",
    )
