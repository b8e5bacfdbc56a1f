"""What stands where there is nothing: why, and what to do next."""

import reflex as rx


def empty_state(
    lead: str | rx.Var,
    sentence: str | rx.Var = "",
    *actions: rx.Component,
    icon: str = "package-open",
) -> rx.Component:
    """empty_state("No items match.", "Three filters are in force.",
    button("Clear filters", on_click=FilterState.clear), icon="search-x")
    """
    return rx.el.div(
        rx.icon(icon, aria_hidden="true"),
        rx.el.p(lead, class_name="lead"),
        rx.cond(sentence, rx.el.p(sentence), rx.fragment()),
        *([rx.el.div(*actions, class_name="acts")] if actions else []),
        class_name="empty",
        role="status",
    )
