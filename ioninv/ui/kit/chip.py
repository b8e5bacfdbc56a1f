"""Chips and filter buttons, as they stand above a grid."""

from typing import Any

import reflex as rx

from .status_badge import status_badge


def chip(
    label: str | rx.Var,
    count: str | int | rx.Var = "",
    *,
    pressed: bool | rx.Var = False,
    status: str | rx.Var | None = None,
    **props: Any,
) -> rx.Component:
    """A filter that is on or off, with how many it would show. `count` comes formatted.

    chip("All", FilterState.total, pressed=FilterState.status == "", on_click=...)
    chip("Available", counts["available"], status="available", pressed=..., on_click=...)
    """
    return rx.el.button(
        rx.el.span(label) if status is None else status_badge(status, label),
        rx.el.b(count),
        type="button",
        class_name="chip",
        aria_pressed=rx.cond(pressed, "true", "false"),
        **props,
    )


def chips(*content: rx.Component, name: str) -> rx.Component:
    """Chips of which one is chosen, on one line: where they are too many they scroll sideways, so
    that one more or less moves nothing below them.

    chips(chip("All", ...), rx.foreach(S.statuses, status_chip), name="Status")
    """
    return rx.el.div(*content, class_name="chips", role="group", aria_label=name)


def conditions(*content: rx.Component) -> rx.Component:
    """What stands after the chips: the filters in force, and what adds and clears them."""
    return rx.el.div(*content, class_name="conditions")


def filter_button(label: str | rx.Var, icon: str = "", **props: Any) -> rx.Component:
    """The quiet dashed button that opens a filter, the views or the columns.

    filter_button("Filter", "plus"), usually as the trigger of a popover.
    """
    return rx.el.button(
        *([rx.icon(icon, aria_hidden="true")] if icon else []),
        rx.el.span(label),
        type="button",
        class_name="filter",
        **props,
    )


def active_filter(
    name: str | rx.Var, value: str | rx.Var, *, on_remove: Any, on_open: Any = None
) -> rx.Component:
    """A filter in force: press it to change it, its cross to take it away.

    active_filter("Location", "Factory", on_open=FilterState.edit("location"),
                  on_remove=FilterState.any_location)
    """
    opens = {} if on_open is None else {"on_click": on_open}
    words = rx.el.span(name, ": ", value, title=value)
    return rx.el.span(
        rx.el.button(words, type="button", **opens),
        rx.el.button(
            rx.icon("x", aria_hidden="true"),
            type="button",
            on_click=on_remove,
            aria_label=rx.Var.create("Remove filter ") + name,
        ),
        class_name="filter on",
    )
