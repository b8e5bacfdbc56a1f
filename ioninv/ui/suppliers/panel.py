"""The supplier beside the list."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.facts import facts
from ioninv.ui.kit.link import inside_link, outside_link
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.kit.timeline import timeline
from ioninv.ui.purchasing.lists import orders_list
from ioninv.ui.purchasing.order_form_state import OrderFormState
from ioninv.ui.purchasing.supplier_part import sold_list
from ioninv.ui.purchasing.supplier_part_state import SupplierPartState
from ioninv.ui.suppliers.archive_state import ArchiveSupplierState
from ioninv.ui.suppliers.form_state import SupplierFormState
from ioninv.ui.suppliers.grid_state import SuppliersState
from ioninv.ui.suppliers.panel_state import SupplierPanelState as S
from ioninv.vocabulary import Permission


def supplier_panel() -> rx.Component:
    return rx.cond(
        SuppliersState.opened > 0,
        rx.cond(
            S.supplier == SuppliersState.opened,
            rx.cond(S.missing, _missing(), _supplier()),
            panel("…", skeleton_lines(), on_close=SuppliersState.close_row, name="Supplier"),
        ),
        rx.fragment(),
    )


def _supplier() -> rx.Component:
    return panel(
        S.name,
        _acts(),
        facts(
            ("Contact", S.contact),
            ("Email", outside_link(S.email, S.mail_href)),
            ("Phone", S.phone),
            ("Website", outside_link(S.website, S.website)),
            ("Currency", S.currency),
            ("Supplied", inside_link(S.items, to=S.items_href)),
        ),
        rx.cond(
            S.description,
            rx.fragment(rx.el.h3("Description"), rx.el.p(S.description, class_name="note")),
            rx.fragment(),
        ),
        allowed(
            Permission.VIEW_PURCHASING,
            _orders(),
            sold_list(
                S.sold,
                S.sold_archived,
                of_part=False,
                on_add=SupplierPartState.start_for_supplier(S.supplier),
            ),
        ),
        rx.cond(S.supplied, _supplied(), rx.fragment()),
        allowed(Permission.VIEW_HISTORY, rx.el.h3("History"), timeline(S.history)),
        badge=rx.cond(S.archived, badge("Archived"), rx.fragment()),
        on_close=SuppliersState.close_row,
        name="Supplier",
        words=True,
    )


def _acts() -> rx.Component:
    edit = button("Edit", small=True, on_click=SupplierFormState.start_edit(S.supplier))
    archive = button("Archive", small=True, on_click=ArchiveSupplierState.ask)
    restore = button(
        "Restore",
        small=True,
        busy=ArchiveSupplierState.saving,
        on_click=ArchiveSupplierState.restore,
    )
    return rx.el.div(
        allowed(Permission.EDIT_SUPPLIERS, edit),
        allowed(Permission.ARCHIVE_SUPPLIERS, rx.cond(S.archived, restore, archive)),
        class_name="acts",
    )


def _orders() -> rx.Component:
    start = OrderFormState.start_new_for(S.supplier, S.name)
    return rx.fragment(
        rx.el.div(
            rx.el.h3("Orders"),
            rx.cond(
                S.archived | ~may(Permission.EDIT_PURCHASING),
                rx.fragment(),
                button("New Order", small=True, on_click=start),
            ),
            class_name="h3-line",
        ),
        rx.cond(
            S.orders,
            rx.fragment(orders_list(S.orders), inside_link(S.orders_text, to=S.orders_href)),
            rx.el.p("None yet.", class_name="soft"),
        ),
    )


def _supplied() -> rx.Component:
    return rx.fragment(
        rx.el.h3("What it supplied"),
        rx.el.ul(rx.foreach(S.supplied, _part), class_name="supplied"),
    )


def _part(row: rx.Var) -> rx.Component:
    return rx.el.li(
        inside_link(row["part"], to=row["href"]),
        rx.el.span(row["name"], class_name="soft clip"),
        rx.el.span(row["much"], class_name="num"),
        rx.el.span(row["cost"], class_name="num soft"),
        key=row["href"],
    )


def _missing() -> rx.Component:
    return panel(
        "Not found",
        rx.el.p(S.missing),
        on_close=SuppliersState.close_row,
        name="Supplier",
        words=True,
    )
