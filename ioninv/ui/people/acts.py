"""The question before a person is deactivated, or gets a new link."""

import reflex as rx

from ioninv.ui.kit.confirm import confirm
from ioninv.ui.kit.field import error_summary
from ioninv.ui.kit.press import PRESS
from ioninv.ui.people.acts_state import PersonActsState as S


def person_question() -> rx.Component:
    return confirm(
        error_summary(S.problem),
        open=S.open,
        title=S.title,
        text=S.text,
        action=S.action,
        on_confirm=S.confirm(PRESS),
        on_cancel=S.close_dialog,
        busy=S.saving,
        danger=False,
    )
