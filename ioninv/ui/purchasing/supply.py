"""The section Supply: every part with a bar that shows where it stands."""

import reflex as rx

from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import chip
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header, sort_header
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.pager import pager
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.layout import bar, foot, work
from ioninv.ui.purchasing.supply_state import SupplyShown
from ioninv.ui.purchasing.supply_state import SupplyState as S

_DEBOUNCE = 30


def supply_section() -> rx.Component:
    return rx.fragment(_bar(), work(_grid()), _pager())


def supply_bar(row: rx.Var) -> rx.Component:
    """Available, then what is on order, along marks for the minimum and the maximum."""
    return rx.el.span(
        rx.el.i(class_name="here", custom_attrs={"style": {"width": _percent(row["here"])}}),
        rx.el.i(class_name="coming", custom_attrs={"style": {"width": _percent(row["coming"])}}),
        _mark(row["least"], "least"),
        _mark(row["most"], "most"),
        class_name="supply-bar",
        role="img",
        aria_label=row["told"],
        title=row["told"],
    )


def _percent(value: rx.Var) -> rx.Var:
    return value.to_string() + "%"


def _mark(place: rx.Var, name: str) -> rx.Component:
    mark = rx.el.b(class_name=name, custom_attrs={"style": {"left": _percent(place)}})
    return rx.cond(place.to(float) > 0, mark, rx.fragment())


def _bar() -> rx.Component:
    return bar(
        rx.el.input(
            type="search",
            key=S.search_round.to_string(),
            default_value=S.text,
            on_change=S.search.debounce(_DEBOUNCE),
            placeholder="Filter: number, name…",
            aria_label="Filter supply",
            auto_complete="off",
            spell_check=False,
            max_length=200,
            class_name="input list-search",
        ),
        chip("Short", pressed=S.short, on_click=S.show_short(~S.short)),
        chip("On order", pressed=S.on_order, on_click=S.show_on_order(~S.on_order)),
        rx.cond(
            S.is_filtered,
            button("Clear", kind="quiet", small=True, on_click=S.clear_filters),
            rx.fragment(),
        ),
    )


def _grid() -> rx.Component:
    return rx.el.div(
        grid(
            [
                _sorted("Part", "part"),
                _sorted("Available", "available", numeric=True),
                _sorted("On order", "on_order", numeric=True),
                header("Min", numeric=True),
                header("Max", numeric=True),
                header("Where it stands"),
                _sorted("Short by", "short", numeric=True),
                _sorted("Next expected", "expected"),
                header("Supplier"),
            ],
            rx.cond(S.loaded, rx.foreach(S.rows, _keyed_row), skeleton_rows(9)),
            name="Supply",
        ),
        rx.cond(S.loaded & S.is_empty, _nothing(), rx.fragment()),
        class_name="grid-place supply-grid",
    )


def _sorted(label: str, key: str, numeric: bool = False) -> rx.Component:
    return sort_header(label, key, S.sort, on_sort=S.sort_by, numeric=numeric)


def _keyed_row(row: rx.Var) -> rx.Component:
    return supply_row(row=row, key=row["id"])


@rx.memo
def supply_row(row: rx.Var[SupplyShown], rest: rx.RestProp) -> rx.Component:
    on_order = inside_link(row["on_order"], to=row["orders_href"])
    return rx.el.tr(
        rx.el.td(
            inside_link(row["part"], to=row["href"]),
            rx.cond(row["name"], rx.el.small(row["name"]), rx.fragment()),
            title=row["part"],
        ),
        rx.el.td(row["available"], class_name="n"),
        rx.el.td(rx.cond(row["orders_href"], on_order, row["on_order"]), class_name="n"),
        rx.el.td(row["least_text"], class_name="n"),
        rx.el.td(row["most_text"], class_name="n"),
        rx.el.td(rx.cond(row["has_bar"], supply_bar(row), "")),
        rx.el.td(
            rx.cond(row["short"], rx.el.span(row["short"], class_name="low"), ""), class_name="n"
        ),
        rx.el.td(row["expected"]),
        rx.el.td(
            rx.cond(
                row["supplier_href"], inside_link(row["supplier"], to=row["supplier_href"]), ""
            ),
            title=row["supplier"],
        ),
        rest,
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.is_filtered,
        empty_state(
            "No parts match.",
            "Look for something else.",
            button("Clear filters", on_click=S.clear_filters),
            icon="search-x",
        ),
        empty_state("No parts yet.", "Create parts first: this shows their supply.", icon="shapes"),
    )


def _pager() -> rx.Component:
    return foot(
        pager(
            S.range_text,
            has_previous=S.has_previous,
            has_next=S.has_next,
            on_first=S.first_page,
            on_previous=S.previous_page,
            on_next=S.next_page,
            on_last=S.last_page,
            page_size=S.size,
            on_page_size=S.choose_size,
        )
    )
