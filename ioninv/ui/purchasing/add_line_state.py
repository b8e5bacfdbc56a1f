"""A new line, typed under the others: Enter saves it and begins the next one."""

from collections.abc import AsyncIterator, Sequence
from secrets import token_hex
from typing import Any

import reflex as rx

from ioninv.domain import parts, purchasing
from ioninv.domain.purchasing import LineForm, SupplierPartRow
from ioninv.errors import Invalid, Problem, Refused
from ioninv.ui import arguments
from ioninv.ui.parts.new_part import NewPartState
from ioninv.ui.purchasing.naming import NamingState, unknown
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.purchasing.packs import Unit, pack_of, read_unit, unit_choices
from ioninv.ui.purchasing.undo_state import told
from ioninv.ui.purchasing.words import packs_text
from ioninv.ui.state import AppState
from ioninv.vocabulary import TrackingType

FIELDS = ("part", "quantity", "unit", "unit_cost", "expected_on")
_TRACKED = {
    TrackingType.SERIAL: "By serial: they can be given later",
    TrackingType.LOT: "By lot: it can be given later",
    TrackingType.NONE: "",
}


class AddLineState(NamingState, AppState):
    """The form under the lines. What is typed lives in the browser until it is sent."""

    round: str = ""
    values: dict[str, str] = {"part": ""}
    units: list[Unit] = unit_choices((), "")
    cost: str = ""
    unit_round: str = ""

    _sold: Sequence[SupplierPartRow] = ()
    _quantity: str = ""
    _unit: str = ""

    @rx.event
    def start(self) -> None:
        """An order was opened: its next line is empty."""
        self._start_over()
        self.problem, self.errors = "", {}

    @rx.event
    async def pick_part(self, value: str, label: str) -> None:
        """A part was chosen: in which units it can be bought, and what it costs."""
        await self._take(arguments.number(value), arguments.text(label))

    @rx.event
    def create_part(self, typed: str) -> Any:
        """The part does not exist yet: ask for it, then come back here."""
        return NewPartState.open_for_line(arguments.text(typed))

    @rx.event
    async def part_created(self, part_id: int, label: str) -> None:
        """New Part has made what this form asked for."""
        await self._take(arguments.number(part_id), arguments.text(label))

    @rx.event
    def type_quantity(self, typed: str) -> None:
        typed = arguments.text(typed, 100)
        if typed != self._quantity:
            self._quantity = typed
            self._say_packs()

    @rx.event
    def choose_unit(self, value: str) -> None:
        self._unit = arguments.text(value, 40)
        self._say_packs()

    @rx.event
    async def add(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Add the line; refused, it stays as it was typed with a sentence at each wrong field."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            # What was typed last may be told after it was sent: then it is no news.
            self._quantity, self._sent_day = given.get("quantity", ""), given.get("expected_on", "")
            order = arguments.number(given.get("order"))
            form, key = _form(given), given.get("idempotency_key") or None
            line = await self._write(purchasing.add_line, order, form, key=key)
        except Refused as refused:
            self._refuse(_at_fields(refused), FIELDS)
            return
        finally:
            self.saving = False
        self._start_over()
        words = f"Line {line.position} added: its items are on order."
        yield [told(words, "line added", line), OrdersState.refresh]

    async def _take(self, part_id: int, label: str) -> None:
        part = await self._read(parts.get, part_id)
        opened = await self.get_state(OrderState)
        detail = await self._read(purchasing.get, opened.order)
        supplier = detail.order.supplier_id
        self._sold = await self._read(purchasing.supplier_parts, supplier, part_id)
        self.picked = self.picked | {"part": str(part_id)}
        self.values = self.values | {"part": label}
        self.units, self.cost = unit_choices(self._sold, part.unit), part.cost
        self._unit, self.unit_round = self.units[0]["value"], token_hex(4)
        tracked = _TRACKED[TrackingType(part.tracking)]
        name = part.name if part.name != part.part_number else ""
        cost = f"Usual cost, in {part.currency}" if part.cost and part.currency else ""
        self.hints = self.hints | {
            "part": " · ".join(text for text in (name, tracked) if text),
            "unit_cost": cost,
        }
        self.errors = self.errors | {"part": ""}
        self._say_packs()

    def _say_packs(self) -> None:
        """“3 packs = 300”, and that the cost is that of a pack."""
        pack = pack_of(self._unit, self._sold)
        said = packs_text(self._quantity, pack) if pack else ""
        each = (
            f"For one {pack.supplier_unit or 'pack'}" if pack else self.hints.get("unit_cost", "")
        )
        if not pack and each.startswith("For one "):
            each = ""
        self.hints = self.hints | {"quantity": said, "unit_cost": each}
        self.errors = self.errors | {"quantity": ""}

    def _start_over(self) -> None:
        """An empty form for the next line."""
        self._done()
        self.picked, self.values = self.picked | {"part": ""}, {"part": ""}
        self.hints, self.units, self.cost = {}, unit_choices((), ""), ""
        self._sold, self._quantity, self._unit, self._sent_day = (), "", "", None
        self.round = self.unit_round = token_hex(8)


def _form(given: dict[str, str]) -> LineForm:
    if problems := unknown(given, ("part",)):
        raise Invalid.because(problems)
    sold, pack = read_unit(given.get("unit", ""))
    return LineForm(
        part_id=arguments.number_or_none(given.get("part")),
        quantity=given.get("quantity", ""),
        pack=pack,
        supplier_part_id=sold,
        unit_cost=given.get("unit_cost", ""),
        expected_on=given.get("expected_on", ""),
    )


def _at_fields(refused: Refused) -> Refused:
    """What a door says of supplier parts stands at the unit."""
    problems = [
        Problem(each.message, "unit" if each.field in ("pack", "supplier_part") else each.field)
        for each in refused.problems
    ]
    return Refused.because(problems)
