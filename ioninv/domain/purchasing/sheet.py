"""The supplier's list: what is expected of an order, sent out, and read back with serials and lots."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.csv_cells import unguarded
from ioninv.domain.input import NAME_LENGTH
from ioninv.domain.items.claiming import look_up
from ioninv.domain.items.parting import Part as PartOf
from ioninv.domain.items.parting import read_part, split_off
from ioninv.domain.items.selection import refuse_stale
from ioninv.domain.items.serials import LONGEST
from ioninv.domain.items.taken import said_of_taken
from ioninv.domain.items.writing import update_items
from ioninv.domain.loading import load
from ioninv.domain.parts.labels import part_label
from ioninv.domain.purchasing.lines import load_open
from ioninv.domain.purchasing.rows import plain
from ioninv.domain.purchasing.states import ON_ORDER
from ioninv.errors import Invalid, Problem
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import LARGEST_ACT, MICRO, ActName, Entity, Permission

COLUMNS: Final = (
    "Line", "Part Number", "Revision", "Name", "SKU", "Quantity", "Serial", "Lot", "UID",
    "Expected On",
)  # fmt: skip
"""The headers of the supplier's list, in the order of `Expected`."""

_VERB: Final = ActName.ASSIGN_SERIALS.done
_HEADERS: Final = {
    "uid": "uid", "line": "line", "partnumber": "part", "part": "part", "pn": "part", "sku": "sku",
    "revision": "revision", "rev": "revision", "serial": "serial", "serialnumber": "serial",
    "sn": "serial", "lot": "lot", "lotnumber": "lot", "batch": "lot", "quantity": "quantity",
    "qty": "quantity",
}  # fmt: skip
_LARGEST_TEXT: Final = 5_000_000


@dataclass(frozen=True)
class Expected:
    """One item that has still to come, as the supplier's list names it."""

    line: int
    part_number: str
    revision: str
    name: str
    sku: str
    quantity: str
    serial: str
    lot: str
    uid: str
    expected_on: str

    def cells(self) -> tuple[str, ...]:
        """In the order of `COLUMNS`."""
        return (
            str(self.line), self.part_number, self.revision, self.name, self.sku, self.quantity,
            self.serial, self.lot, self.uid, self.expected_on,
        )  # fmt: skip


@dataclass(frozen=True)
class ReadBack:
    """One row of the supplier's list: what it does, or the problem with it. Rows count from 1."""

    row: int
    given: str
    sentence: str
    problem: str = ""


@dataclass(frozen=True)
class SheetRead:
    """What a list does to the items of an order. `changed` counts those of its rows that change one, and
    the serials that are cleared.
    """

    rows: tuple[ReadBack, ...]
    changed: int
    problems: int
    change_set: int = 0


@dataclass
class _Row:
    number: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        return codes.clean(self.cells.get(name, ""))

    @property
    def told(self) -> str:
        return " · ".join(filter(None, (codes.clean(cell) for cell in self.cells.values())))[:200]


@dataclass
class _Plan:
    """Items by id as they will be, and what to take off them: (units, serial, lot)."""

    items: dict[int, dict[str, Any]]
    left: dict[int, int] = field(default_factory=dict[int, int])
    facts: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    taken: dict[int, list[tuple[int, dict[str, Any]]]] = field(
        default_factory=dict[int, list[tuple[int, dict[str, Any]]]]
    )
    serials: dict[tuple[int, str], int] = field(default_factory=dict[tuple[int, str], int])
    cleared: dict[tuple[int, str], int] = field(default_factory=dict[tuple[int, str], int])


@requires(Permission.VIEW_PURCHASING)
def expected(session: Session, actor: Actor, order_id: int) -> list[Expected]:
    """What has still to come of an order, line by line. Raises NotFound."""
    load(session, PurchaseOrder, order_id, "purchase order")
    return [
        Expected(
            line=row.position,
            part_number=row.part_number,
            revision=row.revision,
            name="" if row.name == row.part_number else row.name,
            sku=row.sku or "",
            quantity=plain(row.quantity),
            serial=row.serial or "",
            lot=row.lot or "",
            uid=row.uid,
            expected_on=row.expected or "",
        )
        for row in session.execute(_EXPECTED, {"order": order_id})
    ]


