"""Custom attributes in a panel, among the facts."""

import reflex as rx

from ioninv.ui.kit.link import safe_link


def attribute_facts(told: rx.Var) -> rx.Component:
    """Names and values inside a definition list; `told` is a Var of `list[words.Told]`."""
    return rx.foreach(told, _fact)


def _fact(fact: rx.Var) -> rx.Component:
    return rx.fragment(
        rx.el.dt(fact["name"]),
        rx.el.dd(rx.cond(fact["is_link"], safe_link(fact["value"].to(str)), fact["value"])),
        key=fact["name"],
    )
