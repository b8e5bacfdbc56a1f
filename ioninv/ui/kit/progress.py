"""How far a long act has come, with a count."""

import reflex as rx


def progress(
    label: str | rx.Var, done: int | rx.Var, total: int | rx.Var, said: str | rx.Var = ""
) -> rx.Component:
    """`said` is the count in words ("1,200 of 10,000"). A `total` of 0 means nobody knows yet.

    progress("Importing items.csv", S.done, S.total, S.progress_text)
    """
    return rx.el.div(
        rx.el.div(rx.el.span(label), rx.el.span(said), class_name="said"),
        rx.cond(
            total,
            rx.el.progress(value=done, max=total, aria_label=label),
            rx.el.progress(aria_label=label),
        ),
        class_name="progress",
    )
