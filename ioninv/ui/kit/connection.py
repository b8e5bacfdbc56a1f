"""Says quietly that the server is out of reach. Blocks nothing: what is typed stays."""

import reflex as rx


def connection_banner() -> rx.Component:
    """For the app's overlay; shows itself while Reflex's socket is down."""
    return rx.connection_banner(
        rx.el.div(
            rx.el.i(class_name="spinner", aria_hidden="true"),
            "Connection lost. Reconnecting…",
            class_name="offline",
            role="status",
        )
    )
