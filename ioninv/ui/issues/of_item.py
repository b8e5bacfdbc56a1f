"""The issues of the item that is open beside the grid, raising one, and recalling its lot."""

import reflex as rx

from ioninv.ui.issues.raise_state import RaiseState
from ioninv.ui.issues.severity import state_badge
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.kit.link import inside_link
from ioninv.vocabulary import Permission


def item_issues() -> rx.Component:
    return rx.el.section(
        rx.el.h3("Issues"),
        rx.cond(
            PanelState.issues,
            rx.el.ul(rx.foreach(PanelState.issues, _issue), class_name="on-issues"),
            rx.fragment(),
        ),
        rx.el.div(
            allowed(
                Permission.EDIT_ISSUES,
                button("Raise issue", small=True, on_click=RaiseState.start_here),
            ),
            rx.cond(
                PanelState.recall_href,
                inside_link("Recall its lot", to=PanelState.recall_href, class_name="btn small"),
                rx.fragment(),
            ),
            class_name="acts",
        ),
        aria_label="Issues",
    )


def _issue(issue: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            inside_link(issue["name"], to=issue["href"], class_name="mono"),
            state_badge(issue["state"], issue["said"]),
            rx.cond(issue["holds"], rx.el.span("holds", class_name="holds"), rx.fragment()),
            class_name="line",
        ),
        rx.el.span(issue["title"], class_name="soft clip", title=issue["title"]),
        key=issue["id"],
    )
