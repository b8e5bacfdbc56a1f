"""One order: its head, its lines with the next one to type under them, what it costs, its history."""

from typing import Any

import reflex as rx

from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.kit.timeline import timeline
from ioninv.ui.layout import scrolling
from ioninv.ui.purchasing.acts_state import CancelState, OrderActsState
from ioninv.ui.purchasing.add_line import add_line
from ioninv.ui.purchasing.lines import lines_table
from ioninv.ui.purchasing.order_form_state import OrderFormState
from ioninv.ui.purchasing.order_links import order_links
from ioninv.ui.purchasing.order_state import OrderState as S
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.vocabulary import Permission


def order_view() -> rx.Component:
    return rx.cond(
        S.order == OrdersState.opened,
        rx.cond(S.missing, _missing(), _order()),
        rx.fragment(_way_back(), scrolling(rx.el.h1("…", class_name="unseen"), skeleton_lines())),
    )


def _order() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                _way_back(),
                rx.el.div(
                    rx.el.h1(S.number, tab_index=-1),
                    badge(S.state_label, S.state, dot=True),
                    rx.cond(S.late, badge("Late", "held"), rx.fragment()),
                    class_name="order-name",
                ),
                class_name="grow",
            ),
            _acts(),
            class_name="title order-title",
        ),
        scrolling(
            _facts(),
            rx.cond(S.note, _note(), rx.fragment()),
            rx.cond(S.lines, lines_table(), _no_lines()),
            rx.cond(S.lines, _total(), rx.fragment()),
            rx.cond(S.can_change & may(Permission.EDIT_PURCHASING), add_line(), rx.fragment()),
            rx.el.section(
                rx.el.h2("History"),
                timeline(S.history),
                rx.cond(
                    S.older,
                    button(S.older, kind="link", on_click=S.show_older),
                    rx.fragment(),
                ),
                class_name="order-history",
            ),
        ),
    )


def _way_back() -> rx.Component:
    return button(
        "All orders",
        kind="link",
        icon="arrow-left",
        class_name="way-back",
        on_click=OrdersState.close_row,
    )


def _acts() -> rx.Component:
    acts = OrderActsState
    changes = rx.fragment(
        rx.cond(
            S.can_change,
            button("Edit", on_click=OrderFormState.start_edit(S.order)),
            button("Reopen", busy=acts.acting, on_click=acts.reopen),
        ),
        rx.cond(
            S.can_unplace,
            button("Back to draft", busy=acts.acting, on_click=acts.unplace),
            rx.fragment(),
        ),
        rx.cond(S.can_cancel, button("Cancel…", on_click=CancelState.ask_order), rx.fragment()),
    )
    return rx.el.div(
        allowed(Permission.EDIT_PURCHASING, changes),
        order_links(),
        rx.cond(
            S.can_place & may(Permission.EDIT_PURCHASING),
            button(
                "Place order",
                kind="primary",
                busy=acts.acting,
                disabled=~S.lines,
                on_click=acts.place,
            ),
            rx.fragment(),
        ),
        class_name="acts",
    )


def _facts() -> rx.Component:
    return rx.el.dl(
        _fact("Supplier", inside_link(S.supplier, to=S.supplier_href)),
        _fact("Their reference", S.reference, S.reference),
        _fact("Expected", S.expected, S.expected),
        _fact("Next", S.next_expected, (S.next_expected != S.expected) & (S.next_expected != "")),
        _fact("Destination", inside_link(S.destination, to=S.destination_href), S.destination),
        _fact("Currency", S.currency, S.currency),
        _fact("Placed", local_time(S.placed), S.placed),
        _fact("Cancelled", local_time(S.cancelled), S.cancelled),
        _fact("In the inventory", inside_link(S.items_text, to=S.items_href), S.lines),
        class_name="order-facts",
    )


def _fact(name: str, value: Any, given: Any = None) -> rx.Component:
    pair = rx.el.div(rx.el.dt(name), rx.el.dd(value))
    return pair if given is None else rx.cond(given, pair, rx.fragment())


def _note() -> rx.Component:
    """A long one scrolls in its place: the lines stay in sight."""
    return rx.el.p(
        S.note, class_name="note order-note", tab_index=0, aria_label="Note", role="group"
    )


def _total() -> rx.Component:
    return rx.el.p(
        rx.el.span("Total"),
        rx.el.b(rx.cond(S.total, S.total, "–")),
        rx.cond(S.unpriced, rx.el.span(S.unpriced, class_name="faint"), rx.fragment()),
        class_name="order-total",
    )


def _no_lines() -> rx.Component:
    return empty_state(
        "No lines yet.",
        rx.cond(
            may(Permission.EDIT_PURCHASING),
            "Name a part below and how many of it: the items are in the inventory at once, On order.",
            "",
        ),
        icon="list-plus",
    )


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.div(_way_back(), rx.el.h1("Not found", tab_index=-1), class_name="grow"),
            class_name="title order-title",
        ),
        scrolling(rx.el.p(S.missing)),
    )
