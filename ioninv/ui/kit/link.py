"""Links."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink


def inside_link(*content: rx.Component | rx.Var | str, to: str | rx.Var, **props: Any) -> Any:
    """A link to another page, or another view of this one, without loading it anew.

    inside_link("12 items", to="/?supplier=7")
    """
    return ReactRouterLink.create(*content, to=to, **props)


def outside_link(text: str | rx.Var, href: str | rx.Var) -> rx.Component:
    """A link that leaves the house; without an address it is the bare text.

    outside_link(S.website, S.website)
    """
    link = rx.el.a(text, href=href, target="_blank", rel="noopener noreferrer")
    return rx.cond(href, link, text)


def safe_link(text: rx.Var, **props: Any) -> rx.Component:
    """What people typed as a link, in a row that can be pressed itself: followed in a new tab,
    and only when it is one to the web. Anything else is its text.

    safe_link(row["datasheet"])
    """
    link = rx.el.a(
        text,
        href=text,
        target="_blank",
        rel="noopener noreferrer",
        # Following it is not opening the row.
        on_click=rx.stop_propagation,
        **props,
    )
    lower = text.to(str).lower()
    return rx.cond(
        text, rx.cond(lower.startswith("https://") | lower.startswith("http://"), link, text), ""
    )
