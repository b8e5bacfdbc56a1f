"""The question before an order or a line is cancelled."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import text_field
from ioninv.ui.purchasing.acts_state import CancelState as S


def cancel_dialog() -> rx.Component:
    return form_dialog(
        kept("order", S.order),
        kept("line", S.line),
        text_field(
            "Reason",
            "reason",
            required=True,
            id="cancel-purchase-reason",
            error=S.errors["reason"],
            max_length=200,
        ),
        name="cancel-purchase",
        title=S.title,
        description=S.says,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.cancel,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
        size="small",
        danger=True,
        leave="Keep it",
    )
