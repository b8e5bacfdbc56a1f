"""The as-built tree in the panel of an item."""

import reflex as rx

from ioninv.ui.items.built_state import BuiltState as S
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.kit.tree import tree


def built() -> rx.Component:
    return rx.el.div(
        rx.el.h3(S.title),
        rx.cond(S.searches, _search(), rx.fragment()),
        tree(
            S.rows,
            name="As built",
            selected=rx.Var.create(""),
            on_choose=GridState.open_item,
            on_twist=S.twist,
        ),
        rx.el.p(S.said, class_name="soft", role="status"),
        class_name="built",
    )


def _search() -> rx.Component:
    return rx.el.input(
        type="search",
        key=S.round.to_string(),
        on_change=S.search.debounce(60),
        placeholder="Find in it",
        aria_label="Find in this assembly",
        auto_complete="off",
        spell_check=False,
        max_length=200,
        class_name="input",
    )
