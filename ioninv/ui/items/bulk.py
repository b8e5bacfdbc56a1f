"""The bar of acts on what is selected."""

import reflex as rx

from ioninv.ui.issues.raise_state import RaiseState
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.acts import EDITS, GROUPS, MERGE, MOVE, Act
from ioninv.ui.items.attributes_state import BulkAttributesState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.selection_state import SelectionState as S
from ioninv.ui.kit.bulk_bar import bulk_bar
from ioninv.ui.kit.button import button
from ioninv.ui.kit.menu import menu, menu_item, menu_line


def item_bulk_bar() -> rx.Component:
    return rx.cond(
        S.count > 0,
        bulk_bar(
            S.said,
            rx.cond(
                S.everything | ~GridState.more_match,
                rx.fragment(),
                button(GridState.select_all_label, small=True, on_click=GridState.select_all),
            ),
            button(
                "Move",
                small=True,
                disabled=~S.offered.contains(MOVE.name),
                on_click=ActState.start(MOVE.name),
            ),
            menu(
                button("Change status", icon="chevron-down", small=True, class_name="opens"),
                *_groups(),
            ),
            menu(
                button("Edit", icon="chevron-down", small=True, class_name="opens"),
                menu_item(
                    "Location",
                    disabled=~S.offered.contains(MOVE.name),
                    on_click=ActState.start(MOVE.name),
                ),
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
                _item(MERGE),
            ),
            button("Raise issue", small=True, on_click=RaiseState.start),
            on_clear=S.clear,
        ),
        rx.fragment(),
    )


def _groups() -> list[rx.Component]:
    """What cannot be done with these items stays in its place, and cannot be pressed."""
    shown: list[rx.Component] = []
    for number, group in enumerate(GROUPS):
        if number:
            shown.append(menu_line())
        shown += [_item(act) for act in group]
    return shown


def _item(act: Act) -> rx.Component:
    return menu_item(
        act.label,
        danger=act.danger,
        disabled=~S.offered.contains(act.name),
        on_click=ActState.start(act.name),
    )