@requires(Permission.ASSIGN_SERIALS)
def read_serials_back(
    session: Session,
    actor: Actor,
    order_id: int,
    given: str,
    key: str | None = None,
    dry_run: bool = False,
    cleared: Mapping[str, int] | None = None,
) -> SheetRead:
    """Give what is on order the serials and lots of the supplier's list, all rows or none.

    The list is CSV or pasted from a table: UID, or part number (SKU, line) with serial, and lot; with
    a header, or else `serial`, `part, serial` or `part, serial, lot`. An item that has another serial
    gets the new one where its UID stands beside it; a blank leaves what it has. `cleared` names, by
    UID with the version that was seen, items whose serial was withdrawn: they have none from now on,
    and it is free, in the same list too. `dry_run` tells each row's problem and changes
    nothing; otherwise Invalid is raised with all of them. Raises Conflict, NotFound.
    """
    payload = {"order": order_id, "given": given, "cleared": dict(cleared or {})}
    order = load_open(session, order_id)
    if done := history.repeated(session, actor, _VERB, Entity.ITEM, key, payload):
        return SheetRead((), len(done.ids), 0, done.change_set)
    items = {
        row["id"]: dict(row) for row in session.execute(_ITEMS, {"order": order_id}).mappings()
    }
    plan = _Plan(items, {id_: item["quantity"] for id_, item in items.items()})
    _plan_cleared(session, plan, order, cleared or {})
    rows = [_planned(session, plan, order, row) for row in _rows(given)]
    if not rows:
        raise Invalid("There is nothing in this list.", "text")
    bad = [Problem(f"Row {row.row}: {row.problem}", "text") for row in rows if row.problem]
    changed = sum(bool(row.sentence) and row.sentence != _SAME for row in rows) + len(plan.cleared)
    if dry_run:
        return SheetRead(tuple(rows), changed, len(bad))
    if bad:
        raise Invalid.because(bad)
    with history.act(session, actor, _VERB, key=key, payload=payload) as act:
        _write(act, plan)
    return SheetRead(tuple(rows), changed, 0, act.id if act.events else 0)


_SAME: Final = "as it is"


