"""The section Webhooks."""

import reflex as rx

from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import chip
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.layout import bar, bar_end, scrolling, work
from ioninv.ui.webhooks.form_state import WebhookFormState
from ioninv.ui.webhooks.list_state import ShownWebhook
from ioninv.ui.webhooks.list_state import WebhooksState as S
from ioninv.ui.webhooks.panel import webhook_panel


def webhooks_section() -> rx.Component:
    return rx.fragment(
        bar(
            rx.el.span("Programs of yours that are told of each change.", class_name="soft"),
            bar_end(
                chip(
                    "Show archived",
                    pressed=S.with_archived,
                    on_click=S.show_archived(~S.with_archived),
                )
            ),
        ),
        work(
            scrolling(
                rx.cond(
                    S.webhooks_loaded,
                    rx.cond(S.rows.length() == 0, _nothing(), _list()),
                    skeleton_lines(6),
                )
            ),
            webhook_panel(),
        ),
    )


def new_webhook() -> rx.Component:
    return button("New webhook", kind="primary", on_click=WebhookFormState.start_new)


def _list() -> rx.Component:
    return grid(
        [header("Name"), header("Address"), header("Hears of"), header("Last answer")],
        rx.foreach(S.rows, _row),
        name="Webhooks",
        opens=True,
    )


def _row(row: rx.Var[ShownWebhook]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.button(row["name"], type="button", class_name="row-open"),
            rx.cond(row["state"], badge(row["state"].to(str)), rx.fragment()),
        ),
        rx.el.td(row["address"], title=row["address"]),
        rx.el.td(row["hears"], title=row["hears"]),
        rx.el.td(
            rx.cond(
                row["trouble"],
                rx.el.span(
                    badge(row["trouble"].to(str), tone=row["tone"].to(str)), title=row["trouble"]
                ),
                rx.cond(row["answered"], local_time(row["answered"].to(str)), "none yet"),
            )
        ),
        on_click=S.open_row(row["id"]),
        aria_selected=rx.cond(S.opened == row["id"], "true", "false"),
        key=row["id"],
    )


def _nothing() -> rx.Component:
    return empty_state(
        "No webhooks yet.",
        "A webhook is an address that ioninv tells what was changed, at once: for a program that "
        "orders more, prints a label, or writes into a chat.",
        button("New webhook", on_click=WebhookFormState.start_new),
        icon="webhook",
    )
