"""Purchase lines in an import: their orders and supplier parts, what came in, and what is open."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db.types import from_instant, from_micro, to_micro
from ioninv.domain import history
from ioninv.domain.imports.fields import Kind
from ioninv.domain.imports.given import GivenRow, dated, instant
from ioninv.domain.imports.locations import Locations
from ioninv.domain.imports.naming import Named, count
from ioninv.domain.imports.parts import Parts
from ioninv.domain.imports.report import Report
from ioninv.domain.imports.sources import Source, Sources, sources_of
from ioninv.domain.imports.suppliers import Suppliers
from ioninv.domain.input import Reading
from ioninv.domain.items.reading import read_quantity
from ioninv.domain.items.writing import update_items
from ioninv.domain.purchasing.facts import LINE_FACTS, ORDER_FACTS, SUPPLIER_PART_FACTS
from ioninv.domain.purchasing.form import derived
from ioninv.domain.purchasing.states import LINES, ON_ORDER
from ioninv.domain.purchasing.stocking import make_items
from ioninv.errors import Invalid, Refused
from ioninv.models import PurchaseLine, PurchaseOrder, SupplierPart
from ioninv.vocabulary import Entity, PurchaseState

_DRAFT: Final = {"pending", "draft"}
_PLACED: Final = {"placed", "ordered"}
_CAME: Final = {codes.code(PurchaseState.PART_RECEIVED.label), "partreceived", "received"}
_DONE: Final = {"complete", "completed"}
_CANCELLED: Final = {"cancelled", "canceled"}
_OF_A_LINE: Final = ("part", "sku", "position", "quantity", "received", "unit_cost", "id")
"""What a row of a line says; an order without lines says none of it."""
_STATUSES: Final = _DRAFT | _PLACED | _CAME | _DONE | _CANCELLED


@dataclass
class _Line:
    """A line as it will be. `received` and `quantity` are millionths; `came` is what its items say."""

    named: Named
    number: str
    part_id: int
    sku: str
    received: int
    came: int = 0

    @property
    def id(self) -> int:
        return self.named.id

    @property
    def open(self) -> int:
        facts = self.named.facts
        return 0 if facts["cancelled_at"] else max(to_micro(facts["quantity"]) - self.received, 0)


class PurchaseLines:
    """Every order and line, by number and position."""

    def __init__(
        self,
        session: Session,
        sources: Sources,
        parts: Parts,
        locations: Locations,
        suppliers: Suppliers,
        report: Report,
        system: str,
        now: datetime,
    ) -> None:
        self._session, self._sources, self._report = session, sources, report
        self._parts, self._locations, self._suppliers = parts, locations, suppliers
        self._system, self._now = system, now
        self._orders: dict[str, Named] = {}
        self._lines: dict[int, _Line] = {}
        self._at: dict[tuple[str, int], _Line] = {}
        self._sold: dict[tuple[int, int, str], Named] = {}
        self._times: Counter[tuple[str, int, str]] = Counter()
        self._unknown: set[str] = set()
        self._load()
        self._next = {
            Entity.PURCHASE_ORDER: max((each.id for each in self._orders.values()), default=0) + 1,
            Entity.PURCHASE_LINE: max(self._lines, default=0) + 1,
            Entity.SUPPLIER_PART: max((each.id for each in self._sold.values()), default=0) + 1,
        }

    def take(self, rows: Iterable[GivenRow]) -> None:
        """What a file says of lines."""
        given = [(row, sources_of(row, self._system)) for row in rows]
        self._sources.look_up(source for _, sources in given for source in sources)
        for row, sources in given:
            self._take(row, sources)

    def at(self, number: str, position: str) -> int | None:
        """The id of the line that an item was bought on; None where there is no such line."""
        line = self._at.get((codes.key(number), int(position) if position.isdecimal() else 0))
        if line is None:
            self._unknown.add(f"{number} line {position}")
        return line and line.id

    def came(self, line_id: int, quantity: int) -> None:
        """An item that is imported with its line says how much came in with it."""
        self._lines[line_id].came += quantity

    def finish(self) -> None:
        """What came in and is on no item came in before; tell what rows named."""
        for line in self._lines.values():
            if line.named.is_new:
                before = from_micro(max(line.received - line.came, 0))
                line.named.facts["received_before"] = before
        new = [each.facts["number"] for each in self._orders.values() if each.is_new]
        if new:
            self._report.references["purchase orders"] = new
        sold = [each.facts["sku"] for each in self._sold.values() if each.is_new]
        if sold:
            self._report.references["supplier parts"] = sold
        still = sum(line.named.is_new and line.open > 0 for line in self._lines.values())
        if still:
            lines = "line has" if still == 1 else "lines have"
            self._report.notices.append(f"{still:,} new {lines} something on order.")
        if self._unknown:
            self._report.notices.append(
                f"{len(self._unknown):,} purchase lines that items name are not here: "
                "import the purchase lines with them to keep them together."
            )

    def write(self, act: history.Act) -> None:
        """Store orders, supplier parts and lines."""
        orders, sold = list(self._orders.values()), list(self._sold.values())
        history.create_rows(
            act,
            Entity.PURCHASE_ORDER,
            [
                PurchaseOrder(id=each.id, **each.facts, **derived(each.facts))
                for each in orders
                if each.is_new
            ],
            ORDER_FACTS,
        )
        for each in orders:
            if each.changes and not each.is_new:
                row = self._session.get_one(PurchaseOrder, each.id)
                keyed = derived(each.facts)
                history.change_row(act, Entity.PURCHASE_ORDER, row, each.changes, derived=keyed)
        history.create_rows(
            act,
            Entity.SUPPLIER_PART,
            [
                SupplierPart(id=each.id, **each.facts, sku_key=codes.key(each.facts["sku"]))  # pyright: ignore[reportCallIssue]
                for each in sold
                if each.is_new
            ],
            SUPPLIER_PART_FACTS,
        )
        named = [line.named for line in self._lines.values()]
        new = [each for each in named if each.is_new]
        history.create_rows(
            act,
            Entity.PURCHASE_LINE,
            [PurchaseLine(id=each.id, **each.facts) for each in new],  # pyright: ignore[reportCallIssue]
            LINE_FACTS,
            occurred_at=[each.occurred_at for each in new],
        )
        for each in named:
            if each.changes and not each.is_new:
                row = self._session.get_one(PurchaseLine, each.id)
                history.change_row(act, Entity.PURCHASE_LINE, row, each.changes)

    def link(self, act: history.Act) -> None:
        """Link the items that name a new line's order, and put on order what has still to come."""
        new = [line for line in self._lines.values() if line.named.is_new]
        alike: dict[tuple[str, int], list[_Line]] = {}
        for line in new:
            alike.setdefault((line.number, line.part_id), []).append(line)
        due = {line.id: line.open - self._on_order(line.id) for line in new}
        links: dict[int, dict[str, Any]] = {}
        used: Counter[int] = Counter()
        for (number, part_id), lines in alike.items():
            rows = self._session.execute(_UNLINKED, {"number": number, "part": part_id})
            for row in rows:
                if (line := _line_for(row, lines, due, used)) is not None:
                    links[row.id] = {"purchase_line_id": line.id}
        update_items(act, links)
        for line in new:
            if due[line.id] < 0:
                raise Invalid(
                    f"More is on order than has still to come of {line.number} "
                    f"line {line.named.facts['position']}: look at the items that name it."
                )
            if due[line.id]:
                make_items(act, line.id, due[line.id])

    def _load(self) -> None:
        orders: dict[int, str] = {}
        for row in self._session.execute(text("SELECT * FROM purchase_order")).mappings():
            orders[row["id"]] = row["number"]
            facts = {name: row[name] for name in ORDER_FACTS}
            facts |= {name: _at(facts[name]) for name in ("placed_at", "cancelled_at")}
            facts["expected_on"] = _day(facts["expected_on"])
            self._orders[row["number_key"]] = Named(row["id"], facts, is_new=False)
        for row in self._session.execute(text("SELECT * FROM supplier_part")).mappings():
            facts = {name: row[name] for name in SUPPLIER_PART_FACTS}
            key = (row["supplier_id"], row["part_id"], row["sku_key"])
            self._sold[key] = Named(row["id"], facts, is_new=False)
        query = (
            f"SELECT l.*, t.sku_key FROM {LINES} l "
            "LEFT JOIN supplier_part t ON t.id = l.supplier_part_id"
        )
        for row in self._session.execute(text(query)).mappings():
            facts = {name: row[name] for name in LINE_FACTS}
            facts["quantity"] = from_micro(row["quantity"])
            facts["received_before"] = from_micro(row["received_before"])
            facts["unit_cost"] = None if row["unit_cost"] is None else from_micro(row["unit_cost"])
            facts["cancelled_at"] = _at(row["cancelled_at"])
            facts["expected_on"] = _day(row["expected_on"])
            named = Named(row["id"], facts, is_new=False)
            number = orders[row["order_id"]]
            self._index(_Line(named, number, row["part_id"], row["sku_key"] or "", row["received"]))

    def _index(self, line: _Line) -> None:
        self._lines[line.id] = line
        self._at[codes.key(line.number), line.named.facts["position"]] = line

    def _take(self, row: GivenRow, sources: list[Source]) -> None:
        if _is_empty(row):
            self._take_empty(row)
            return
        part = self._part(row)
        word = self._status(row)
        number = codes.clean(row.get("order"))
        if not number:
            row.refuse("order", "The number of the order is missing.")
        reading = row.reading()
        facts = self._read(row, reading, part, word)
        if not row.passes(reading) or part is None or not number or facts is None:
            return
        received = facts.pop("received")
        order = self._order(row, number, word, facts.pop("placed_at"), facts["cancelled_at"])
        if order is None:
            return
        known = self._known(row, sources, number, part.id)
        facts["supplier_part_id"] = self._supplier_part(row, order, part.id, facts.pop("pack_size"))
        if known is not None:
            self._change(row, known, facts, received)
            line = known
        else:
            line = self._new(row, order, part.id, facts, received)
        if line.named.row:
            row.refuse("id", f"This line stands already in row {line.named.row:,}.")
            return
        line.named.row = row.number
        self._sources.add(Entity.PURCHASE_LINE, line.id, sources)
        count(self._report, Kind.PURCHASE_LINES, line.named.is_new, bool(line.named.changes))

    def _take_empty(self, row: GivenRow) -> None:
        """An order that has no lines, as the export writes it: it is opened, or left as it is."""
        number, word = codes.clean(row.get("order")), self._status(row)
        is_new = codes.key(number) not in self._orders
        reading = row.reading()
        facts = self._read_terms(row, reading, word)
        if not row.passes(reading):
            return
        cancelled = facts["cancelled_at"] or (self._now if word in _CANCELLED else None)
        order = self._order(row, number, word, facts["placed_at"], cancelled)
        if order is None:
            return
        if is_new:
            order.facts |= {
                name: facts[name] for name in ("currency", "expected_on", "location_id")
            }
        count(self._report, Kind.PURCHASE_LINES, is_new, bool(order.changes))

    def _status(self, row: GivenRow) -> str:
        word = codes.code(row.get("order_status"))
        if word and word not in _STATUSES:
            row.refuse("order_status", f"Status “{row.get('order_status')[:40]}” is not known.")
        return word

    def _part(self, row: GivenRow) -> Named | None:
        try:
            if not row.get("part"):
                row.refuse("part", "The part is missing.")
                return None
            return self._parts.called(row.get("part"), row.get("revision"))
        except Refused as refused:
            row.refuse_all(refused, "part")
            return None

    def _read(
        self, row: GivenRow, reading: Reading, part: Named | None, word: str
    ) -> dict[str, Any] | None:
        number, unit = (part.facts["part_number"], part.facts["unit"]) if part else ("", "")
        quantity = read_quantity(reading, number, unit, serial=False)
        received = reading.decimal("received", "Received")
        pack = reading.decimal("pack_size", "Pack size")
        cost = reading.decimal("unit_cost", "Unit cost")
        terms = self._read_terms(row, reading, word)
        if quantity is None:
            return None
        came = to_micro(received) if received else 0
        is_over = word in _CANCELLED | _DONE and came < to_micro(quantity)
        return {
            **terms,
            "part_id": part.id if part else 0,
            "quantity": quantity,
            "unit_cost": cost,
            "note": reading.lines("note", "Note"),
            "cancelled_at": terms["cancelled_at"] or (self._now if is_over else None),
            "pack_size": pack or from_micro(1_000_000),
            "received": came,
        }

    def _read_terms(self, row: GivenRow, reading: Reading, word: str) -> dict[str, Any]:
        """What stands in a row of a line and of an order without lines: days, place, currency."""
        placed = dated(reading, "placed_at", "Issue date", self._now)
        cancelled = dated(reading, "cancelled_at", "Cancelled at", self._now)
        expected = instant(reading, "expected_on", "Target date")
        location = None
        if row.get("location"):
            try:
                location = self._locations.at(row.get("location"))
            except Refused as refused:
                reading.refuse("location", refused.message)
        if word in _PLACED | _DONE and placed is None:
            placed = self._now
        return {
            "currency": reading.currency("currency"),
            "expected_on": expected and expected.date(),
            "location_id": location,
            "cancelled_at": cancelled,
            "placed_at": placed,
        }

    def _order(
        self,
        row: GivenRow,
        number: str,
        word: str,
        placed: datetime | None,
        cancelled: datetime | None,
    ) -> Named | None:
        supplier = None
        if row.get("supplier"):
            try:
                supplier = self._suppliers.named(row.get("supplier"))
            except Refused as refused:
                row.refuse_all(refused, "supplier")
                return None
        reference = codes.clean(row.get("supplier_reference"))[:100]
        note = codes.clean_lines(row.get("order_note"))[:2000]
        order = self._orders.get(codes.key(number))
        if order is None:
            order = Named(self._take_id(Entity.PURCHASE_ORDER), dict.fromkeys(ORDER_FACTS))
            order.facts |= {"number": number, "currency": "", "supplier_reference": "", "note": ""}
            order.facts |= {"supplier_id": supplier, "cancelled_at": None}
            order.facts["cancelled_at"] = cancelled if word in _CANCELLED else None
            self._orders[codes.key(number)] = order
        if supplier and order.facts["supplier_id"] not in (None, supplier):
            row.refuse("supplier", f"{order.facts['number']} is of another supplier.")
            return None
        given = {"supplier_reference": reference, "note": note}
        given |= {"placed_at": placed} if order.facts["placed_at"] is None else {}
        order.set({name: value for name, value in given.items() if value})
        return order

    def _known(
        self, row: GivenRow, sources: list[Source], number: str, part_id: int
    ) -> _Line | None:
        """The line a row speaks of: by source, by its position, or the next one alike."""
        for source in sources:
            if (id_ := self._sources.find(Entity.PURCHASE_LINE, source)) in self._lines:
                return self._lines[id_]
        if row.get("position"):
            position = row.get("position").strip()
            found = self._at.get((codes.key(number), int(position) if position.isdecimal() else 0))
            return found if found and found.part_id == part_id else None
        alike = (codes.key(number), part_id, codes.key(row.get("sku")))
        self._times[alike] += 1
        there = [
            line
            for line in self._lines.values()
            if (codes.key(line.number), line.part_id, line.sku) == alike
            and (not line.named.is_new or line.named.row)
        ]
        there.sort(key=lambda line: line.named.facts["position"])
        seen = self._times[alike] - 1
        return there[seen] if seen < len(there) and not there[seen].named.is_new else None

    def _change(self, row: GivenRow, line: _Line, facts: dict[str, Any], received: int) -> None:
        """A line that is there takes what a row says beside its quantities, which have their doors."""
        if facts["part_id"] != line.part_id:
            row.refuse("part", "The part of a line stays. Cancel it and add another line.")
        now = line.named.facts
        if facts["quantity"] != now["quantity"]:
            row.refuse("quantity", f"It is {now['quantity']} here: change the line instead.")
        if row.get("received") and received != line.received:
            came = from_micro(line.received)
            row.refuse("received", f"{came} came in here: receive it instead.")
        kept = ("unit_cost", "currency", "expected_on", "location_id", "note", "supplier_part_id")
        line.named.set({name: facts[name] for name in kept if facts[name] not in (None, "")})

    def _new(
        self, row: GivenRow, order: Named, part_id: int, facts: dict[str, Any], received: int
    ) -> _Line:
        number = order.facts["number"]
        position = self._position(row, number)
        named = Named(self._take_id(Entity.PURCHASE_LINE), facts)
        named.facts |= {"order_id": order.id, "position": position}
        line = _Line(named, number, part_id, codes.key(row.get("sku")), received)
        self._index(line)
        return line

    def _position(self, row: GivenRow, number: str) -> int:
        """The position given, or the next one."""
        key, given = codes.key(number), row.get("position").strip()
        if given:
            if not given.isdecimal() or not 1 <= int(given) <= 100_000:
                row.refuse("position", "The line of an order is a number from 1 on.")
            elif (key, int(given)) in self._at:
                row.refuse("position", f"Line {given} of {number} is of another part.")
            else:
                return int(given)
        taken = [position for (order, position) in self._at if order == key]
        return max(taken, default=0) + 1

    def _supplier_part(self, row: GivenRow, order: Named, part_id: int, pack: Any) -> int | None:
        sku, supplier = codes.clean(row.get("sku"))[:100], order.facts["supplier_id"]
        if not sku or supplier is None:
            return None
        key = (supplier, part_id, codes.key(sku))
        if key not in self._sold:
            facts = {"supplier_id": supplier, "part_id": part_id, "sku": sku, "pack_size": pack}
            facts |= {
                "supplier_unit": codes.clean(row.get("supplier_unit"))[:100],
                "archived": False,
            }
            self._sold[key] = Named(self._take_id(Entity.SUPPLIER_PART), facts)
        return self._sold[key].id

    def _on_order(self, line_id: int) -> int:
        return self._session.execute(_OPEN, {"line": line_id}).scalar_one()

    def _take_id(self, entity: Entity) -> int:
        self._next[entity] += 1
        return self._next[entity] - 1


