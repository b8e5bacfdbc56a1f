"""The desk: which order is received, what a scan is, and what becomes of a round.

The round itself lives in the browser: it outlasts a reload, a lost connection and this server.
"""

from collections.abc import AsyncIterator
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import purchasing, undoing
from ioninv.errors import Invalid, NotFound, Refused
from ioninv.ui import address, arguments, picking
from ioninv.ui.forms import close_dialogs
from ioninv.ui.issues.raise_state import LISTED, RaiseState
from ioninv.ui.items.creating import create
from ioninv.ui.kit import toast
from ioninv.ui.picking import Option
from ioninv.ui.receiving import booking, scans
from ioninv.ui.state import AppState

PATH = "/receive"
_LONGEST_NONCE = 60


class OpenOrder(TypedDict):
    """An order that can be chosen."""

    id: str
    number: str
    supplier: str
    state: str
    expected: str
    overdue: bool
    open: str


class DeskState(AppState):
    """The order at the desk, and the answers to what was scanned."""

    order: int = 0
    loaded: bool = False
    missing: str = ""
    number: str = ""
    said: str = ""
    draft: bool = False
    lines: list[dict[str, Any]] = []
    answer: dict[str, Any] = {}
    booked: str = ""
    refused: dict[str, str] = {}
    beyond: dict[str, Any] = {}
    made: dict[str, str] = {}
    saving: bool = False
    locations: list[Option] = []
    lots: list[Option] = []
    orders: list[OpenOrder] = []
    found: str = ""

    @rx.event
    async def enter(self) -> None:
        """The page is opened or reloaded: the order of its address, or those to choose from."""
        await close_dialogs(self)
        self.saving, self.refused, self.beyond, self.found = False, {}, {}, ""
        self.answer, self.made, self.missing = {}, {}, ""
        try:
            number = address.number(dict(self.router.url.query_parameters), "order")
            await self._show(number)
        except (Invalid, NotFound) as refused:
            self.order, self.missing = 0, refused.message
        if not self.order:
            await self._offer("")
        self.loaded = True
        await self._load_frame()

    @rx.event
    async def scan(self, code: str, nonce: str) -> None:
        """What this code is for the order. The answer carries the nonce of the question."""
        asked = arguments.text(nonce, _LONGEST_NONCE)
        found = await self._read(scans.answer, self.order, arguments.text(code), asked)
        self.answer = found.shown()

    @rx.event
    async def choose(self, code: str, nonce: str) -> Any:
        """No order is open: go to the one that this code names."""
        typed = arguments.text(code)
        found = await self._read(scans.orders_of, typed)
        if len(found) == 1:
            return rx.redirect(f"{PATH}?order={found[0][0]}")
        await self._offer(typed[:200])
        several = ", ".join(number for _, number in found)
        self.found = (
            f"Several orders have this: {several}. Choose one."
            if found
            else f"No order is found by “{typed[:60]}”."
        )
        self.answer = {"nonce": arguments.text(nonce, _LONGEST_NONCE)}
        return None

    @rx.event
    async def book(self, payload: str) -> AsyncIterator[Any]:
        """Take in a round in one act; refused, it stays in the browser as it is."""
        round = booking.read_round(payload)
        self.saving, self.refused, self.beyond = True, {}, {}
        yield
        try:
            booking.check_places(round)
            detail = await self._read(purchasing.get, round.order)
            made, beyond = booking.receipts(round, detail)
            if beyond and not round.confirmed:
                self.beyond = {"key": round.key, "said": beyond}
                return
            done = await self._write(purchasing.receive, round.order, made, key=f"desk-{round.key}")
            count = booking.count(round)
        except Refused as refused:
            self._refuse(round.key, refused)
            return
        finally:
            self.saving = False
        self.booked = round.key
        await self._show(round.order)
        await self._load_frame()
        yield _told(f"{_units(count)} received on {detail.order.number}.", done.change_set)

    @rx.event
    async def book_all(self, payload: str) -> AsyncIterator[Any]:
        """Take in all that has still to come, with the lots and locations of its lines."""
        round = booking.read_round(payload)
        self.saving, self.refused, self.beyond = True, {}, {}
        yield
        try:
            booking.check_places(round)
            key = f"desk-all-{round.key}"
            if round.places:
                detail = await self._read(purchasing.get, round.order)
                made = booking.everything(round, detail)
                done = await self._write(purchasing.receive, round.order, made, key=key)
            else:
                done = await self._write(purchasing.receive_all, round.order, key=key)
        except Refused as refused:
            self._refuse(round.key, refused)
            return
        finally:
            self.saving = False
        self.booked = round.key
        await self._show(round.order)
        await self._load_frame()
        yield _told(f"All of {self.number} received.", done.change_set)

    @rx.event
    async def undo(self, change_set: str) -> AsyncIterator[Any]:
        """Take a receipt back: the same items are on order again."""
        number = arguments.number(change_set)
        try:
            await self._write(undoing.undo, number, key=f"undo-{number}")
        except Refused as refused:
            yield toast.error("Not undone.", " ".join(p.message for p in refused.problems))
        else:
            yield toast.success("Undone.")
        await self._show(self.order)
        await self._load_frame()

    @rx.event
    def raise_on(self, item: int) -> Any:
        """Raise an issue on the item that a scan named, arrived or not."""
        return RaiseState.start_on([arguments.number(item)])

    @rx.event
    async def raise_on_line(self, line: int) -> Any:
        """Raise an issue on items of a line: all are listed, or scanned where they are many."""
        number = arguments.number(line)
        detail = await self._read(purchasing.get, self.order)
        ids = [item.id for item in detail.items if item.line_id == number]
        if len(ids) <= LISTED and len(detail.items) == detail.items_total:
            return RaiseState.start_on(ids)
        said = f"{self.number} has many items. Scan those that the issue is about."
        return [RaiseState.start_scanning(), toast.info(said)]

    @rx.event
    async def find_locations(self, typed: str) -> None:
        self.locations = await picking.options(self, "location", typed)

    @rx.event
    async def find_lots(self, typed: str) -> None:
        self.lots = await picking.options(self, "lot", typed)

    @rx.event
    async def create_location(self, line: str, typed: str) -> Any:
        """Where a line goes does not exist yet: make it right here."""
        number = arguments.number(line)
        try:
            id_, path = await create(self, "location", arguments.text(typed, 2_000))
        except Refused as refused:
            return toast.error("Not created.", refused.message)
        self.made = {"line": str(number), "value": str(id_), "text": path}
        return toast.success(f"Location {path} created.")

    def _refuse(self, key: str, refused: Refused) -> None:
        said = list(dict.fromkeys(problem.message for problem in refused.problems))
        more = f" And {len(said) - 5:,} more problems." if len(said) > 5 else ""
        self.refused = {"key": key, "said": " ".join(said[:5]) + more}

    async def _show(self, order_id: int) -> None:
        self.order = order_id
        if not order_id:
            self.number, self.lines = "", []
            return
        detail = await self._read(purchasing.get, order_id)
        order = detail.order
        self.number, self.draft = order.number, order.state == "draft"
        self.lines = booking.lines_of(detail.lines)
        open_lines = sum(line.open not in ("", "0") for line in detail.lines)
        still = f"{open_lines} of {order.lines} lines have still to come"
        if order.state == "cancelled":
            still = "cancelled"
        elif not open_lines:
            still = "all of it came in" if order.lines else "no lines yet"
        self.said = " · ".join(
            filter(None, (order.supplier, order.supplier_reference, still[:1].upper() + still[1:]))
        )

    async def _offer(self, text: str) -> None:
        """The open orders; those that a text finds, where it finds any."""
        found = await self._read(scans.open_orders, text) if text else []
        rows = found or await self._read(scans.open_orders)
        self.orders = [
            OpenOrder(
                id=str(row.id),
                number=row.number,
                supplier=row.supplier,
                state=row.state_label,
                expected=row.next_expected,
                overdue=row.overdue,
                open=f"{row.open_lines} of {row.lines} {'line' if row.lines == 1 else 'lines'}",
            )
            for row in rows
        ]


def _units(count: str) -> str:
    return "1 unit" if count == "1" else f"{count} units"


def _told(text: str, change_set: int) -> rx.event.EventSpec:
    return toast.success(text, action="Undo", on_action=DeskState.undo(str(change_set)))
