"""What can be done with an order and its lines beside editing: place, cancel, reopen."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import purchasing
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.purchasing.undo_state import told
from ioninv.ui.state import AppState


class OrderActsState(AppState):
    """Acts that ask for nothing. The version seen makes a second press one with the first."""

    acting: bool = False

    @rx.event
    async def place(self) -> AsyncIterator[Any]:
        async for step in self._do(purchasing.place, "placed", "placed"):
            yield step

    @rx.event
    async def unplace(self) -> AsyncIterator[Any]:
        async for step in self._do(purchasing.unplace, "unplaced", "is a draft again"):
            yield step

    @rx.event
    async def reopen(self) -> AsyncIterator[Any]:
        async for step in self._do(purchasing.reopen, "order reopened", "reopened"):
            yield step

    @rx.event
    async def reopen_line(self, line_id: int) -> AsyncIterator[Any]:
        """What was cancelled of a line is on order again."""
        line_id = arguments.number(line_id)
        order = (await self.get_state(OrderState)).order
        detail = await self._read(purchasing.get, order)
        version = next((line.version for line in detail.lines if line.id == line_id), 0)
        try:
            key = f"line-reopened-{line_id}-{version}"
            line = await self._write(purchasing.reopen_line, line_id, "", key)
        except Refused as refused:
            yield toast.error("Not reopened.", _said(refused))
            return
        yield [told(f"Line {line.position} reopened.", "line reopened", line), OrdersState.refresh]

    async def _do(self, door: Any, what: str, done: str) -> AsyncIterator[Any]:
        self.acting = True
        yield
        opened = await self.get_state(OrderState)
        key = f"order-{what}-{opened.order}-{opened.version}".replace(" ", "-")
        try:
            row = await self._write(door, opened.order, key=key)
        except Refused as refused:
            yield toast.error(f"Not {done}.".replace("Not is", "It is not"), _said(refused))
            yield OrdersState.refresh
            return
        finally:
            self.acting = False
        yield [told(f"{row.number} {done}.", what, row), OrdersState.refresh]


class CancelState(FormState, AppState):
    """Cancelling an order or a line: it asks why."""

    order: int = 0
    line: int = 0
    title: str = ""
    says: str = ""
    action: str = ""

    @rx.event
    async def ask_order(self) -> None:
        opened = await self.get_state(OrderState)
        self.order, self.line = opened.order, 0
        self.title, self.action = f"Cancel {opened.number}?", "Cancel order"
        self.says = (
            "What has still to come is voided and kept in history. What came in stays. "
            "The order can be reopened."
        )
        self._start()

    @rx.event
    async def ask_line(self, line_id: int) -> None:
        line_id = arguments.number(line_id)
        opened = await self.get_state(OrderState)
        line = next((each for each in opened.lines if each["id"] == line_id), None)
        if line is None:
            return
        self.order, self.line = opened.order, line_id
        self.title = f"Cancel line {line['position']}: {line['part']}?"
        self.action = "Cancel line"
        self.says = (
            f"{line['open']} on order {'is' if line['open'] == '1' else 'are'} voided and kept in "
            "history. What came in stays. The line can be reopened."
        )
        self._start()

    @rx.event
    async def cancel(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Cancel it; refused, the question stays."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            order, line = arguments.number(given.get("order")), arguments.number(given.get("line"))
            reason, key = given.get("reason", ""), given.get("idempotency_key") or None
            if line:
                row = await self._write(purchasing.cancel_line, line, reason, key=key)
                news = told(f"Line {row.position} cancelled.", "line cancelled", row)
            else:
                row = await self._write(purchasing.cancel, order, reason, key=key)
                news = told(f"{row.number} cancelled.", "order cancelled", row)
        except Refused as refused:
            self._refuse(refused, ["reason"])
            return
        finally:
            self.saving = False
        self._done()
        yield [news, OrdersState.refresh]


def _said(refused: Refused) -> str:
    return " ".join(problem.message for problem in refused.problems)
