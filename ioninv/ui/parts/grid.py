"""The part library as a list: filters, header, memo rows, what stands there when it is empty."""

import reflex as rx

from ioninv.ui.attributes.columns import attribute_cells, attribute_headers
from ioninv.ui.attributes.columns_state import AttributeColumn
from ioninv.ui.attributes.filter import attribute_condition, attribute_filter
from ioninv.ui.columns import Column
from ioninv.ui.kit.allowed import allowed, instead_of_nothing
from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import chip, filter_button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, sort_header
from ioninv.ui.kit.menu import check_menu
from ioninv.ui.kit.pager import pager
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.thumbnail import thumbnail
from ioninv.ui.layout import bar, bar_end, bar_line, foot
from ioninv.ui.parts.attribute_filter import PartAttributeFilterState
from ioninv.ui.parts.columns import COLUMNS, STATUSES
from ioninv.ui.parts.grid_state import PartsState, Shown
from ioninv.ui.parts.new_part import NewPartState
from ioninv.vocabulary import Permission, Status, TrackingType

_DEBOUNCE = 30


def part_bar() -> rx.Component:
    return bar(
        search_box(),
        bar_line(),
        *(_tracking_chip(tracking) for tracking in TrackingType),
        bar_line(),
        chip(
            "Show archived",
            pressed=PartsState.archived,
            on_click=PartsState.show_archived(~PartsState.archived),
        ),
        rx.foreach(PartsState.attribute_conditions, _attribute_condition),
        rx.cond(
            PartsState.has_attributes, attribute_filter(PartAttributeFilterState), rx.fragment()
        ),
        rx.cond(
            PartsState.is_filtered,
            button("Clear", kind="quiet", small=True, on_click=PartsState.clear_filters),
            rx.fragment(),
        ),
        bar_end(
            check_menu(
                filter_button("Columns", "columns-3"),
                PartsState.column_choices,
                title="Columns",
                on_toggle=PartsState.show_column,
            )
        ),
    )


def search_box() -> rx.Component:
    """Uncontrolled, so that no key is lost; a new round puts the state's text into it."""
    return rx.el.input(
        type="search",
        key=rx.Var.create(PartsState.search_round).to_string(),
        default_value=PartsState.text,
        on_change=PartsState.search.debounce(_DEBOUNCE),
        placeholder="Filter: number, name, description…",
        aria_label="Filter parts",
        auto_complete="off",
        spell_check=False,
        max_length=200,
        class_name="input list-search",
    )


def part_grid() -> rx.Component:
    return rx.el.div(
        grid(
            [
                *(_header(column) for column in COLUMNS),
                attribute_headers(
                    PartsState.attribute_columns, PartsState.sort, PartsState.sort_by
                ),
            ],
            rx.cond(
                PartsState.loaded,
                rx.foreach(PartsState.rows, _keyed_row),
                skeleton_rows(len(COLUMNS)),
            ),
            name="Parts",
            opens=True,
        ),
        rx.cond(PartsState.is_empty, _nothing(), rx.fragment()),
        class_name=rx.Var.create("grid-place part-grid ") + PartsState.hidden_columns,
    )


def part_pager() -> rx.Component:
    return foot(
        pager(
            PartsState.range_text,
            has_previous=PartsState.has_previous,
            has_next=PartsState.has_next,
            on_first=PartsState.first_page,
            on_previous=PartsState.previous_page,
            on_next=PartsState.next_page,
            on_last=PartsState.last_page,
            page_size=PartsState.size,
            on_page_size=PartsState.choose_size,
        )
    )


def _tracking_chip(tracking: TrackingType) -> rx.Component:
    return chip(
        tracking.label,
        pressed=PartsState.tracking == tracking.value,
        on_click=PartsState.choose_tracking(tracking.value),
    )


def _attribute_condition(each: rx.Var) -> rx.Component:
    return attribute_condition(each, PartAttributeFilterState, PartsState.any_value(each["name"]))


def _header(column: Column) -> rx.Component:
    header = sort_header(
        column.label,
        column.key,
        PartsState.sort,
        on_sort=PartsState.sort_by,
        numeric=column.numeric,
    )
    header.class_name = f"{'n ' if column.numeric else ''}c-{column.key}"
    return header


def _keyed_row(row: rx.Var) -> rx.Component:
    return part_row(
        row=row,
        chosen=PartsState.opened == row["id"],
        attributes=PartsState.attribute_columns,
        key=row["id"],
    )


@rx.memo
def part_row(
    row: rx.Var[Shown],
    chosen: rx.Var[bool],
    attributes: rx.Var[list[AttributeColumn]],
    rest: rx.RestProp,
) -> rx.Component:
    """Pressed anywhere it opens the part; its number is the button for keys."""
    return rx.el.tr(
        rx.el.td(
            thumbnail(row["image"], row["number"]),
            rx.el.button(row["number"], type="button", class_name="row-open"),
            rx.cond(row["aside"], rx.el.small(row["aside"]), rx.fragment()),
            class_name="named",
            title=row["number"],
        ),
        rx.el.td(row["name"], title=row["name"], class_name="called c-name"),
        rx.el.td(row["tracking"], class_name="c-tracking"),
        rx.el.td(row["unit"], class_name="c-unit"),
        *(_quantity(row, status) for status in STATUSES),
        rx.el.td(row["items"], class_name="n c-items"),
        rx.el.td(row["supplier"], title=row["supplier"], class_name="from c-supplier"),
        rx.el.td(row["cost"], class_name="n c-cost"),
        attribute_cells(attributes, row["cells"]),
        rest,
        on_click=PartsState.open_row(row["id"]),
        aria_selected=rx.cond(chosen, "true", "false"),
    )


def _quantity(row: rx.Var, status: Status) -> rx.Component:
    if status is not Status.AVAILABLE:
        return rx.el.td(row[status.value], class_name=f"n c-{status.value}")
    low = rx.el.span("low", class_name="low", title=row["low"])
    return rx.el.td(
        rx.cond(row["low"], low, rx.fragment()), row["available"], class_name="n c-available"
    )


def _nothing() -> rx.Component:
    return rx.cond(
        PartsState.is_filtered,
        empty_state(
            "No parts match.",
            "Look for something else, or show archived parts too.",
            button("Clear filters", on_click=PartsState.clear_filters),
            icon="search-x",
        ),
        empty_state(
            "No parts yet.",
            instead_of_nothing(
                Permission.CREATE_PARTS,
                "A part says what a thing is; its inventory says how many there are and where. "
                "Create the first one, or load a CSV file with “ioninv import”.",
            ),
            allowed(
                Permission.CREATE_PARTS,
                button("New Part", kind="primary", on_click=NewPartState.open_dialog),
            ),
            icon="shapes",
        ),
    )
