"""The section People."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.layout import bar, scrolling, work
from ioninv.ui.people.acts import person_acts
from ioninv.ui.people.form_state import PersonFormState
from ioninv.ui.people.list_state import PeopleState as S
from ioninv.ui.people.list_state import Shown
from ioninv.ui.people.panel import person_panel
from ioninv.vocabulary import Permission

_COLUMNS = ("Name", "Role", "Comes in by", "Last seen", "State")


def people_section() -> rx.Component:
    return rx.fragment(
        bar(
            rx.el.span(
                "Nobody is ever deleted: who leaves is deactivated, and stays in the history of "
                "what they did.",
                class_name="soft",
            )
        ),
        work(
            scrolling(
                grid(
                    [*map(header, _COLUMNS), _acts_header()],
                    rx.cond(S.people_loaded, rx.foreach(S.people, _row), skeleton_rows(6)),
                    name="People",
                    opens=True,
                ),
                rx.cond(S.people_loaded & (S.people.length() == 1), _alone(), rx.fragment()),
            ),
            person_panel(),
        ),
    )


def add_person() -> rx.Component:
    return allowed(
        Permission.EDIT_USERS,
        button("Add person", kind="primary", on_click=PersonFormState.start_new),
    )


def _acts_header() -> rx.Component:
    return rx.el.th(rx.el.span("Acts", class_name="unseen"), scope="col", class_name="order")


def _row(row: rx.Var[Shown]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.button(row["name"], type="button", class_name="row-open"),
            rx.cond(row["is_me"], rx.el.small("you"), rx.fragment()),
            title=row["name"],
        ),
        rx.el.td(row["role"], title=row["role"]),
        rx.el.td(row["access"], title=row["access"]),
        rx.el.td(rx.cond(row["seen"], local_time(row["seen"].to(str)), "Never")),
        rx.el.td(rx.cond(row["active"], badge("Active", "available"), badge("Deactivated"))),
        rx.el.td(
            rx.cond(may(Permission.EDIT_USERS) & row["can_touch"].to(bool), person_acts(row), ""),
            class_name="order",
            on_click=rx.stop_propagation,
        ),
        on_click=S.open_row(row["id"]),
        aria_selected=rx.cond(S.person == row["id"], "true", "false"),
        key=row["id"].to_string(),
    )


def _alone() -> rx.Component:
    return empty_state(
        "You are the only one here.",
        "Add the others: each gets a link with which they choose their password.",
        allowed(
            Permission.EDIT_USERS,
            button("Add person", on_click=PersonFormState.start_new),
        ),
        icon="users",
    )
