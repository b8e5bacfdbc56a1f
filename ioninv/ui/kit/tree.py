"""A tree of places: arrows walk, right and left open and close, Enter chooses."""

from typing import Any, TypedDict

import reflex as rx

from .status_badge import badge


class TreeRow(TypedDict):
    """One visible row: the tree is flat, in order, without the children of closed rows."""

    id: str
    name: str
    level: int  # 1 is the root
    twist: str  # "open", "closed", or "" for a leaf
    tag: str
    notice: str  # a badge: what stands against it
    own: str  # how many lie in it, and with everything below it
    count: str
    said: str  # all that beside the name, for who does not see it
    gone: bool
    leads: bool  # only leads to what was searched for


class _Tree(rx.Component):
    library = rx.asset("tree.jsx", shared=True).importable_path
    tag = "Tree"

    label: rx.Var[str]


def tree(
    rows: rx.Var, *, name: str, selected: rx.Var, on_choose: Any, on_twist: Any
) -> rx.Component:
    """`rows` is a Var of `list[TreeRow]`; `on_choose(id)`; `on_twist(id)` opens or closes.

    tree(FactoryState.rows, name="Locations", selected=FactoryState.selected,
         on_choose=FactoryState.choose, on_twist=FactoryState.twist)
    """
    return _Tree.create(
        rx.foreach(rows, lambda row: _row(row, selected, on_choose, on_twist)), label=name
    )


def _row(row: rx.Var, selected: rx.Var, on_choose: Any, on_twist: Any) -> rx.Component:
    twist = rx.el.span(
        rx.icon("chevron-right"),
        class_name="twist",
        aria_hidden="true",
        on_click=on_twist(row["id"]).stop_propagation,
    )
    return rx.el.div(
        twist,
        rx.el.span(row["name"], class_name="name"),
        rx.el.span(row["tag"], class_name="tag"),
        rx.cond(row["notice"], badge(row["notice"], tone="unavailable"), rx.fragment()),
        rx.el.span(row["own"], class_name="count"),
        rx.el.span(row["count"], class_name="count"),
        key=row["id"],
        role="treeitem",
        tab_index=-1,
        aria_label=row["name"],
        aria_level=row["level"],
        aria_selected=rx.cond(row["id"] == selected, "true", "false"),
        class_name=rx.cond(row["gone"], "gone", rx.cond(row["leads"], "leads", "")),
        on_click=on_choose(row["id"]),
        custom_attrs={
            "aria-description": row["said"],
            "style": {"--level": row["level"]},
            "aria-expanded": rx.match(
                row["twist"], ("open", "true"), ("closed", "false"), rx.Var("undefined")
            ),
        },
    )
