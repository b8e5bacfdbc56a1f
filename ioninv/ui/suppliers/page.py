"""The Suppliers page."""

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.kit.confirm import confirm
from ioninv.ui.kit.field import error_summary
from ioninv.ui.layout import page_title, work
from ioninv.ui.purchasing.order_form import order_dialog
from ioninv.ui.purchasing.supplier_part import supplier_part_dialog
from ioninv.ui.suppliers.archive_state import ArchiveSupplierState
from ioninv.ui.suppliers.form import supplier_dialog
from ioninv.ui.suppliers.form_state import SupplierFormState
from ioninv.ui.suppliers.grid import supplier_bar, supplier_grid, supplier_pager
from ioninv.ui.suppliers.grid_state import PATH, SuppliersState
from ioninv.ui.suppliers.panel import supplier_panel
from ioninv.ui.suppliers.panel_state import SupplierPanelState
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(
        suppliers_page, route=PATH, title="Suppliers · ioninv", on_load=SuppliersState.enter
    )


def suppliers_page() -> rx.Component:
    return frame(
        page_title(
            "Suppliers",
            "Whom things are bought from",
            allowed(
                Permission.CREATE_SUPPLIERS,
                button("New Supplier", kind="primary", on_click=SupplierFormState.start_new),
            ),
        ),
        supplier_bar(),
        work(supplier_grid(), supplier_panel()),
        supplier_pager(),
        active=PATH,
        needs=Permission.VIEW_SUPPLIERS,
        dialogs=(
            supplier_dialog(),
            _archive_question(),
            supplier_part_dialog(),
            order_dialog(),
        ),
    )


def _archive_question() -> rx.Component:
    return confirm(
        error_summary(ArchiveSupplierState.problem),
        open=ArchiveSupplierState.open,
        title=rx.Var.create("Archive ") + SupplierPanelState.name + "?",
        text="It is no longer offered for new items. Its items and its history stay, "
        "and it can come back.",
        action="Archive",
        on_confirm=ArchiveSupplierState.archive,
        on_cancel=ArchiveSupplierState.close_dialog,
        busy=ArchiveSupplierState.saving,
        danger=False,
    )
