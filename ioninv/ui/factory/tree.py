"""The tree of locations: its search, its head, its rows, and what stands there when it is empty."""

import reflex as rx

from ioninv.ui.factory.new_location import NewLocationState
from ioninv.ui.factory.state import FactoryState as S
from ioninv.ui.kit.allowed import allowed, instead_of_nothing
from ioninv.ui.kit.button import button
from ioninv.ui.kit.chip import chip
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.tree import tree
from ioninv.ui.layout import bar, bar_end
from ioninv.vocabulary import Permission

_DEBOUNCE = 30


def location_bar() -> rx.Component:
    return bar(
        _search_box(),
        chip("Show archived", pressed=S.archived, on_click=S.show_archived(~S.archived)),
        bar_end(
            button("Unfold all", kind="quiet", small=True, on_click=S.unfold_all),
            button("Fold all", kind="quiet", small=True, on_click=S.fold_all),
        ),
    )


def location_tree() -> rx.Component:
    return rx.el.div(
        rx.cond(
            S.loaded,
            rx.cond(S.rows, _tree(), _nothing()),
            skeleton_lines(12),
        ),
        class_name="scroll tree-place",
        role="region",
        aria_label="Locations",
    )


def _search_box() -> rx.Component:
    """Uncontrolled, so that no key is lost; a new round puts the state's text into it."""
    return rx.el.input(
        type="search",
        key=S.search_round.to_string(),
        default_value=S.text,
        on_change=S.search.debounce(_DEBOUNCE),
        placeholder="Filter: name or path…",
        aria_label="Filter locations",
        auto_complete="off",
        spell_check=False,
        max_length=200,
        class_name="input list-search",
    )


def _tree() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.span("Location", class_name="grow"),
            rx.el.span("Items here", class_name="count"),
            rx.el.span("With below", class_name="count"),
            class_name="tree-head",
            aria_hidden="true",
        ),
        tree(
            S.rows,
            name="Locations",
            selected=S.location_id.to_string(),
            on_choose=S.choose,
            on_twist=S.twist,
        ),
        rx.cond(S.more, rx.el.p(S.more, class_name="soft tree-more", role="status"), rx.fragment()),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.is_empty,
        empty_state(
            "No locations yet.",
            instead_of_nothing(
                Permission.CREATE_LOCATIONS,
                "Create the first one (a site, a room, a shelf), or load a CSV file with "
                "“ioninv import”. Naming a new location on an item creates it too.",
            ),
            allowed(
                Permission.CREATE_LOCATIONS,
                button("New Location", kind="primary", on_click=NewLocationState.start),
            ),
            icon="warehouse",
        ),
        empty_state(
            "No locations match.",
            "Look for something else, or show archived locations too.",
            button("Clear search", on_click=S.clear_search),
            icon="search-x",
        ),
    )
