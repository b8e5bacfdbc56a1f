"""What stands above the grid: status chips, filters in force, more filters, columns."""

from typing import Any

import reflex as rx

from ioninv.ui.attributes.filter import attribute_condition, attribute_filter
from ioninv.ui.items.attribute_filter import ItemAttributeFilterState
from ioninv.ui.items.filter_state import FilterState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import active_filter, chip, chips, conditions, filter_button
from ioninv.ui.kit.combobox import combobox
from ioninv.ui.kit.menu import check_menu, popover
from ioninv.ui.layout import bar, bar_end, bar_line
from ioninv.vocabulary import Permission

_DEBOUNCE = 30
_PICKS = (
    (
        Permission.VIEW_PARTS,
        ("Part", "part", FilterState.part_options, FilterState.find_parts),
    ),
    (
        Permission.VIEW_LOCATIONS,
        ("Location", "location", FilterState.location_options, FilterState.find_locations),
    ),
    (
        Permission.VIEW_SUPPLIERS,
        ("Supplier", "supplier", FilterState.supplier_options, FilterState.find_suppliers),
    ),
    (
        Permission.VIEW_USAGE_TYPES,
        ("Usage type", "usage", FilterState.usage_options, FilterState.find_usage_types),
    ),
    (
        Permission.VIEW_KITS,
        ("Kit", "kit", FilterState.kit_options, FilterState.find_kits),
    ),
)
"""Filters by what else there is, each for who may see that."""


def filter_bar() -> rx.Component:
    return bar(
        chips(
            chip(
                "All",
                GridState.all_count,
                pressed=GridState.all_pressed,
                on_click=GridState.choose_status(""),
            ),
            rx.foreach(GridState.chips, _status_chip),
            name="Status",
        ),
        bar_line(),
        conditions(
            rx.foreach(GridState.conditions, _condition),
            rx.foreach(GridState.attribute_conditions, _attribute_condition),
            _more_filters(),
            rx.cond(
                GridState.has_attributes, attribute_filter(ItemAttributeFilterState), rx.fragment()
            ),
            rx.cond(
                GridState.is_filtered,
                button("Clear", kind="quiet", small=True, on_click=GridState.clear_filters),
                rx.fragment(),
            ),
        ),
        bar_end(
            check_menu(
                filter_button("Columns", "columns-3"),
                GridState.column_choices,
                title="Columns",
                on_toggle=GridState.show_column,
            )
        ),
    )


def search_box() -> rx.Component:
    """Uncontrolled, so that no key is lost; a new round puts the state's text into it."""
    return rx.el.input(
        type="search",
        key=GridState.search_round.to_string(),
        default_value=GridState.text,
        on_change=GridState.search.debounce(_DEBOUNCE),
        placeholder="Filter this list",
        aria_label="Filter the list",
        auto_complete="off",
        spell_check=False,
        max_length=200,
        class_name="input list-search",
    )


def _status_chip(each: rx.Var) -> rx.Component:
    return chip(
        each["label"],
        each["count"],
        pressed=each["pressed"],
        status=each["value"],
        on_click=GridState.choose_status(each["value"]),
        key=each["value"],
    )


def _condition(each: rx.Var) -> rx.Component:
    return active_filter(
        each["title"], each["value"], on_remove=GridState.filter_by(each["name"], "")
    )


def _attribute_condition(each: rx.Var) -> rx.Component:
    return attribute_condition(
        each, ItemAttributeFilterState, GridState.filter_by(each["name"], "")
    )


def _more_filters() -> rx.Component:
    return popover(
        filter_button("Filter", "plus"),
        rx.el.div(
            *(allowed(needs, _pick(*given)) for needs, given in _PICKS),
            _pick("Lot", "lot", FilterState.lot_options, FilterState.find_lots),
            allowed(Permission.VIEW_ISSUES, _with_issues()),
            class_name="filters",
        ),
        title="Filters",
    )


def _with_issues() -> rx.Component:
    return rx.el.div(
        chip(
            "Has open issues",
            pressed=GridState.with_issues,
            on_click=GridState.filter_by("issues", rx.cond(GridState.with_issues, "", "open")),
        )
    )


def _pick(label: str, name: str, options: rx.Var, on_query: Any) -> rx.Component:
    control = combobox(
        label,
        options=options,
        placeholder="Any",
        empty_note="Nothing matches.",
        on_query=on_query,
        on_pick=lambda value, _label: GridState.filter_by(name, value),
        on_clear=GridState.filter_by(name, ""),
    )
    return rx.el.div(rx.el.span(label, class_name="label", aria_hidden="true"), control)
