"""The supplier open beside the list: whom to reach, what it supplied, what happened to it."""

import re
from typing import TypedDict

import reflex as rx

from ioninv.domain import purchasing, suppliers
from ioninv.domain.purchasing import OrderFilter
from ioninv.domain.suppliers import Supplied, SupplierRow
from ioninv.errors import NotFound
from ioninv.ui import arguments
from ioninv.ui.history import entries
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.parts.numbers import money_text, quantity_text
from ioninv.ui.purchasing.words import (
    PATH,
    OrderShown,
    SoldShown,
    count_text,
    offered_and_archived,
    shown_order,
)
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.vocabulary import Permission

_ORDERS_SHOWN = 10
_MAIL = re.compile(r"[^\s@<>?&,;]+@[^\s@<>?&,;]+")


class SuppliedRow(TypedDict):
    """A part and how much of it came from here."""

    part: str
    name: str
    much: str
    cost: str
    href: str


class SupplierPanelState(AppState):
    """One supplier in full; `supplier` 0 means that none is open."""

    supplier: int = 0
    version: int = 0
    missing: str = ""
    name: str = ""
    archived: bool = False
    contact: str = ""
    email: str = ""
    mail_href: str = ""
    phone: str = ""
    website: str = ""
    currency: str = ""
    description: str = ""
    items: str = ""
    items_href: str = ""
    supplied: list[SuppliedRow] = []
    orders: list[OrderShown] = []
    orders_text: str = ""
    orders_href: str = ""
    sold: list[SoldShown] = []
    sold_archived: list[SoldShown] = []
    history: list[TimelineEntry] = []

    @rx.event
    async def show(self, supplier_id: int) -> None:
        """Show a supplier; 0 shows none."""
        supplier_id = arguments.number(supplier_id)
        self.missing = ""
        if supplier_id:
            try:
                self._fill(await self._read(suppliers.get, supplier_id))
                supplied = await self._read(suppliers.supplied, supplier_id)
                self.supplied = [_supplied(each, supplier_id) for each in supplied]
                if self.may[Permission.VIEW_PURCHASING]:
                    await self._tell_of_purchasing(supplier_id)
                told = await self._read(where_seen, suppliers.timeline, supplier_id)
                self.history = entries(told)
            except NotFound as refused:
                self.reset()
                self.missing = refused.message
        self.supplier = supplier_id

    async def _tell_of_purchasing(self, supplier_id: int) -> None:
        filter = OrderFilter(supplier_id=supplier_id)
        found = await self._read(purchasing.orders, filter, "-number", 1, _ORDERS_SHOWN)
        self.orders = [shown_order(row) for row in found.rows]
        self.orders_text = count_text(found.total, "order") if found.total else ""
        self.orders_href = f"{PATH}?supplier={supplier_id}"
        sold = await self._read(purchasing.supplier_parts, supplier_id, None, True)
        self.sold, self.sold_archived = offered_and_archived(sold)

    def _fill(self, row: SupplierRow) -> None:
        self.version, self.name, self.archived = row.version, row.name, row.archived
        self.contact, self.email, self.phone = row.contact, row.email, row.phone
        self.website, self.currency, self.description = row.website, row.currency, row.description
        self.mail_href = f"mailto:{row.email}" if _MAIL.fullmatch(row.email) else ""
        self.items = f"{row.items:,} {'item' if row.items == 1 else 'items'}"
        self.items_href = f"/?supplier={row.id}"


def _supplied(each: Supplied, supplier_id: int) -> SuppliedRow:
    part = f"{each.part_number} rev {each.revision}" if each.revision else each.part_number
    return SuppliedRow(
        part=part,
        name="" if each.name == each.part_number else each.name,
        much=quantity_text(each.quantity, each.unit),
        cost=money_text(each.last_cost, each.currency),
        href=f"/?part={each.part_id}&supplier={supplier_id}",
    )
