"""The list of suppliers: header, memo rows, what stands there while loading and when empty."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, instead_of_nothing
from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import chip
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header, sort_header
from ioninv.ui.kit.pager import pager
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.layout import bar, foot
from ioninv.ui.suppliers.form_state import SupplierFormState
from ioninv.ui.suppliers.grid_state import Shown, SuppliersState
from ioninv.vocabulary import Permission

_DEBOUNCE = 30


def supplier_bar() -> rx.Component:
    return bar(
        search_box(),
        chip(
            "Show archived",
            pressed=SuppliersState.archived,
            on_click=SuppliersState.show_archived(~SuppliersState.archived),
        ),
        rx.cond(
            SuppliersState.is_filtered,
            button("Clear", kind="quiet", small=True, on_click=SuppliersState.clear_filters),
            rx.fragment(),
        ),
    )


def search_box() -> rx.Component:
    """Uncontrolled, so that no key is lost; a new round puts the state's text into it."""
    return rx.el.input(
        type="search",
        key=SuppliersState.search_round.to_string(),
        default_value=SuppliersState.text,
        on_change=SuppliersState.search.debounce(_DEBOUNCE),
        placeholder="Filter: name, contact, email…",
        aria_label="Filter suppliers",
        auto_complete="off",
        spell_check=False,
        max_length=200,
        class_name="input list-search",
    )


def supplier_grid() -> rx.Component:
    return rx.el.div(
        grid(
            [
                _sorted("Name", "name"),
                _sorted("Items", "items", numeric=True),
                header("Contact"),
                header("Email"),
                header("Phone"),
                header("Website"),
                header("Currency"),
            ],
            rx.cond(
                SuppliersState.loaded,
                rx.foreach(SuppliersState.rows, _keyed_row),
                skeleton_rows(7),
            ),
            name="Suppliers",
            opens=True,
        ),
        rx.cond(
            SuppliersState.loaded & (SuppliersState.rows.length() == 0), _nothing(), rx.fragment()
        ),
        class_name="grid-place supplier-grid",
    )


def supplier_pager() -> rx.Component:
    return foot(
        pager(
            SuppliersState.range_text,
            has_previous=SuppliersState.has_previous,
            has_next=SuppliersState.has_next,
            on_first=SuppliersState.first_page,
            on_previous=SuppliersState.previous_page,
            on_next=SuppliersState.next_page,
            on_last=SuppliersState.last_page,
            page_size=SuppliersState.size,
            on_page_size=SuppliersState.choose_size,
        )
    )


def _sorted(label: str, key: str, numeric: bool = False) -> rx.Component:
    return sort_header(
        label, key, SuppliersState.sort, on_sort=SuppliersState.sort_by, numeric=numeric
    )


def _keyed_row(row: rx.Var) -> rx.Component:
    return supplier_row(row=row, chosen=SuppliersState.opened == row["id"], key=row["id"])


@rx.memo
def supplier_row(row: rx.Var[Shown], chosen: rx.Var[bool], rest: rx.RestProp) -> rx.Component:
    """Pressed anywhere it opens the supplier; its name is the button for keys."""
    return rx.el.tr(
        rx.el.td(
            rx.el.button(row["name"], type="button", class_name="row-open"),
            rx.cond(row["archived"], badge("Archived"), rx.fragment()),
            title=row["name"],
            class_name="named",
        ),
        rx.el.td(row["items"], class_name="n"),
        rx.el.td(row["contact"], title=row["contact"]),
        rx.el.td(row["email"], title=row["email"]),
        rx.el.td(row["phone"]),
        rx.el.td(row["website"], title=row["website"]),
        rx.el.td(row["currency"]),
        rest,
        on_click=SuppliersState.open_row(row["id"]),
        aria_selected=rx.cond(chosen, "true", "false"),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        SuppliersState.is_filtered,
        empty_state(
            "No suppliers match.",
            "Look for something else, or show archived suppliers too.",
            button("Clear filters", on_click=SuppliersState.clear_filters),
            icon="search-x",
        ),
        empty_state(
            "No suppliers yet.",
            instead_of_nothing(
                Permission.CREATE_SUPPLIERS,
                "Create the first one, or load a CSV file with “ioninv import”. "
                "Naming a new supplier on an item creates it too.",
            ),
            allowed(
                Permission.CREATE_SUPPLIERS,
                button("New Supplier", kind="primary", on_click=SupplierFormState.start_new),
            ),
            icon="truck",
        ),
    )
