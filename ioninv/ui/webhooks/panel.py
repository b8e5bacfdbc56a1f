"""The webhook beside the list: what it is, what it was told, and what it answered."""

import reflex as rx

from ioninv.ui.kit.button import button
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.kit.timeline import timeline
from ioninv.ui.webhooks.form_state import WebhookFormState
from ioninv.ui.webhooks.list_state import GIVEN_UP, ShownDelivery
from ioninv.ui.webhooks.list_state import WebhooksState as S


def webhook_panel() -> rx.Component:
    return rx.cond(
        (S.opened > 0) & (S.shown == S.opened),
        rx.cond(S.missing, _missing(), _webhook()),
        rx.fragment(),
    )


def _webhook() -> rx.Component:
    return panel(
        S.name,
        _acts(),
        rx.el.dl(
            rx.el.dt("Address"),
            rx.el.dd(S.target),
            rx.el.dt("Hears of"),
            rx.el.dd(S.hears),
            rx.el.dt("Owner"),
            rx.el.dd(S.owner, title="It hears what its owner may see"),
            rx.cond(
                S.waiting,
                rx.fragment(rx.el.dt("Waiting"), rx.el.dd(S.waiting)),
                rx.fragment(),
            ),
            rx.cond(
                S.given_up,
                rx.fragment(rx.el.dt("Given up"), rx.el.dd(badge(S.given_up, tone=GIVEN_UP))),
                rx.fragment(),
            ),
            rx.cond(
                S.dropped,
                rx.fragment(
                    rx.el.dt("Dropped"),
                    rx.el.dd(
                        badge(S.dropped, tone=GIVEN_UP),
                        " because too many waited, the last ",
                        local_time(S.last_dropped),
                    ),
                ),
                rx.fragment(),
            ),
            class_name="facts",
        ),
        rx.el.h3("Deliveries"),
        rx.cond(
            S.deliveries.length() == 0,
            rx.el.p("Nothing was changed yet that it hears of.", class_name="soft"),
            rx.el.ol(
                rx.foreach(S.deliveries, _delivery),
                class_name="deliveries",
                aria_label="Deliveries",
            ),
        ),
        rx.el.h3("History"),
        timeline(S.history),
        badge=rx.cond(
            S.archived, badge("Archived"), rx.cond(S.paused, badge("Paused"), rx.fragment())
        ),
        on_close=S.close_row,
        name="Webhook",
        words=True,
    )


def _acts() -> rx.Component:
    edit = button("Edit", small=True, on_click=WebhookFormState.start_edit(S.opened))
    renew = button("New secret", small=True, on_click=WebhookFormState.renew(S.opened, PRESS))
    alive = rx.fragment(
        edit,
        rx.cond(
            S.paused,
            button("Resume", small=True, busy=S.busy, on_click=S.resume),
            rx.fragment(
                button("Send a test", small=True, busy=S.busy, on_click=S.send_test(PRESS)),
                button("Pause", small=True, busy=S.busy, on_click=S.pause),
            ),
        ),
        renew,
        button("Archive", small=True, busy=S.busy, on_click=S.archive),
    )
    return rx.el.div(
        rx.cond(S.archived, button("Restore", small=True, busy=S.busy, on_click=S.restore), alive),
        button("Refresh", small=True, on_click=S.refresh),
        class_name="acts",
    )


def _delivery(row: rx.Var[ShownDelivery]) -> rx.Component:
    what = row["what"].to(str)
    return rx.el.li(
        rx.el.div(
            rx.cond(row["href"], inside_link(what, to=row["href"].to(str)), rx.el.span(what)),
            badge(row["state"].to(str), tone=row["tone"].to(str)),
            rx.cond(S.paused | S.archived, rx.fragment(), _again(row)),
            class_name="delivery-head",
        ),
        rx.el.small(
            local_time(row["at"].to(str)),
            rx.cond(
                row["attempts"].to(int) > 1,
                rx.fragment(" · attempt ", row["attempts"]),
                rx.fragment(),
            ),
            rx.cond(
                row["next"],
                rx.fragment(" · next ", local_time(row["next"].to(str))),
                rx.fragment(),
            ),
        ),
        rx.cond(row["said"], rx.el.p(row["said"]), rx.fragment()),
        rx.cond(
            row["answer"],
            rx.el.details(rx.el.summary("What was answered"), rx.el.pre(row["answer"])),
            rx.fragment(),
        ),
        key=row["id"],
    )


def _again(row: rx.Var[ShownDelivery]) -> rx.Component:
    return button(
        "Send again",
        kind="link",
        small=True,
        on_click=S.redeliver(row["id"], PRESS),
        aria_label=rx.Var.create("Send again: ") + row["what"].to(str),
    )


def _missing() -> rx.Component:
    return panel("Not found", rx.el.p(S.missing), on_close=S.close_row, name="Webhook", words=True)
