"""The page for addresses that lead nowhere: what to do next."""

import reflex as rx

from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import outside


def add_to(app: rx.App) -> None:
    app.add_page(not_found_page, route="404", title="Not found · ioninv")


def not_found_page() -> rx.Component:
    return outside(
        rx.fragment(
            rx.el.h1("There is no such page"),
            rx.el.p(
                "The address may be mistyped, or from an old link. Nothing in the inventory is ever "
                "deleted: find it by its serial, lot or number.",
                class_name="soft",
            ),
            inside_link("Go to the inventory", to="/", class_name="btn primary"),
        )
    )
