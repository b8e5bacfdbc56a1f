"""The part open beside the list: what it is, how much there is of it, what happened to it."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import parts, purchasing
from ioninv.domain.parts import PartRow
from ioninv.errors import NotFound
from ioninv.ui import arguments
from ioninv.ui.attachments.state import AttachmentsState
from ioninv.ui.attributes.words import Told, told
from ioninv.ui.history import entries, undoable
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.parts.numbers import is_low, money_text, quantity_text
from ioninv.ui.purchasing.words import LineShown, SoldShown, offered_and_archived, shown_line
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.vocabulary import SHOWN_STATUSES, PartKind, Status


class Share(TypedDict):
    """How much of a part has one status; `share` is what it takes of the bar."""

    status: str
    label: str
    quantity: str
    share: float
    href: str


class Fact(TypedDict):
    """A name and a value; with an address, the value leads there."""

    name: str
    value: str
    href: str


class PartPanelState(AppState):
    """One part in full; `part` 0 means that none is open."""

    part: int = 0
    version: int = 0
    missing: str = ""
    label: str = ""
    name: str = ""
    description: str = ""
    archived: bool = False
    low_lead: str = ""
    low_rest: str = ""
    shares: list[Share] = []
    shares_text: str = ""
    items_text: str = ""
    items_href: str = ""
    recall_href: str = ""
    facts: list[Fact] = []
    attributes: list[Told] = []
    coming: list[LineShown] = []
    sold: list[SoldShown] = []
    sold_archived: list[SoldShown] = []
    history: list[TimelineEntry] = []

    @rx.event
    async def show(self, part_id: int) -> AsyncIterator[Any]:
        """Show a part; 0 shows none. What of its history can be undone is told after the rest."""
        part_id = arguments.number(part_id)
        self.missing = ""
        happened = []
        if part_id:
            try:
                self._fill(await self._read(parts.get, part_id))
                coming = await self._read(where_seen, purchasing.coming, part_id)
                self.coming = [shown_line(line) for line in coming]
                sold = await self._read(where_seen, purchasing.supplier_parts, None, part_id, True)
                self.sold, self.sold_archived = offered_and_archived(sold)
                happened = await self._read(where_seen, parts.timeline, part_id)
                self.history = entries(happened)
            except NotFound as refused:
                self.reset()
                self.missing = refused.message
        self.part = part_id
        yield AttachmentsState.show_part(0 if self.missing else part_id)
        if happened:
            self.history = entries(happened, await self._read(undoable, happened))

    def _fill(self, row: PartRow) -> None:
        self.version, self.label, self.archived = row.version, row.label, row.archived
        self.name = "" if row.name == row.part_number else row.name
        self.description = row.description
        self.low_lead, self.low_rest = _low(row)
        self.shares = _shares(row)
        self.shares_text = ", ".join(f"{each['label']} {each['quantity']}" for each in self.shares)
        self.items_text = f"{row.items:,} {'item' if row.items == 1 else 'items'}"
        self.items_href = f"/?part={row.id}"
        self.recall_href = f"/issues/recall?part={row.id}"
        self.facts, self.attributes = _facts(row), told(row.attribute_values)


def _shares(row: PartRow) -> list[Share]:
    there = [
        (status, row.by_status[status.value])
        for status in SHOWN_STATUSES
        if status.value in row.by_status
    ]
    total = sum((Decimal(each.quantity) for _, each in there), Decimal(0)) or Decimal(1)
    return [
        Share(
            status=status.value,
            label=status.label,
            quantity=quantity_text(each.quantity, row.unit) or "0",
            share=float(round(Decimal(each.quantity) / total, 4)),
            href=f"/?part={row.id}&status={status.value}",
        )
        for status, each in there
    ]


def _low(row: PartRow) -> tuple[str, str]:
    """What to say when too few are available: the fact, and what may be done about it."""
    available, coming = (
        row.by_status[status.value].quantity if status.value in row.by_status else "0"
        for status in (Status.AVAILABLE, Status.ON_ORDER)
    )
    if row.archived or not is_low(available, row.reorder_min):
        return "", ""
    lead = (
        f"{quantity_text(available, row.unit) or 'None'} available, "
        f"reorder below {quantity_text(row.reorder_min, row.unit)}."
    )
    if Decimal(coming):
        return lead, f"{quantity_text(coming, row.unit)} on order."
    return lead, f"Up to {quantity_text(row.reorder_max, row.unit)}." if row.reorder_max else ""


def _facts(row: PartRow) -> list[Fact]:
    days = "day" if row.lead_time_days == "1" else "days"
    found = (
        ("Tracking", row.tracking_label, ""),
        ("Kind", PartKind(row.kind).label, ""),
        ("Unit", row.unit or "pieces", ""),
        ("Cost", money_text(row.cost, row.currency), ""),
        ("Lead time", f"{row.lead_time_days} {days}" if row.lead_time_days else "", ""),
        ("Reorder", _reorder(row), ""),
        ("Supplier", row.supplier, f"/suppliers?supplier={row.supplier_id}"),
        ("Location", row.location, f"/factory?location={row.location_id}"),
        ("Revision of", row.predecessor, f"/parts?part={row.predecessor_id}"),
    )
    return [
        Fact(name=name, value=value, href=href if value else "")
        for name, value, href in found
        if value
    ]


def _reorder(row: PartRow) -> str:
    least, most = (
        quantity_text(number, row.unit) or ("0" if number else "")
        for number in (row.reorder_min, row.reorder_max)
    )
    if least and most:
        return f"below {least}, up to {most}"
    return f"below {least}" if least else f"up to {most}" if most else ""
