"""Where an order leads to: receiving, its serials, its sheet for the supplier."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.link import inside_link
from ioninv.ui.purchasing.order_state import OrderState as S
from ioninv.vocabulary import Permission


def order_links() -> rx.Component:
    sheet = rx.Var.create("/purchasing/sheet?order=") + S.order.to_string()
    serials = rx.Var.create("/purchasing/serials?order=") + S.order.to_string()
    receive = rx.Var.create("/receive?order=") + S.order.to_string()
    return rx.fragment(
        _leads("Order sheet", sheet),
        allowed(Permission.ASSIGN_SERIALS, _leads("Serials", serials)),
        rx.cond(
            S.can_receive & may(Permission.RECEIVE),
            _leads("Receive", receive, rx.cond(S.can_place, "btn", "btn primary")),
            rx.fragment(),
        ),
    )


def _leads(label: str, to: rx.Var, look: str | rx.Var = "btn") -> rx.Component:
    return inside_link(rx.el.span(label), to=to, class_name=look)
