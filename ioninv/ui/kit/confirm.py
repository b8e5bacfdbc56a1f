"""The question before something that is hard to take back."""

from typing import Any

import reflex as rx

from .button import button


def confirm(
    *body: rx.Component,
    open: rx.Var | bool,
    title: str | rx.Var,
    text: str | rx.Var,
    action: str | rx.Var,
    on_confirm: Any,
    on_cancel: Any,
    busy: rx.Var | bool = False,
    danger: bool = True,
) -> rx.Component:
    """Asks once, with the act itself on the button. The focus starts on Cancel.

    confirm(open=S.asks, title="Archive Dock?", text="It stays in history and can come back.",
            action="Archive", on_confirm=S.archive, on_cancel=S.keep)
    """
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title(title, class_name="dialog-title"),
            rx.alert_dialog.description(text, class_name="soft"),
            *body,
            rx.el.div(
                rx.el.div(class_name="grow"),
                rx.alert_dialog.cancel(button("Cancel", on_click=on_cancel)),
                button(
                    action, kind="danger" if danger else "primary", busy=busy, on_click=on_confirm
                ),
                class_name="dialog-foot",
            ),
            class_name="dialog small",
            on_escape_key_down=on_cancel,
        ),
        open=open,
    )
