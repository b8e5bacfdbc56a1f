"""The grid: a plain table, 32 px rows, sorted by its header. Rows and their memo are the page's."""

from typing import Any

import reflex as rx


def grid(
    head: list[rx.Component],
    *body: rx.Component,
    name: str,
    busy: bool | rx.Var = False,
    opens: bool = False,
    walks: bool = False,
) -> rx.Component:
    """The table in its scrolling place: header cells, then rows. `opens`: rows can be pressed.
    `walks`: arrows go from cell to cell.

    Cells are `rx.el.td`: class `m` for serials and lots (monospace), `n` for numbers, `pick` for
    the checkbox; `rx.el.small` beside a value is quiet. A row open beside the grid carries
    `aria_selected`; ticked rows colour themselves.

    grid([pick_header("Select page"), sort_header("Part", "part", S.sort, on_sort=S.sort_by)],
         rx.foreach(S.rows, item_row), name="Inventory", busy=S.loading, opens=True)
    """
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*head)),
        rx.el.tbody(*body),
        class_name="grid opens" if opens else "grid",
        aria_label=name,
        aria_busy=rx.cond(busy, "true", "false"),
        **({"role": "grid"} if walks else {}),
    )
    # Keyboards can scroll what can be focused.
    return rx.el.div(table, class_name="scroll", tab_index=0, role="region", aria_label=name)


def header(label: str | rx.Var, numeric: bool = False) -> rx.Component:
    """A column that does not sort."""
    return rx.el.th(label, scope="col", class_name="n" if numeric else "")


def sort_header(
    label: str | rx.Var, key: str | rx.Var, sort: rx.Var, *, on_sort: Any, numeric: bool = False
) -> rx.Component:
    """A column that sorts. `sort` is the sort in force, as in the URL: "part", or "-part" when
    descending; `on_sort(key)` is told which header was pressed.

    sort_header("Quantity", "quantity", GridState.sort, on_sort=GridState.sort_by, numeric=True)
    """
    ascending = rx.Var.create(key)
    return rx.el.th(
        rx.el.button(label, type="button", on_click=on_sort(key)),
        scope="col",
        class_name="n" if numeric else "",
        aria_sort=rx.cond(
            sort == ascending,
            "ascending",
            rx.cond(sort == rx.Var.create("-") + ascending, "descending", "none"),
        ),
    )


def pick_header(name: str, **props: Any) -> rx.Component:
    """The box that ticks the whole page: pick_header("Select page", on_change=S.pick_page)"""
    return rx.el.th(_box(name, **props), class_name="pick", scope="col")


def pick_cell(name: str | rx.Var, **props: Any) -> rx.Component:
    """The box that ticks a row. Give `default_checked` (it is uncontrolled), `on_change`.

    pick_cell(row["name"], default_checked=row["picked"],
              on_change=lambda on: S.pick(row["id"], on))
    """
    return rx.el.td(
        _box(rx.Var.create("Select ") + name, **props),
        class_name="pick",
        # Ticking a row is not opening it.
        on_click=rx.stop_propagation,
    )


def _box(name: str | rx.Var, **props: Any) -> rx.Component:
    return rx.el.label(rx.el.input(type="checkbox", aria_label=name, **props))
