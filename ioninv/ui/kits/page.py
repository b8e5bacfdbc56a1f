"""The Kits page."""

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.kits.close_kit import close_kit_dialog
from ioninv.ui.kits.form import kit_dialog
from ioninv.ui.kits.form_state import KitFormState
from ioninv.ui.kits.grid import kit_bar, kit_grid, kit_pager
from ioninv.ui.kits.grid_state import PATH, KitsState
from ioninv.ui.kits.panel import kit_panel
from ioninv.ui.layout import page_title, work
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(kits_page, route=PATH, title="Kits · ioninv", on_load=KitsState.enter)


def kits_page() -> rx.Component:
    return frame(
        page_title(
            "Kits",
            "Items gathered for one purpose",
            allowed(
                Permission.EDIT_KITS,
                button("New Kit", kind="primary", on_click=KitFormState.start_new),
            ),
        ),
        kit_bar(),
        work(kit_grid(), kit_panel()),
        kit_pager(),
        active=PATH,
        needs=Permission.VIEW_KITS,
        dialogs=(kit_dialog(), close_kit_dialog()),
    )
