"""Orders and lines as short lists, in the panels of suppliers and parts."""

import reflex as rx

from ioninv.ui.kit.link import inside_link
from ioninv.ui.purchasing.states import day, state_badge


def orders_list(rows: rx.Var) -> rx.Component:
    """Orders (`OrderShown`), each leading there."""
    return rx.el.ul(
        rx.foreach(
            rows,
            lambda row: rx.el.li(
                inside_link(row["number"], to=row["href"], class_name="mono"),
                state_badge(row),
                rx.el.span(day(row), class_name="num"),
                key=row["id"],
            ),
        ),
        class_name="order-list",
        aria_label="Orders",
    )


def coming_list(rows: rx.Var) -> rx.Component:
    """Lines (`LineShown`) of which something has still to come: how much, when, with which order."""
    return rx.el.ul(
        rx.foreach(
            rows,
            lambda row: rx.el.li(
                inside_link(row["order"], to=row["order_href"], class_name="mono"),
                inside_link(row["open"], to=row["items_href"], class_name="num"),
                state_badge(row),
                rx.el.span(day(row), class_name="num"),
                key=row["id"],
            ),
        ),
        class_name="order-list",
        aria_label="On order",
    )
