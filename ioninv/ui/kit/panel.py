"""The panel beside a grid: the opened thing. A full sheet on a tablet."""

from typing import Any

import reflex as rx

from .button import icon_button


def panel(
    title: str | rx.Var,
    *content: rx.Component,
    on_close: Any,
    badge: rx.Component | None = None,
    name: str = "Item",
    words: bool = False,
) -> rx.Component:
    """Stands in `work(...)` after the grid. `words`: the title is a name, not a code.

    panel(ItemState.title, why(...), facts(...), rx.el.h3("History"), timeline(...),
          badge=status_badge(ItemState.status), on_close=GridState.close_item)
    """
    return rx.el.aside(
        rx.el.div(
            rx.el.h2(title),
            *([] if badge is None else [badge]),
            icon_button("x", "Close", small=True, on_click=on_close),
            class_name="panel-head words" if words else "panel-head",
        ),
        *content,
        class_name="panel",
        aria_label=name,
    )
