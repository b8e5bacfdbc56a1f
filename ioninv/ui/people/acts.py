"""What can be done about a person, and the question before it is."""

import reflex as rx

from ioninv.ui.kit.button import icon_button
from ioninv.ui.kit.confirm import confirm
from ioninv.ui.kit.field import error_summary
from ioninv.ui.kit.menu import menu, menu_item, menu_line
from ioninv.ui.kit.press import PRESS
from ioninv.ui.people.acts_state import PersonActsState as S
from ioninv.ui.people.form_state import PersonFormState
from ioninv.ui.people.list_state import Shown


def person_acts(row: rx.Var[Shown]) -> rx.Component:
    """The menu of what can be done about somebody, in their row and in their panel."""
    edit = menu_item("Name and role…", on_click=PersonFormState.start_edit(row["id"]))
    link = menu_item("New link…", on_click=S.ask_link(row["id"]))
    stop = menu_item("Deactivate…", danger=True, on_click=S.ask(row["id"]))
    start = menu_item("Activate", on_click=S.activate(row["id"], row["version"], PRESS))
    return menu(
        icon_button("ellipsis", rx.Var.create("Acts for ") + row["name"].to(str), small=True),
        edit,
        rx.cond(row["active"], link, rx.fragment()),
        rx.cond(row["is_me"], rx.fragment(), menu_line()),
        rx.cond(row["is_me"], rx.fragment(), rx.cond(row["active"], stop, start)),
    )


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