def _is_empty(row: GivenRow) -> bool:
    """Whether a row speaks of an order alone."""
    return bool(row.get("order")) and not any(row.get(name) for name in _OF_A_LINE)


def _line_for(
    item: Any, lines: list[_Line], due: dict[int, int], used: Counter[int]
) -> _Line | None:
    """The line an item was bought on: what is on order fills what is due; the rest by its cost."""
    if item.received_at is None:
        line = next((each for each in lines if due[each.id] >= item.quantity > 0), None)
        if line is not None:
            due[line.id] -= item.quantity
        return line
    cost = None if item.unit_cost is None else from_micro(item.unit_cost)
    line = min(lines, key=lambda each: (each.named.facts["unit_cost"] != cost, used[each.id]))
    used[line.id] += 1
    return line


def _at(micro: int | None) -> datetime | None:
    return None if micro is None else from_instant(micro)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


_UNLINKED = text("""
    SELECT i.id, i.quantity, i.received_at, i.unit_cost FROM inventory_item i
    WHERE i.purchase_order = :number AND i.purchase_order <> '' AND i.part_id = :part
        AND i.purchase_line_id IS NULL AND i.voided_at IS NULL AND i.merged_into_id IS NULL
    ORDER BY i.id""")
_OPEN = text(
    "SELECT coalesce(sum(i.quantity), 0) FROM inventory_item i "
    f"WHERE i.purchase_line_id = :line AND {ON_ORDER}"
)
