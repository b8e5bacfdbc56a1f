"""The Parts page."""

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.layout import page_title, work
from ioninv.ui.parts.archive_state import archive_question
from ioninv.ui.parts.edit_part import edit_part_dialog
from ioninv.ui.parts.grid import part_bar, part_grid, part_pager
from ioninv.ui.parts.grid_state import PATH, PartsState
from ioninv.ui.parts.new_part import NewPartState, new_part_dialog
from ioninv.ui.parts.panel import part_panel
from ioninv.ui.parts.revise_part import revise_part_dialog
from ioninv.ui.purchasing.supplier_part import supplier_part_dialog
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(parts_page, route=PATH, title="Parts · ioninv", on_load=PartsState.enter)


def parts_page() -> rx.Component:
    return frame(
        page_title(
            "Parts",
            "What things are, and how many there are of each",
            allowed(
                Permission.CREATE_PARTS,
                button("New Part", kind="primary", on_click=NewPartState.open_dialog),
            ),
        ),
        part_bar(),
        work(part_grid(), part_panel()),
        part_pager(),
        active=PATH,
        needs=Permission.VIEW_PARTS,
        dialogs=(
            new_part_dialog(),
            edit_part_dialog(),
            revise_part_dialog(),
            archive_question(),
            supplier_part_dialog(),
        ),
    )
