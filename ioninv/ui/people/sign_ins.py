"""The section Sign-ins."""

import reflex as rx

from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.layout import bar, scrolling
from ioninv.ui.people.sign_ins_state import Shown
from ioninv.ui.people.sign_ins_state import SignInsState as S

_COLUMNS = ("When", "What", "Who", "Address", "Browser")


def sign_ins_section() -> rx.Component:
    return rx.fragment(
        bar(
            rx.el.span(
                "The last 90 days, the newest first. The same again within an hour is one line. "
                "A name that nobody has is not kept.",
                class_name="soft",
            )
        ),
        scrolling(
            grid(
                [header(name) for name in _COLUMNS],
                rx.cond(S.sign_ins_loaded, rx.foreach(S.sign_ins, _row), skeleton_rows(5)),
                name="Sign-ins",
            ),
            rx.cond(
                S.sign_ins_loaded & (S.sign_ins.length() == 0),
                empty_state(
                    "Nobody has signed in yet.",
                    "Who signs in, and who tries to, will stand here.",
                    icon="log-in",
                ),
                rx.fragment(),
            ),
        ),
    )


def _row(row: rx.Var[Shown]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(local_time(row["last"].to(str))),
        rx.el.td(
            badge(row["what"], rx.cond(row["failed"], "held", "")),
            rx.cond(row["times"], rx.el.small(row["times"]), rx.fragment()),
        ),
        rx.el.td(rx.cond(row["name"], row["name"], rx.el.span("nobody here", class_name="faint"))),
        rx.el.td(row["address"], class_name="m", title=row["address"]),
        rx.el.td(row["browser"], title=row["browser"]),
        key=row["key"],
    )
