"""The Reflex app: its pages, and what is mounted beside them."""

import reflex as rx

app = rx.App()


def index() -> rx.Component:
    return rx.el.main(rx.el.h1("Inventory"))


app.add_page(index, route="/", title="Inventory")
