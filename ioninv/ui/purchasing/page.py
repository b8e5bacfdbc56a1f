"""The Purchasing page: orders, the one that is open, supply and shortage."""

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button, download_button
from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import page_title, work
from ioninv.ui.parts.new_part import new_part_dialog
from ioninv.ui.purchasing.cancel import cancel_dialog
from ioninv.ui.purchasing.edit_line import edit_line_dialog
from ioninv.ui.purchasing.order import order_view
from ioninv.ui.purchasing.order_form import order_dialog
from ioninv.ui.purchasing.order_form_state import OrderFormState
from ioninv.ui.purchasing.orders import orders_bar, orders_grid, orders_pager, search_box
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.purchasing.page_state import PurchasingState
from ioninv.ui.purchasing.shortage import shortage_section
from ioninv.ui.purchasing.shortage_state import SHORTAGE
from ioninv.ui.purchasing.supply import supply_section
from ioninv.ui.purchasing.supply_state import SUPPLY
from ioninv.ui.purchasing.words import PATH
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(
        purchasing_page, route=PATH, title="Purchasing · ioninv", on_load=PurchasingState.enter
    )


def purchasing_page() -> rx.Component:
    return frame(
        rx.cond((PurchasingState.section == "") & (OrdersState.opened > 0), order_view(), _lists()),
        active=PATH,
        needs=Permission.VIEW_PURCHASING,
        dialogs=(order_dialog(), edit_line_dialog(), cancel_dialog(), new_part_dialog()),
    )


def _lists() -> rx.Component:
    return rx.fragment(
        page_title(
            "Purchasing",
            "What is bought, on order from the first line on",
            rx.cond(PurchasingState.section == "", search_box(), rx.fragment()),
            allowed(Permission.EXPORT, download_button("Export to CSV", OrdersState.export_href)),
            allowed(
                Permission.EDIT_PURCHASING,
                button("New Order", kind="primary", on_click=OrderFormState.start_new),
            ),
        ),
        rx.el.nav(
            _section("Orders", PATH, ""),
            _section("Supply", f"{PATH}?view={SUPPLY}", SUPPLY),
            _section("Shortage", f"{PATH}?view={SHORTAGE}", SHORTAGE),
            class_name="sections",
            aria_label="Sections of purchasing",
        ),
        rx.match(
            PurchasingState.section,
            (SUPPLY, supply_section()),
            (SHORTAGE, shortage_section()),
            rx.fragment(orders_bar(), work(orders_grid()), orders_pager()),
        ),
    )


def _section(label: str, to: str, name: str) -> rx.Component:
    here = rx.cond(PurchasingState.section == name, "page", "false")
    return inside_link(label, to=to, custom_attrs={"aria-current": here})
