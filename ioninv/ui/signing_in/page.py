"""The pages of those who are not in yet: sign-in, and what one-time links lead to."""

import reflex as rx

from ioninv.ui.layout import outside
from ioninv.ui.signing_in.door import sign_in, use_link


def add_to(app: rx.App) -> None:
    app.add_page(sign_in_page, route="/sign-in", title="Sign in · ioninv")
    app.add_page(link_page, route="/set-up", title="Set up · ioninv")
    app.add_page(link_page, route="/invitation", title="Welcome · ioninv")


def sign_in_page() -> rx.Component:
    return outside(sign_in())


def link_page() -> rx.Component:
    return outside(use_link())
