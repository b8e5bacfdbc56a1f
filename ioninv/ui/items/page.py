"""The Inventory page."""

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.issues.form import raise_dialog
from ioninv.ui.items.act_dialog import act_dialog
from ioninv.ui.items.attributes_dialog import attributes_dialog
from ioninv.ui.items.bulk import item_bulk_bar
from ioninv.ui.items.cell import cell_editor
from ioninv.ui.items.edit_item import edit_item_dialog
from ioninv.ui.items.filter_bar import filter_bar, search_box
from ioninv.ui.items.grid import item_grid, item_pager
from ioninv.ui.items.grid_state import PATH, GridState
from ioninv.ui.items.new_item import new_item_dialog
from ioninv.ui.items.new_item_state import NewItemState
from ioninv.ui.items.panel import item_panel
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button, download_button
from ioninv.ui.layout import page_title, work
from ioninv.ui.parts.new_part import NewPartState, new_part_dialog
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(inventory_page, route=PATH, title="Inventory · ioninv", on_load=GridState.enter)


def inventory_page() -> rx.Component:
    return frame(
        page_title(
            "Inventory",
            "Every item ever, and where it is now",
            search_box(),
            allowed(Permission.EXPORT, download_button("Export to CSV", GridState.export_href)),
            allowed(Permission.CREATE_PARTS, button("New Part", on_click=NewPartState.open_dialog)),
            allowed(
                Permission.CREATE_ITEMS,
                button("New Inventory", kind="primary", on_click=NewItemState.open_dialog),
            ),
        ),
        filter_bar(),
        work(item_grid(), item_panel()),
        item_pager(),
        item_bulk_bar(),
        cell_editor(),
        active=PATH,
        needs=Permission.VIEW_INVENTORY,
        dialogs=(
            new_item_dialog(),
            new_part_dialog(),
            act_dialog(),
            edit_item_dialog(),
            attributes_dialog(),
            raise_dialog(),
        ),
    )
