"""The pages of those who are not in yet: sign-in, and what one-time links lead to."""

import reflex as rx

from ioninv.ui.layout import logo, theme_toggle
from ioninv.ui.signing_in.door import sign_in, use_link


def add_to(app: rx.App) -> None:
    app.add_page(sign_in_page, route="/sign-in", title="Sign in · ioninv")
    app.add_page(link_page, route="/set-up", title="Set up · ioninv")
    app.add_page(link_page, route="/invitation", title="Welcome · ioninv")


def sign_in_page() -> rx.Component:
    return _outside(sign_in())


def link_page() -> rx.Component:
    return _outside(use_link())


def _outside(content: rx.Component) -> rx.Component:
    """A page without the frame: nothing of the house is to be seen."""
    return rx.el.div(
        rx.el.header(
            rx.el.span(logo(), rx.el.span("ioninv"), class_name="logo"),
            theme_toggle(),
            class_name="outside-head",
        ),
        rx.el.main(rx.el.div(content, class_name="door"), id="main", tab_index=-1),
        class_name="outside",
    )
