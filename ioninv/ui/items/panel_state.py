"""The item open beside the grid: its facts, its why, its relatives, its history."""

from typing import TypedDict

import reflex as rx

from ioninv.domain import items
from ioninv.domain.items import ItemDetail, Relative
from ioninv.errors import NotFound
from ioninv.ui import arguments, history
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.state import AppState


class Fact(TypedDict):
    name: str
    value: str
    mono: bool


class RelativeRow(TypedDict):
    id: int
    label: str
    part: str
    quantity: str
    status: str
    status_label: str


class PanelState(AppState):
    """One item in full; `item` 0 means that none is open."""

    item: int = 0
    missing: str = ""
    title: str = ""
    subtitle: str = ""
    uid: str = ""
    status: str = ""
    status_label: str = ""
    held: bool = False
    why_lead: str = ""
    why_rest: str = ""
    facts: list[Fact] = []
    note: str = ""
    parents: list[RelativeRow] = []
    children: list[RelativeRow] = []
    children_title: str = ""
    timeline: list[TimelineEntry] = []

    @rx.event
    async def show(self, item_id: int) -> None:
        """Show an item; 0 shows none."""
        item_id = arguments.number(item_id)
        self.missing = ""
        if item_id:
            try:
                self._fill(await self._read(items.get, item_id))
            except NotFound as refused:
                self.reset()
                self.missing = refused.message
        self.item = item_id

    def _fill(self, detail: ItemDetail) -> None:
        row = detail.row
        self.title, self.uid = detail.title, row["uid"]
        self.subtitle = " · ".join(text for text in (row["part"], row["name"]) if text)
        self.status, self.status_label, self.held = row["status"], row["status_label"], row["held"]
        self.why_lead, self.why_rest = detail.why_lead, detail.why_rest
        self.facts = _facts(detail)
        self.note = detail.note
        self.parents = [_relative(parent) for parent in detail.parents]
        self.children = [_relative(child) for child in detail.children]
        self.children_title = f"Installed in it ({detail.children_total:,})"
        self.timeline = history.entries(detail.timeline)


def _facts(detail: ItemDetail) -> list[Fact]:
    row = detail.row
    quantity = f"{row['quantity']} {row['unit']}".strip()
    cost = f"{row['cost']} each, {detail.total_cost} in all" if detail.total_cost else row["cost"]
    facts = (
        ("Serial", row["serial"], True),
        ("Lot", row["lot"], True),
        ("Quantity", "" if row["serial"] else quantity, False),
        ("Location", detail.location, False),
        ("Shipped to", detail.shipped_to, False),
        ("Supplier", row["supplier"], False),
        ("Purchase order", row["purchase_order"], False),
        ("Unit cost", cost, False),
        ("Usage type", row["usage"], False),
        ("Work order", row["work_order"], False),
        ("Expires", row["expires"], False),
        ("Split from", detail.origin.label if detail.origin else "", True),
        ("Code", row["uid"], True),
    )
    return [Fact(name=name, value=value, mono=mono) for name, value, mono in facts if value]


def _relative(relative: Relative) -> RelativeRow:
    return RelativeRow(
        id=relative.id,
        label=relative.label,
        part=relative.part,
        quantity=relative.quantity,
        status=relative.status,
        status_label=relative.status_label,
    )
