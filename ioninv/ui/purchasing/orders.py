"""The list of orders: chips, filters, header, memo rows, what stands there when it is empty."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, instead_of_nothing
from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import active_filter, chip, filter_button
from ioninv.ui.kit.combobox import combobox
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header, sort_header
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.menu import popover
from ioninv.ui.kit.pager import pager
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.layout import bar, bar_line, foot
from ioninv.ui.purchasing.order_form_state import OrderFormState
from ioninv.ui.purchasing.orders_state import OrdersState as S
from ioninv.ui.purchasing.states import day, share_bar, state_badge
from ioninv.ui.purchasing.words import OrderShown
from ioninv.vocabulary import Permission

_DEBOUNCE = 30


def orders_bar() -> rx.Component:
    return bar(
        chip("All", S.all_count, pressed=S.all_pressed, on_click=S.choose_state("")),
        rx.foreach(S.chips, _state_chip),
        bar_line(),
        chip("Overdue", pressed=S.overdue, on_click=S.show_overdue(~S.overdue)),
        rx.cond(
            S.supplier_name,
            active_filter("Supplier", S.supplier_name, on_remove=S.of_supplier("")),
            _supplier_filter(),
        ),
        rx.cond(
            S.part_name,
            active_filter("Part", S.part_name, on_remove=S.of_any_part),
            rx.fragment(),
        ),
        rx.cond(
            S.is_filtered,
            button("Clear", kind="quiet", small=True, on_click=S.clear_filters),
            rx.fragment(),
        ),
    )


def search_box() -> rx.Component:
    """Uncontrolled, so that no key is lost; a new round puts the state's text into it."""
    return rx.el.input(
        type="search",
        key=S.search_round.to_string(),
        default_value=S.text,
        on_change=S.search.debounce(_DEBOUNCE),
        placeholder="Filter: number, supplier, part…",
        aria_label="Filter orders",
        auto_complete="off",
        spell_check=False,
        max_length=200,
        class_name="input list-search",
    )


def orders_grid() -> rx.Component:
    return rx.el.div(
        grid(
            [
                _sorted("Number", "number"),
                _sorted("Supplier", "supplier"),
                header("State"),
                header("Lines", numeric=True),
                header("Received"),
                header("Value", numeric=True),
                _sorted("Expected", "expected"),
                _sorted("Placed", "placed"),
            ],
            rx.cond(S.loaded, rx.foreach(S.rows, _keyed_row), skeleton_rows(8)),
            name="Orders",
            opens=True,
        ),
        rx.cond(S.loaded & S.is_empty, _nothing(), rx.fragment()),
        class_name="grid-place order-grid",
    )


def orders_pager() -> rx.Component:
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


def _state_chip(each: rx.Var) -> rx.Component:
    return rx.el.button(
        badge(each["label"], each["value"], dot=True),
        rx.el.b(each["count"]),
        type="button",
        class_name="chip",
        aria_pressed=rx.cond(each["pressed"], "true", "false"),
        on_click=S.choose_state(each["value"]),
        key=each["value"],
    )


def _supplier_filter() -> rx.Component:
    control = combobox(
        "Supplier",
        options=S.supplier_options,
        placeholder="Any",
        empty_note="Nothing matches.",
        on_query=S.find_suppliers,
        on_pick=lambda value, _label: S.of_supplier(value),
    )
    return popover(
        filter_button("Supplier", "plus"),
        rx.el.div(control, class_name="filters"),
        title="Filter by supplier",
    )


def _sorted(label: str, key: str) -> rx.Component:
    return sort_header(label, key, S.sort, on_sort=S.sort_by)


def _keyed_row(row: rx.Var) -> rx.Component:
    return order_row(row=row, key=row["id"])


@rx.memo
def order_row(row: rx.Var[OrderShown], rest: rx.RestProp) -> rx.Component:
    """Pressed anywhere it opens the order; its number is the button for keys."""
    return rx.el.tr(
        rx.el.td(
            rx.el.button(row["number"], type="button", class_name="row-open"),
            rx.cond(row["reference"], rx.el.small(row["reference"]), rx.fragment()),
            title=row["number"],
            class_name="named",
        ),
        rx.el.td(row["supplier"], title=row["supplier"]),
        rx.el.td(state_badge(row)),
        rx.el.td(row["lines"], class_name="n"),
        rx.el.td(
            rx.cond(
                row["came_in"],
                rx.fragment(
                    share_bar(row["share"], row["came_in"]),
                    rx.el.small(row["share"], " %", aria_hidden="true"),
                ),
                rx.fragment(),
            ),
            class_name="came-in",
        ),
        rx.el.td(
            row["value"],
            rx.cond(
                row["unpriced"],
                rx.el.small("+ ?", title=row["unpriced"], aria_label=row["unpriced"], role="img"),
                rx.fragment(),
            ),
            title=row["value"],
            class_name="n",
        ),
        rx.el.td(day(row)),
        rx.el.td(rx.cond(row["placed"], local_time(row["placed"]), "")),
        rest,
        on_click=S.open_row(row["id"]),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.is_filtered,
        empty_state(
            "No orders match.",
            "Look for something else, or in another state.",
            button("Clear filters", on_click=S.clear_filters),
            icon="search-x",
        ),
        empty_state(
            "Nothing was ordered yet.",
            instead_of_nothing(
                Permission.EDIT_PURCHASING,
                "Open an order and add its lines: what you buy is in the inventory at once, On order, "
                "with serials if you know them.",
            ),
            allowed(
                Permission.EDIT_PURCHASING,
                button("New Order", kind="primary", on_click=OrderFormState.start_new),
            ),
            icon="shopping-cart",
        ),
    )