def _rows(given: str) -> Iterator[_Row]:
    if len(given) > _LARGEST_TEXT:
        raise Invalid("This list is too long: send it in parts.", "text")
    body = given.removeprefix("\ufeff")
    first = next((line for line in body.splitlines() if line.strip()), "")
    delimiter = max("\t;,", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Invalid(f"The list cannot be read as CSV ({error}).", "text") from error
    names: Sequence[str] | None = None
    count = 0
    for number, cells in enumerate(rows, start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = _header(cells)
            if names:
                continue
            names = ("serial",) if len(cells) == 1 else ("part", "serial", "lot")
        count += 1
        if count > LARGEST_ACT:
            raise Invalid(f"A list can have at most {LARGEST_ACT:,} rows.", "text")
        yield _Row(number, {n: unguarded(c) for n, c in zip(names, cells, strict=False) if n})


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    """The fields of a header; nothing where the row is none."""
    names = [_HEADERS.get(codes.code(unguarded(cell)), "") for cell in cells]
    return tuple(names) if {"serial", "lot"} & set(names) else ()


def _plan_cleared(
    session: Session, plan: _Plan, order: PurchaseOrder, cleared: Mapping[str, int]
) -> None:
    """Take serials away. Raises Invalid for what is not on order, Conflict where it has changed."""
    by_uid = {item["uid"]: id_ for id_, item in plan.items.items()}
    if unknown := [uid for uid in cleared if uid not in by_uid]:
        raise Invalid(f"{unknown[0][:20]} is not on order with {order.number}.", "text")
    versions = {by_uid[uid]: version for uid, version in cleared.items()}
    refuse_stale(session, versions, {id_: plan.items[id_]["version"] for id_ in versions})
    for id_ in versions:
        item = plan.items[id_]
        if item["serial"] is not None:
            plan.cleared[item["part_id"], codes.key(item["serial"])] = id_
            item["serial"] = None


def _planned(session: Session, plan: _Plan, order: PurchaseOrder, row: _Row) -> ReadBack:
    try:
        sentence = _plan_row(session, plan, order, row)
    except Invalid as refused:
        return ReadBack(row.number, row.told, "", refused.message)
    return ReadBack(row.number, row.told, sentence)


def _plan_row(session: Session, plan: _Plan, order: PurchaseOrder, row: _Row) -> str:
    """Add what a row says to the plan. Raises Invalid."""
    serial, lot = row.get("serial"), row.get("lot")
    if len(serial) > LONGEST or len(lot) > NAME_LENGTH:
        raise Invalid("The serial or lot is too long.")
    if not serial and not lot:
        return _SAME
    item = _target(plan, order, row, serial)
    if not serial:
        return _lot_of(plan, item, lot, row.get("quantity"))
    key = (item["part_id"], codes.key(serial))
    if key in plan.serials:
        raise Invalid(f"Serial {serial} stands in row {plan.serials[key]} already.")
    same = item["serial"] is not None and codes.key(item["serial"]) == key[1]
    # A serial that this list clears elsewhere is free for this one.
    its = plan.cleared[key] if key in plan.cleared else item["id"]
    if not same and (said := said_of_taken(session, [(item["part_id"], serial, its)])):
        raise Invalid(said)
    if not same and item["serial"] is None and plan.left[item["id"]] < MICRO:
        raise Invalid(f"All units of {_part(item)} have their serials.")
    plan.serials[key] = row.number
    facts = {"lot": lot} if lot else {}
    if item["serial"] is None:
        plan.left[item["id"]] -= MICRO
        plan.taken.setdefault(item["id"], []).append((MICRO, {"serial": serial, **facts}))
        return f"{_part(item)} gets serial {serial}"
    if item["serial"] != serial:
        facts["serial"] = serial
    plan.facts.setdefault(item["id"], {}).update(facts)
    if "serial" in facts:
        return f"{item['serial']} becomes {serial}"
    return f"{serial} gets lot {lot}" if lot and lot != item["lot"] else _SAME


def _lot_of(plan: _Plan, item: dict[str, Any], lot: str, quantity: str) -> str:
    id_ = item["id"]
    wanted = read_part({**item, "quantity": plan.left[id_]}, quantity)
    if item["lot"] == lot and wanted == plan.left[id_]:
        return _SAME
    plan.left[id_] -= wanted
    plan.taken.setdefault(id_, []).append((wanted, {"lot": lot}))
    return f"{plain(wanted)} of {_part(item)} get lot {lot}"


def _target(plan: _Plan, order: PurchaseOrder, row: _Row, serial: str) -> dict[str, Any]:
    """The item that a row speaks of. Raises Invalid."""
    uid = row.get("uid").upper()
    if uid:
        found = [item for item in plan.items.values() if item["uid"] == uid]
        if not found:
            raise Invalid(f"{uid} is not on order with {order.number}.")
        return found[0]
    there = [item for item in plan.items.values() if _means(row, item)]
    if not there:
        raise Invalid(f"Nothing of that part is on order with {order.number}.")
    if len({item["part_id"] for item in there}) > 1:
        raise Invalid("Several parts are on order: say the part number, or the UID.")
    known = [i for i in there if i["serial"] and codes.key(i["serial"]) == codes.key(serial)]
    nameless = [item for item in there if item["serial"] is None]
    free = [item for item in nameless if plan.left[item["id"]] >= (MICRO if serial else 1)]
    if not (known or free):
        raise Invalid(f"All units of {_part(there[0])} have their serials.")
    return (known or free)[0]


def _means(row: _Row, item: Mapping[str, Any]) -> bool:
    part, sku, line = codes.code(row.get("part")), codes.code(row.get("sku")), row.get("line")
    names = (item["part_number"], _part(item), item["sku"] or "")
    if part and part not in map(codes.code, names):
        return False
    if sku and not part and sku != codes.code(item["sku"] or ""):
        return False
    revision = row.get("revision")
    if revision and codes.key(revision) != codes.key(item["revision"]):
        return False
    return not line or line == str(item["position"])


def _write(act: history.Act, plan: _Plan) -> None:
    # What gives up a serial comes before what takes it.
    gone = {id_: {"serial": None} for id_ in plan.cleared.values()}
    update_items(act, gone, kind=ActName.CLEAR_SERIAL.done)
    changes = {id_: facts for id_, facts in plan.facts.items() if facts}
    update_items(act, changes)
    for id_, taken in plan.taken.items():
        item = look_up(act.session, [id_])[id_]
        whole = sum(quantity for quantity, _ in taken) == item["quantity"]
        others = taken[1:] if whole else taken
        parts = [PartOf(quantity, facts.get("serial")) for quantity, facts in others]
        new = split_off(act, item, parts) if parts else []
        lots = {i: {"lot": f["lot"]} for i, (_, f) in zip(new, others, strict=True) if "lot" in f}
        if whole:
            lots[id_] = taken[0][1]
        update_items(act, lots)


def _part(item: Mapping[str, Any]) -> str:
    return part_label(item["part_number"], item["revision"])


_FROM = f"""
    FROM purchase_line l JOIN purchase_order o ON o.id = l.order_id
    JOIN inventory_item i ON i.purchase_line_id = l.id
    JOIN part p ON p.id = i.part_id LEFT JOIN supplier_part t ON t.id = l.supplier_part_id
    WHERE l.order_id = :order AND {ON_ORDER}
    ORDER BY l.position, i.serial IS NULL, i.serial_sort, i.id"""
_EXPECTED = text(f"""
    SELECT l.position, p.part_number, p.revision, p.name, t.sku, i.quantity, i.serial, i.lot, i.uid,
        coalesce(l.expected_on, o.expected_on) AS expected {_FROM}""")
_ITEMS = text(f"""
    SELECT i.id, i.version, i.uid, i.part_id, i.serial, i.lot, i.quantity, l.position, p.part_number, p.revision,
        p.unit, t.sku {_FROM}""")
