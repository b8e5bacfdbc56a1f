"""The bar that rises when rows are ticked."""

from typing import Any

import reflex as rx

from .button import icon_button


def bulk_bar(text: str | rx.Var, *acts: rx.Component, on_clear: Any) -> rx.Component:
    """Show it with rx.cond while something is selected; `acts` are buttons and menus.

    bulk_bar(S.selection_text, button("Move", on_click=S.ask_move), on_clear=S.clear_selection)
    """
    return rx.el.div(
        rx.el.b(text, aria_live="polite"),
        *acts,
        icon_button("x", "Clear selection", on_click=on_clear),
        class_name="bulk",
        role="toolbar",
        aria_label="Selected items",
    )
