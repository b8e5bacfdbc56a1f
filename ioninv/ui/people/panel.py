"""The person beside the list: how they come in, and what happened to them."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.facts import facts
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.kit.timeline import timeline
from ioninv.ui.people.acts import person_acts
from ioninv.ui.people.list_state import PeopleState as S
from ioninv.vocabulary import Permission


def person_panel() -> rx.Component:
    return rx.cond(
        S.person > 0,
        rx.cond(S.person_missing, _missing(), rx.cond(S.people_loaded, _person(), rx.fragment())),
        rx.fragment(),
    )


def _person() -> rx.Component:
    row = S.opened_person
    can_act = may(Permission.EDIT_USERS) & row["can_touch"].to(bool)
    return panel(
        row["name"],
        facts(
            ("Role", row["role"]),
            ("Comes in by", row["access"]),
            ("Last seen", rx.cond(row["seen"], local_time(row["seen"].to(str)), "Never")),
        ),
        allowed(
            Permission.VIEW_HISTORY,
            rx.el.h3("History"),
            timeline(S.person_history, on_undo=lambda change_set: S.undo(change_set, PRESS)),
        ),
        badge=rx.fragment(
            rx.cond(row["active"], rx.fragment(), badge("Deactivated")),
            rx.cond(can_act, person_acts(row), rx.fragment()),
        ),
        on_close=S.close_row,
        name="Person",
        words=True,
    )


def _missing() -> rx.Component:
    return panel(
        "Not found",
        rx.el.p(S.person_missing),
        on_close=S.close_row,
        name="Person",
        words=True,
    )
