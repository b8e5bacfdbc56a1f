"""Menus: acts to choose from, and boxes to tick."""

from typing import Any

import reflex as rx

# The act that was chosen may have opened its dialog already: then the focus goes there, not back.
_TO_THE_DIALOG = rx.Var(
    "((event) => { const box = document.querySelector('[role=dialog], [role=alertdialog]'); "
    "if (!box) return; event.preventDefault(); "
    "if (box.contains(document.activeElement)) return; "
    "(box.querySelector('form :is(input, select, textarea):not([type=hidden], [hidden]):enabled')"
    " ?? box.querySelector('button') ?? box).focus(); })"
)


def menu(trigger: rx.Component, *items: rx.Component) -> rx.Component:
    """A button that opens a list of acts.

    menu(button("Change status"), menu_item("Scrap…", on_click=S.ask_scrap, danger=True))
    """
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(trigger),
        rx.dropdown_menu.content(
            *items, variant="soft", size="2", custom_attrs={"onCloseAutoFocus": _TO_THE_DIALOG}
        ),
    )


def menu_item(label: str | rx.Var, *, danger: bool = False, **props: Any) -> rx.Component:
    """menu_item("Duplicate", on_click=S.duplicate, disabled=S.is_archived)"""
    if danger:
        props["color_scheme"] = "red"
    return rx.dropdown_menu.item(label, **props)


def menu_line() -> rx.Component:
    """A line between two groups of acts."""
    return rx.dropdown_menu.separator()


def check_menu(
    trigger: rx.Component, choices: rx.Var, *, title: str, on_toggle: Any
) -> rx.Component:
    """Boxes to tick that stays open meanwhile: which columns, which statuses.

    `choices` is a Var of dicts `value`, `label`, `checked`; `on_toggle(value, checked)`.

    check_menu(filter_button("Columns"), S.columns, title="Columns", on_toggle=S.show_column)
    """
    return popover(
        trigger,
        rx.el.div(title, class_name="menu-title", aria_hidden="true"),
        rx.el.div(
            rx.foreach(choices, lambda choice: _check(choice, on_toggle)),
            role="group",
            aria_label=title,
        ),
        title=title,
    )


def popover(
    trigger: rx.Component, *content: rx.Component, title: str, **props: Any
) -> rx.Component:
    """Any small thing beside its button: a filter's combobox, the saved views.

    popover(filter_button("Filter", "plus"), combobox("Supplier", ...), title="Filters")
    """
    return rx.popover.root(
        rx.popover.trigger(trigger),
        rx.popover.content(
            *content,
            class_name="menu-box",
            align="start",
            side_offset=4,
            custom_attrs={"aria-label": title},
        ),
        **props,
    )


def _check(choice: rx.Var, on_toggle: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=choice["checked"].to(bool),
            on_change=lambda checked: on_toggle(choice["value"], checked),
        ),
        rx.el.span(choice["label"]),
        key=choice["value"],
    )
