"""The dialog that resolves an issue."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.issues.resolve_state import DISPOSITIONS
from ioninv.ui.issues.resolve_state import ResolveState as S
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import select_field, text_field


def resolve_dialog() -> rx.Component:
    return form_dialog(
        kept("issue", S.issue.to_string()),
        select_field(
            "What is done with its items",
            "disposition",
            DISPOSITIONS,
            error=S.errors["disposition"],
            required=True,
            id="resolve-disposition",
            on_change=S.weigh,
        ),
        rx.el.ul(
            rx.foreach(S.says, lambda said: rx.el.li(said, key=said)),
            class_name="foretold",
            aria_live="polite",
            aria_label="What this will do",
        ),
        text_field(
            "Reason",
            "reason",
            hint="Goes into the history of each item; empty, the issue is named",
            error=S.errors["reason"],
            id="resolve-reason",
        ),
        name="resolve-issue",
        title=S.title,
        description=S.description,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.resolve,
        action="Resolve",
        busy=S.saving,
        problem=S.problem,
        size="small",
        danger=S.danger,
    )
