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
