"""Custom attributes as columns of a grid."""

from typing import Any

import reflex as rx

from ioninv.ui.kit.grid import sort_header
from ioninv.ui.kit.link import safe_link


def attribute_headers(columns: rx.Var, sort: rx.Var, on_sort: Any) -> rx.Component:
    return rx.foreach(columns, lambda column: _header(column, sort, on_sort))


def attribute_cells(columns: rx.Var, cells: rx.Var, edits: bool = False) -> rx.Component:
    """The cells of one row, in the same order; `edits`: their editor opens in their place."""
    return rx.foreach(columns, lambda column: _cell(column, cells, edits))


def _header(column: rx.Var, sort: rx.Var, on_sort: Any) -> rx.Component:
    header = sort_header(column["name"].to(str), column["key"].to(str), sort, on_sort=on_sort)
    header.class_name = rx.cond(column["numeric"], "n attribute", "attribute")
    header.key = column["key"]
    return header


def _cell(column: rx.Var, cells: rx.Var, edits: bool) -> rx.Component:
    text = cells.to(dict[str, str])[column["id"].to(str)]
    # In a grid that arrows walk through, Tab stops once; the panel has the link for keys.
    link = safe_link(text, tab_index=-1) if edits else safe_link(text)
    return rx.el.td(
        rx.cond(column["kind"] == "link", link, text),
        title=text,
        class_name=rx.cond(column["numeric"], "n attribute", "attribute"),
        custom_attrs={"data-field": column["field"]} if edits else {},
        key=column["key"],
    )
