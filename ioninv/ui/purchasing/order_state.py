"""The order that is open: its head, its lines, what it costs, what happened to it."""

from collections.abc import AsyncIterator, Sequence

import reflex as rx

from ioninv.domain import purchasing
from ioninv.domain.access import Actor, Session
from ioninv.domain.history import Told
from ioninv.domain.purchasing import OrderDetail, OrderRow
from ioninv.errors import NotFound
from ioninv.ui import arguments
from ioninv.ui.history import entries
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.purchasing.words import LineShown, count_text, day_text, shown_line, unpriced_text
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.vocabulary import PurchaseState

_FIRST_LINES = 60
_NEWEST = 50
"""What is painted at once of a long order; the rest of its history on demand."""

_NOT_RECEIVED = (PurchaseState.DRAFT, PurchaseState.ORDERED)


class OrderState(AppState):
    """One order in full; `order` 0 means that none is open."""

    order: int = 0
    version: int = 0
    missing: str = ""
    number: str = ""
    state: str = ""
    state_label: str = ""
    supplier: str = ""
    supplier_href: str = ""
    reference: str = ""
    currency: str = ""
    expected: str = ""
    next_expected: str = ""
    late: bool = False
    destination: str = ""
    destination_href: str = ""
    note: str = ""
    placed: str = ""
    cancelled: str = ""
    total: str = ""
    unpriced: str = ""
    items_text: str = ""
    items_href: str = ""
    can_change: bool = False
    can_place: bool = False
    can_unplace: bool = False
    can_cancel: bool = False
    can_receive: bool = False
    lines: list[LineShown] = []
    history: list[TimelineEntry] = []
    older: str = ""

    _whole_history: bool = False

    @rx.event
    async def show(self, order_id: int) -> AsyncIterator[None]:
        """Show an order; 0 shows none. The first lines of a long one are there before the others."""
        order_id = arguments.number(order_id)
        self.missing = ""
        opens, self.order = order_id != self.order, order_id
        self._whole_history &= not opens
        if not order_id:
            return
        try:
            detail, told = await self._read(_look, order_id)
        except NotFound as refused:
            self.reset()
            self.order, self.missing = order_id, refused.message
            return
        self._fill(detail)
        self._tell_history(told)
        lines = [shown_line(line) for line in detail.lines]
        if opens and len(lines) > 2 * _FIRST_LINES:
            self.lines = lines[:_FIRST_LINES]
            yield
            if self.order != order_id:
                return
        self.lines = lines

    @rx.event
    async def show_older(self) -> None:
        """The whole history of the order."""
        self._whole_history = True
        self._tell_history(await self._read(purchasing.timeline, self.order))

    def _tell_history(self, told: Sequence[Told]) -> None:
        shown = told if self._whole_history else told[:_NEWEST]
        hidden = len(told) - len(shown)
        self.history = entries(shown)
        self.older = f"Show {hidden:,} older" if hidden else ""

    def _fill(self, detail: OrderDetail) -> None:
        row = detail.order
        self._tell(row)
        self.items_text = count_text(detail.items_total, "item")
        is_open, empty = row.open_lines > 0, row.lines == 0
        self.can_change = not row.cancelled
        self.can_place = self.can_change and not row.placed
        self.can_unplace = self.can_change and bool(row.placed) and row.state in _NOT_RECEIVED
        self.can_cancel = self.can_change and (is_open or empty)
        self.can_receive = self.can_change and is_open

    def _tell(self, row: OrderRow) -> None:
        self.version, self.number = row.version, row.number
        self.state, self.state_label = row.state, row.state_label
        self.supplier, self.supplier_href = row.supplier, f"/suppliers?supplier={row.supplier_id}"
        self.reference, self.currency, self.note = row.supplier_reference, row.currency, row.note
        self.expected, self.next_expected = day_text(row.expected_on), day_text(row.next_expected)
        self.late = row.overdue
        self.destination = row.location
        self.destination_href = f"/factory?location={row.location_id}"
        self.placed, self.cancelled = row.placed, row.cancelled
        self.total, self.unpriced = " + ".join(row.totals), unpriced_text(row)
        self.items_href = f"/?order={row.id}"


def _look(session: Session, actor: Actor, order_id: int) -> tuple[OrderDetail, list[Told]]:
    detail = purchasing.get(session, actor, order_id)
    return detail, where_seen(session, actor, purchasing.timeline, order_id)
