"""A secret that is shown once: to be copied, and handed over."""

import reflex as rx

from .button import button


class _ShownOnce(rx.Component):
    library = rx.asset("once.jsx", shared=True).importable_path
    tag = "ShownOnce"

    value: rx.Var[str]
    name: rx.Var[str]
    inside: rx.Var[bool]


def shown_once(value: str | rx.Var, name: str, *, inside: bool = False) -> rx.Component:
    """A field to copy from, with the button that does it. `inside`: the value is a path of this
    server, shown with the address that the browser has for it.

    shown_once(S.secret, "Token")
    """
    return _ShownOnce.create(value=value, name=name, inside=inside)


def secret_dialog(
    *body: rx.Component,
    open: rx.Var | bool,
    title: str | rx.Var,
    text: str | rx.Var,
    on_done: rx.event.EventType,
) -> rx.Component:
    """Stays until it is said to be done: neither Esc nor a press beside it takes the secret away.

    secret_dialog(shown_once(S.secret, "Token"), open=S.shows, title="Your new token",
                  text="It is shown this once.", on_done=S.forget)
    """
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title(title, class_name="dialog-title"),
            rx.alert_dialog.description(text, class_name="soft"),
            *body,
            rx.el.div(
                rx.el.div(class_name="grow"),
                button("Done", kind="primary", on_click=on_done),
                class_name="dialog-foot",
            ),
            class_name="dialog",
        ),
        open=open,
    )
