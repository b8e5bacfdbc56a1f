"""The dialog that archives a role."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import select_field
from ioninv.ui.people.archive_role_state import ArchiveRoleState as S


def archive_role_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.role),
        kept("version", S.version),
        rx.el.p(
            "Nobody can be given it any more. It stays in history, and can come back.",
            class_name="soft",
        ),
        rx.cond(
            S.has_bearers,
            select_field(
                "Who has it gets",
                "successor",
                S.successors,
                required=True,
                error=S.errors["successor"],
                id="role-successor",
            ),
            rx.fragment(),
        ),
        name="archive-role",
        title=rx.Var.create("Archive the role ") + S.name + "?",
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.archive,
        action="Archive",
        busy=S.saving,
        problem=S.problem,
        size="small",
    )
