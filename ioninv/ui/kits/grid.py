"""The list of kits: header, memo rows, what stands there while loading and when empty."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import chip, chips
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header, sort_header
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.pager import pager
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.kits.form_state import KitFormState
from ioninv.ui.kits.grid_state import KitsState, Shown
from ioninv.ui.layout import bar, bar_line, foot
from ioninv.vocabulary import Permission

_DEBOUNCE = 30


def kit_bar() -> rx.Component:
    return bar(
        search_box(),
        chips(
            *(
                chip(
                    label,
                    pressed=KitsState.which == value,
                    on_click=KitsState.choose_state(value),
                )
                for value, label in (("open", "Open"), ("closed", "Closed"), ("all", "All"))
            ),
            name="Which kits",
        ),
        rx.cond(
            KitsState.is_filtered,
            rx.fragment(
                bar_line(),
                button("Clear", kind="quiet", small=True, on_click=KitsState.clear_filters),
            ),
            rx.fragment(),
        ),
    )


def search_box() -> rx.Component:
    """Uncontrolled, so that no key is lost; a new round puts the state's text into it."""
    return rx.el.input(
        type="search",
        key=KitsState.search_round.to_string(),
        default_value=KitsState.text,
        on_change=KitsState.search.debounce(_DEBOUNCE),
        placeholder="Filter: name, reference…",
        aria_label="Filter kits",
        auto_complete="off",
        spell_check=False,
        max_length=200,
        class_name="input list-search",
    )


def kit_grid() -> rx.Component:
    return rx.el.div(
        grid(
            [
                _sorted("Name", "name"),
                _sorted("Items", "items", numeric=True),
                header("Quantity", numeric=True),
                _sorted("Reference", "reference"),
                _sorted("Destination", "destination"),
                _sorted("Opened", "created"),
                _sorted("Closed", "closed"),
            ],
            rx.cond(
                KitsState.loaded,
                rx.foreach(KitsState.rows, _keyed_row),
                skeleton_rows(7),
            ),
            name="Kits",
            opens=True,
        ),
        rx.cond(KitsState.loaded & (KitsState.rows.length() == 0), _nothing(), rx.fragment()),
        class_name="grid-place supplier-grid kit-grid",
    )


def kit_pager() -> rx.Component:
    return foot(
        pager(
            KitsState.range_text,
            has_previous=KitsState.has_previous,
            has_next=KitsState.has_next,
            on_first=KitsState.first_page,
            on_previous=KitsState.previous_page,
            on_next=KitsState.next_page,
            on_last=KitsState.last_page,
            page_size=KitsState.size,
            on_page_size=KitsState.choose_size,
        )
    )


def _sorted(label: str, key: str, numeric: bool = False) -> rx.Component:
    return sort_header(label, key, KitsState.sort, on_sort=KitsState.sort_by, numeric=numeric)


def _keyed_row(row: rx.Var) -> rx.Component:
    return kit_row(row=row, chosen=KitsState.opened == row["id"], key=row["id"])


@rx.memo
def kit_row(row: rx.Var[Shown], chosen: rx.Var[bool], rest: rx.RestProp) -> rx.Component:
    """Pressed anywhere it opens the kit; its name is the button for keys."""
    return rx.el.tr(
        rx.el.td(
            rx.el.button(row["name"], type="button", class_name="row-open"),
            rx.cond(row["closed"], badge("Closed"), rx.fragment()),
            title=row["name"],
            class_name="named",
        ),
        rx.el.td(row["items"], class_name="n"),
        rx.el.td(row["quantity"], title=row["quantity"], class_name="n"),
        rx.el.td(row["reference"], title=row["reference"]),
        rx.el.td(row["destination"], title=row["destination"]),
        rx.el.td(local_time(row["opened"])),
        rx.el.td(rx.cond(row["closed"], local_time(row["closed"]), rx.fragment())),
        rest,
        on_click=KitsState.open_row(row["id"]),
        aria_selected=rx.cond(chosen, "true", "false"),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        KitsState.is_filtered,
        empty_state(
            "No kits match.",
            "Look for something else, or show closed kits too.",
            button("Clear filters", on_click=KitsState.clear_filters),
            icon="search-x",
        ),
        empty_state(
            "No open kits.",
            "A kit gathers items for one purpose. Create one here, or name a new one when you put "
            "items in a kit. What was closed shows under Closed.",
            allowed(
                Permission.EDIT_KITS,
                button("New Kit", kind="primary", on_click=KitFormState.start_new),
            ),
            icon="package",
        ),
    )
