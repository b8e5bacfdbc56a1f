"""How far an order or a line has come, for the eye: its badge, and the bar of what came in."""

import reflex as rx

from ioninv.ui.kit.status_badge import badge


def state_badge(row: rx.Var) -> rx.Component:
    """The state of an order or a line that is shown as `OrderShown` or `LineShown`."""
    return badge(row["state_label"], row["state"], dot=True)


def share_bar(share: rx.Var, said: rx.Var) -> rx.Component:
    """How much of the whole came in: `share` in percent, `said` in words."""
    return rx.el.span(
        rx.el.i(custom_attrs={"style": {"width": share.to_string() + "%"}}),
        class_name="share-bar",
        role="img",
        aria_label=said,
        title=said,
    )


def day(row: rx.Var) -> rx.Component:
    """The day something is expected; marked where that has passed."""
    late = rx.el.span(row["expected"], " ", rx.el.small("late"), class_name="late")
    return rx.cond(row["late"], late, row["expected"])
