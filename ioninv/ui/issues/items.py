"""The items of the open issue: where each is, and putting more on and taking them off."""

import reflex as rx

from ioninv.ui.issues.acts_state import IssueActsState
from ioninv.ui.issues.panel_state import IssuePanelState as S
from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import download_button, icon_button
from ioninv.ui.kit.combobox import combobox
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.status_badge import status_badge
from ioninv.vocabulary import IssueState, Permission


def issue_items() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h3(S.items_text),
            inside_link("In the inventory", to=S.items_href),
            allowed(Permission.EXPORT, download_button("CSV", S.export_href, kind="link")),
            class_name="head",
        ),
        rx.cond(S.items, _table(), rx.fragment()),
        rx.cond(S.more_items, rx.el.p(S.more_items, class_name="soft"), rx.fragment()),
        rx.cond(
            (S.state == IssueState.RESOLVED.value) | ~may(Permission.EDIT_ISSUES),
            rx.fragment(),
            combobox(
                "Add an item",
                options=IssueActsState.item_options,
                placeholder="Add an item: type or scan its code",
                empty_note="Nothing has this code.",
                mono=True,
                on_query=IssueActsState.find_items,
                on_pick=lambda value, _label: IssueActsState.add_item(value),
                key=IssueActsState.added.to_string(),
            ),
        ),
        class_name="issue-items",
        aria_label="Items",
    )


def _table() -> rx.Component:
    return rx.el.table(
        rx.el.thead(
            rx.el.tr(
                rx.el.th("Item", scope="col"),
                rx.el.th("Status", scope="col"),
                rx.el.th("Where", scope="col"),
                rx.el.th(rx.el.span("Acts", class_name="unseen"), scope="col"),
            )
        ),
        rx.el.tbody(rx.foreach(S.items, _row)),
        aria_label="Items on the issue",
    )


def _row(item: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            inside_link(item["label"], to=item["href"], class_name="mono"),
            rx.el.small(item["name"], rx.cond(item["quantity"], " · ", ""), item["quantity"]),
        ),
        rx.el.td(
            status_badge(item["status"], item["status_label"]),
            rx.cond(item["outcome"], rx.el.small(item["outcome"]), rx.fragment()),
            rx.cond(item["held"], rx.el.small("held", class_name="holds"), rx.fragment()),
        ),
        rx.el.td(
            rx.cond(item["above"], rx.el.span("in ", item["above"]), rx.fragment()),
            rx.el.small(item["place"]),
        ),
        rx.el.td(
            allowed(
                Permission.EDIT_ISSUES,
                icon_button(
                    "x",
                    rx.Var.create("Take off: ") + item["label"].to(str),
                    small=True,
                    on_click=IssueActsState.remove_item(item["id"]),
                ),
            )
        ),
        key=item["id"],
    )
