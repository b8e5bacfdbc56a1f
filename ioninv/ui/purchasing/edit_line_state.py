"""Editing a line: more, fewer (and which serials will not come), dearer, later, elsewhere."""

from collections.abc import AsyncIterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import purchasing
from ioninv.domain.access import Actor, Session
from ioninv.domain.purchasing import LineForm, LineItem, LineRow, OrderDetail, SupplierPartRow
from ioninv.errors import Conflict, Invalid, NotFound, Problem, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import changed_meanwhile, remember, remembered, untouched_follow
from ioninv.ui.purchasing.naming import NamingState, day_told, unknown
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.purchasing.packs import Unit, pack_of, read_unit, unit_choices
from ioninv.ui.purchasing.undo_state import told
from ioninv.ui.purchasing.words import line_form, packs_text
from ioninv.ui.state import AppState

TYPED = ("quantity", "unit", "unit_cost", "currency", "expected_on", "note", "serials", "lot")
FIELDS = (*TYPED, "location")
_COMPARED = ("quantity", "unit_cost", "currency", "expected_on", "note")
_DROP = "drop-"


class Droppable(TypedDict):
    """An expected serial that may turn out not to come."""

    name: str
    serial: str


class EditLineState(NamingState, AppState):
    """The dialog of one line."""

    line: int = 0
    version: int = 0
    title: str = ""
    by_serial: bool = False
    values: dict[str, str] = dict.fromkeys(FIELDS, "")
    units: list[Unit] = unit_choices((), "")
    began: str = ""
    droppable: list[Droppable] = []
    drop_text: str = ""

    _sold: Sequence[SupplierPartRow] = ()
    _nameless: Decimal = Decimal(0)
    _ordered: Decimal = Decimal(0)
    _quantity: str = ""
    _unit: str = ""
    _seen_version: int = 0

    @rx.event
    async def start(self, line_id: int) -> None:
        """The form with what is stored now."""
        order = (await self.get_state(OrderState)).order
        detail, line, sold = await self._read(_look, order, arguments.number(line_id))
        self._start()
        self.line, self.version, self._seen_version = line.id, line.version, 0
        self.title = f"Edit line {line.position}: {line.part}"
        self.by_serial = line.tracking == "serial"
        self._sold, self.units = sold, unit_choices(sold, line.unit)
        unit = f"{line.supplier_part_id}:" if line.supplier_part_id else ""
        if unit not in {each["value"] for each in self.units}:
            self.units = [Unit(value=unit, label=line.unit or "pieces"), *self.units]
        self.values = dict.fromkeys(FIELDS, "") | _told(line) | {"unit": unit}
        self.picked = self.picked | {"location": str(line.location_id or "")}
        self.began = remember(_told(line))
        self._expect(detail.items, line)
        self._quantity, self._unit, self.drop_text = line.quantity, unit, ""
        self._sent_day = None
        self.hints = {"expected_on": day_told(line.expected_on)[0]}

    @rx.event
    def type_quantity(self, typed: str) -> None:
        typed = arguments.text(typed, 100)
        if typed != self._quantity:
            self._quantity = typed
            self._follow()

    @rx.event
    def choose_unit(self, value: str) -> None:
        self._unit = arguments.text(value, 40)
        self._follow()

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store it; refused, the form stays with a sentence at each wrong field."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            # What was typed last may be told after it was sent: then it is no news.
            self._quantity, self._sent_day = given.get("quantity", ""), given.get("expected_on", "")
            before, line = await self._store(given)
        except Refused as refused:
            self._refuse(_at_fields(refused), (*FIELDS, "drop"))
            return
        finally:
            self.saving = False
        self._done()
        words = f"Line {line.position} saved."
        yield [told(words, "line edited", line, before), OrdersState.refresh]

    async def _store(self, given: dict[str, str]) -> tuple[LineForm, LineRow]:
        """The form that makes the line what it was, and the line as it is now."""
        id_, version = arguments.number(given.get("line")), arguments.number(given.get("version"))
        drop = [arguments.number(name[len(_DROP) :]) for name in given if name.startswith(_DROP)]
        order = arguments.number(given.get("order"))
        began = remembered(given.get("began", ""))
        detail, now, _ = await self._read(_look, order, id_)
        if version < self._seen_version <= now.version:
            # The person was told what somebody else stored meanwhile, and sends again.
            version = self._seen_version
            typed = {name: given.get(name, "") for name in _COMPARED}
            given = given | untouched_follow(typed, began, _told(now))
        form, key = _form(given, now), given.get("idempotency_key") or None
        try:
            line = await self._write(purchasing.edit_line, id_, form, version, drop, key=key)
        except Conflict:
            if now.version != version:
                self._seen_version = now.version
                self.hints = self.hints | changed_meanwhile(began, _told(now))
            raise
        gone = {*drop}
        serials = [each.serial for each in detail.items if each.id in gone and each.serial]
        return _before(now, serials), line

    def _expect(self, items: Sequence[LineItem], line: LineRow) -> None:
        """What is on order with it: the units without serial go first, of the others one chooses."""
        expected = [each for each in items if each.line_id == line.id and each.expected]
        self._ordered = Decimal(line.quantity)
        self._nameless = sum(
            (Decimal(each.quantity) for each in expected if not each.serial), Decimal(0)
        )
        self.droppable = [
            Droppable(name=f"{_DROP}{each.id}", serial=each.serial)
            for each in expected
            if each.serial
        ]

    def _follow(self) -> None:
        """Say how much the packs hold, and how many serials have to go."""
        pack = pack_of(self._unit, self._sold)
        said = packs_text(self._quantity, pack) if pack else ""
        cost = f"For one {pack.supplier_unit or 'pack'}" if pack else ""
        self.hints = self.hints | {"quantity": said, "unit_cost": cost}
        self.errors = self.errors | {"drop": "", "quantity": ""}
        self.drop_text = self._must_go(pack)

    def _must_go(self, pack: SupplierPartRow | None) -> str:
        try:
            wanted = Decimal(self._quantity.strip()) * (Decimal(pack.pack_size) if pack else 1)
        except InvalidOperation:
            return ""
        if not wanted.is_finite():
            return ""
        less = self._ordered - wanted - self._nameless
        if less <= 0 or not self.droppable:
            return ""
        number = min(int(less), len(self.droppable))
        return f"{number} of these serials will not come. Choose which."


