"""The bar of acts on what is selected."""

import reflex as rx

from ioninv.domain.items.possible import PERMISSION_OF
from ioninv.ui.issues.raise_state import RaiseState
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.acts import EDITS, GROUPS, MERGE, MOVE, Act
from ioninv.ui.items.attributes_state import BulkAttributesState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.selection_state import SelectionState as S
from ioninv.ui.kit.allowed import allowed, may_any
from ioninv.ui.kit.bulk_bar import bulk_bar
from ioninv.ui.kit.button import button
from ioninv.ui.kit.menu import menu, menu_item, menu_line
from ioninv.vocabulary import ActName, Permission

_STATUS = tuple({PERMISSION_OF[ActName(act.name)] for group in GROUPS for act in group})
_EDIT = (Permission.MOVE, Permission.EDIT_ITEMS, PERMISSION_OF[ActName(MERGE.name)])
BULK = tuple({*_STATUS, *_EDIT, Permission.EDIT_ISSUES})
"""What makes it worth while to tick items: who may do none of it ticks none."""


def item_bulk_bar() -> rx.Component:
    return rx.cond(
        (S.count > 0) & may_any(*BULK),
        bulk_bar(
            S.said,
            rx.cond(
                S.everything | ~GridState.more_match,
                rx.fragment(),
                button(GridState.select_all_label, small=True, on_click=GridState.select_all),
            ),
            allowed(
                Permission.MOVE,
                button(
                    "Move",
                    small=True,
                    disabled=~S.offered.contains(MOVE.name),
                    on_click=ActState.start(MOVE.name),
                ),
            ),
            rx.cond(may_any(*_STATUS), _change_status(), rx.fragment()),
            rx.cond(may_any(*_EDIT), _edit(), rx.fragment()),
            allowed(
                Permission.EDIT_ISSUES,
                button("Raise issue", small=True, on_click=RaiseState.start),
            ),
            on_clear=S.clear,
        ),
        rx.fragment(),
    )


def _change_status() -> rx.Component:
    return menu(
        button("Change status", icon="chevron-down", small=True, class_name="opens"), *_groups()
    )


def _edit() -> rx.Component:
    return menu(
        button("Edit", icon="chevron-down", small=True, class_name="opens"),
        allowed(
            Permission.MOVE,
            menu_item(
                "Location",
                disabled=~S.offered.contains(MOVE.name),
                on_click=ActState.start(MOVE.name),
            ),
        ),
        allowed(
            Permission.EDIT_ITEMS,
            *(
                menu_item(
                    act.label,
                    disabled=~S.offered.contains("edit"),
                    on_click=ActState.start(act.name),
                )
                for act in EDITS
            ),
            rx.cond(
                GridState.has_attributes,
                menu_item(
                    "Custom attributes",
                    disabled=~S.offered.contains("edit"),
                    on_click=BulkAttributesState.start,
                ),
                rx.fragment(),
            ),
            menu_line(),
        ),
        _item(MERGE),
    )


def _groups() -> list[rx.Component]:
    """What cannot be done with these items stays in its place, and cannot be pressed.

    Lines stand between groups of which somebody may do something.
    """
    shown: list[rx.Component] = []
    before: list[Permission] = []
    for group in GROUPS:
        needs = [PERMISSION_OF[ActName(act.name)] for act in group]
        if before:
            both = may_any(*before) & may_any(*needs)
            shown.append(rx.cond(both, menu_line(), rx.fragment()))
        shown += [_item(act) for act in group]
        before += needs
    return shown


def _item(act: Act) -> rx.Component:
    return allowed(
        PERMISSION_OF[ActName(act.name)],
        menu_item(
            act.label,
            danger=act.danger,
            disabled=~S.offered.contains(act.name),
            on_click=ActState.start(act.name),
        ),
    )
