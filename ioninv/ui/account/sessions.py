"""The sessions on My account."""

import reflex as rx

from ioninv.ui.account.sessions_state import AccountState as S
from ioninv.ui.account.sessions_state import ShownSession
from ioninv.ui.kit.button import button
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.status_badge import badge

_COLUMNS = ("Browser", "Address", "Signed in", "Last seen")


def sessions_card() -> rx.Component:
    everywhere = button("Sign out everywhere else", small=True, on_click=S.end_others)
    acts = rx.el.th(rx.el.span("Acts", class_name="unseen"), scope="col", class_name="order")
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Where you are signed in"),
            rx.cond(S.sessions.length() > 1, everywhere, rx.fragment()),
            class_name="list-head",
        ),
        rx.el.p("Something here that is not you? Sign it out, and change your password."),
        grid(
            [*map(header, _COLUMNS), acts],
            rx.cond(S.sessions_loaded, rx.foreach(S.sessions, _row), skeleton_rows(5)),
            name="Sessions",
        ),
        class_name="account-card",
        aria_label="Where you are signed in",
    )


def _row(row: rx.Var[ShownSession]) -> rx.Component:
    end = button(
        "Sign out",
        kind="quiet",
        small=True,
        on_click=S.end(row["id"]),
        aria_label=rx.Var.create("Sign out: ") + row["browser"].to(str),
    )
    return rx.el.tr(
        rx.el.td(row["browser"], title=row["browser"]),
        rx.el.td(row["address"], class_name="m", title=row["address"]),
        rx.el.td(local_time(row["began"].to(str))),
        rx.el.td(local_time(row["seen"].to(str))),
        rx.el.td(rx.cond(row["is_this"], badge("This one", "available"), end), class_name="order"),
        key=row["id"].to_string(),
    )
