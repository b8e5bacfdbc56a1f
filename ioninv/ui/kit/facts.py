"""Names and values, and the line that says why an item stands where it stands."""

import reflex as rx

Fact = tuple[str, rx.Component | rx.Var | str]


def facts(*pairs: Fact) -> rx.Component:
    """A definition list. An empty value shows as a dash.

    facts(("Location", ItemState.place), ("Lot", rx.el.span(ItemState.lot, class_name="mono")))
    """
    return rx.el.dl(*(_pair(name, value) for name, value in pairs), class_name="facts")


def fact_rows(rows: rx.Var) -> rx.Component:
    """The same from a Var of dicts `name`, `value`, for custom attributes and the like."""
    return rx.el.dl(
        rx.foreach(rows, lambda row: _pair(row["name"], row["value"])), class_name="facts"
    )


def why(lead: str | rx.Var, rest: str | rx.Var = "") -> rx.Component:
    """Why the status is what it is: the fact in bold, the circumstances after it.

    why("Installed in DOC-0206", "by keeper on 3 May, work order WO-77.")
    """
    return rx.el.p(rx.el.span(rx.el.b(lead), " ", rest), class_name="why")


def _pair(name: str | rx.Var, value: rx.Component | rx.Var | str) -> rx.Component:
    return rx.fragment(rx.el.dt(name), rx.el.dd(value))
