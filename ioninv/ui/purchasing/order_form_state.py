"""New Order, and editing the head of one: the same form."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import purchasing
from ioninv.domain.purchasing import OrderForm, OrderRow
from ioninv.errors import Conflict, Invalid, Problem, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import changed_meanwhile, remember, remembered, untouched_follow
from ioninv.ui.purchasing.naming import NamingState, day_told, unknown
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.purchasing.page_state import PurchasingState
from ioninv.ui.purchasing.undo_state import told
from ioninv.ui.purchasing.words import PATH, order_form, order_href
from ioninv.ui.state import AppState

TYPED = ("number", "supplier_reference", "currency", "expected_on", "note")
PICKED = ("supplier", "location")
FIELDS = (*TYPED, *PICKED)


class OrderFormState(NamingState, AppState):
    """The order's form. What is typed lives in the browser until it is sent."""

    order_id: int = 0
    version: int = 0
    title: str = ""
    says: str = ""
    action: str = ""
    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    began: str = ""

    _seen_version: int = 0

    @rx.event
    async def start_new(self) -> None:
        """An empty form with the next number."""
        number = await self._read(purchasing.propose_number)
        self._ask({"number": number}, {})
        self.order_id = self.version = 0
        self.title, self.action = "New Order", "Create order"
        self.says = "A draft until it is placed. Its lines are in the inventory at once, On order."

    @rx.event
    async def start_new_for(self, supplier_id: int, supplier: str) -> None:
        """The same, with the supplier in it."""
        number = await self._read(purchasing.propose_number)
        id_, name = arguments.number(supplier_id), arguments.text(supplier)
        self._ask({"number": number, "supplier": name}, {"supplier": str(id_)})
        self.order_id = self.version = 0
        self.title, self.action, self.says = "New Order", "Create order", ""

    @rx.event
    async def start_edit(self, order_id: int) -> None:
        """The form with what is stored now."""
        row = (await self._read(purchasing.get, arguments.number(order_id))).order
        self._ask(_told(row), _ids(row))
        self.order_id, self.version = row.id, row.version
        self.title, self.action = f"Edit {row.number}", "Save"
        self.says = "What is on order follows; what came in stays as it is."

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store what was typed: a new order, or new facts of this one."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            self._sent_day = given.get("expected_on", "")
            row, news = await self._store(given)
        except Refused as refused:
            problems = [Problem(p.message, p.field.removesuffix("_id")) for p in refused.problems]
            self._refuse(Refused.because(problems), FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [news, await self._shown(row.id)]

    async def _shown(self, order_id: int) -> Any:
        """The order opens, wherever the form was."""
        here = self.router.url.path.rstrip("/") == PATH
        if here and not (await self.get_state(PurchasingState)).section:
            return OrdersState.show_stored(order_id)
        return rx.redirect(order_href(order_id))

    async def _store(self, given: dict[str, str]) -> tuple[OrderRow, Any]:
        id_, key = arguments.number(given.get("id", "0")), given.get("idempotency_key") or None
        if not id_:
            row = await self._write(purchasing.create, await self._form(given), key=key)
            return row, told(f"{row.number} created.", "order created", row)
        began, version = remembered(given.get("began", "")), arguments.number(given.get("version"))
        now = (await self._read(purchasing.get, id_)).order
        if version < self._seen_version <= now.version:
            # The person was told what somebody else stored meanwhile, and sends again.
            version, given = self._seen_version, _merged(given, began, now)
        try:
            row = await self._write(purchasing.edit, id_, await self._form(given), version, key=key)
        except Conflict:
            if now.version != version:
                self._seen_version = now.version
                self.hints = self.hints | changed_meanwhile(began, _told(now))
            raise
        return row, told(f"{row.number} saved.", "order edited", row, order_form(now))

    async def _form(self, given: Mapping[str, str]) -> OrderForm:
        """Raises Invalid where a name was typed that is neither chosen nor created."""
        if problems := unknown(dict(given), PICKED):
            raise Invalid.because(problems)
        ids = {f"{name}_id": arguments.number_or_none(given.get(name)) for name in PICKED}
        return OrderForm(**{name: given.get(name, "") for name in TYPED}, **ids)  # pyright: ignore[reportArgumentType]

    def _ask(self, values: Mapping[str, str], picked: Mapping[str, str]) -> None:
        self._start()
        self._seen_version, self._sent_day = 0, None
        self.values = dict.fromkeys(FIELDS, "") | dict(values)
        self.picked = self.picked | dict.fromkeys(PICKED, "") | dict(picked)
        self.hints = {"expected_on": day_told(self.values["expected_on"])[0]}
        self.began = remember(self.values)


def _told(row: OrderRow) -> dict[str, str]:
    """What a person reads in the form: names where it holds ids."""
    return {name: getattr(row, name) for name in FIELDS}


def _ids(row: OrderRow) -> dict[str, str]:
    return {"supplier": str(row.supplier_id or ""), "location": str(row.location_id or "")}


def _merged(given: dict[str, str], began: Mapping[str, str], now: OrderRow) -> dict[str, str]:
    """Fields left as they were take what somebody else stored; what was typed is kept."""
    read = {name: given.get(name, "") for name in TYPED}
    read |= {name: given.get(f"{name}_text", "") for name in PICKED}
    followed = untouched_follow(read, began, _told(now))
    merged = given | {name: followed[name] for name in TYPED}
    for name in PICKED:
        if followed[name] != read[name]:
            merged[name], merged[f"{name}_text"] = _ids(now)[name], followed[name]
    return merged