def _look(
    session: Session, actor: Actor, order_id: int, line_id: int
) -> tuple[OrderDetail, LineRow, Sequence[SupplierPartRow]]:
    """Raises NotFound."""
    detail = purchasing.get(session, actor, order_id)
    for line in detail.lines:
        if line.id == line_id:
            supplier = detail.order.supplier_id
            sold = purchasing.supplier_parts(session, actor, supplier, line.part_id)
            return detail, line, sold
    raise NotFound("There is no such line in this order.")


def _told(line: LineRow) -> dict[str, str]:
    return {name: getattr(line, name) for name in (*_COMPARED, "location")}


def _form(given: Mapping[str, str], line: LineRow) -> LineForm:
    if problems := unknown(dict(given), ("location",)):
        raise Invalid.because(problems)
    sold, pack = read_unit(given.get("unit", ""))
    named = {name: given.get(name, "") for name in TYPED if name != "unit"}
    return LineForm(
        part_id=line.part_id,
        pack=pack,
        supplier_part_id=sold,
        location_id=arguments.number_or_none(given.get("location")),
        **named,
    )


def _before(line: LineRow, serials: Sequence[str]) -> LineForm:
    """Undo gives the serials back that were let go."""
    return LineForm(**(vars(line_form(line)) | {"serials": "\n".join(serials)}))


def _at_fields(refused: Refused) -> Refused:
    """What a door says of supplier parts stands at the unit."""
    problems = [
        Problem(each.message, "unit" if each.field in ("pack", "supplier_part") else each.field)
        for each in refused.problems
    ]
    return Refused.because(problems)
