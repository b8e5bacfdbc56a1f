"""The foot of a grid: where we are, how to go on, how many at a time."""

from typing import Any

import reflex as rx

from .button import icon_button
from .field import select_options

SIZES = ("50", "100", "200")


def pager(
    range_text: str | rx.Var,
    *,
    has_previous: bool | rx.Var,
    has_next: bool | rx.Var,
    on_first: Any,
    on_previous: Any,
    on_next: Any,
    on_last: Any,
    page_size: str | rx.Var,
    on_page_size: Any,
    sizes: tuple[str, ...] = SIZES,
) -> rx.Component:
    """`range_text` comes formatted: "1 to 50 of 1,106". `page_size` is a text; so is what
    `on_page_size(size)` gets.

    pager(S.range_text, has_previous=S.has_previous, has_next=S.has_next, on_first=S.first_page,
          on_previous=S.previous_page, on_next=S.next_page, on_last=S.last_page,
          page_size=S.page_size, on_page_size=S.choose_page_size)
    """
    at_start = ~rx.Var.create(has_previous).bool()
    at_end = ~rx.Var.create(has_next).bool()
    return rx.el.div(
        rx.el.span(range_text, aria_live="polite"),
        rx.el.div(
            _step("chevrons-left", "First page", on_first, at_start),
            _step("chevron-left", "Previous page", on_previous, at_start),
            _step("chevron-right", "Next page", on_next, at_end),
            _step("chevrons-right", "Last page", on_last, at_end),
            class_name="steps",
            role="group",
            aria_label="Pages",
        ),
        rx.el.label(
            rx.el.select(
                *select_options([(size, size) for size in sizes]),
                value=page_size,
                on_change=on_page_size,
                class_name="input small",
            ),
            rx.el.span("per page"),
        ),
        class_name="pager",
    )


def _step(icon: str, name: str, on_click: Any, disabled: rx.Var) -> rx.Component:
    return icon_button(icon, name, small=True, on_click=on_click, disabled=disabled)
