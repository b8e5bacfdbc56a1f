"""A part of the page that depends on one value alone, and is painted only when that differs."""

from typing import Any

import reflex as rx


class _Unchanged(rx.Component):
    library = rx.asset("unchanged.jsx", shared=True).importable_path
    tag = "Unchanged"

    of: rx.Var[dict[str, Any]]


def unchanged(child: rx.Component, *, of: rx.Var) -> rx.Component:
    """The child, painted anew only when `of` differs: for the rows of long tables.

    rx.foreach(S.lines, lambda line: unchanged(line_row(line=line), of=line))
    """
    return _Unchanged.create(child, of=of, key=of["id"])
