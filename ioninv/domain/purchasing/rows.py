"""Orders and lines as lists and pages show them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, from_micro
from ioninv.domain.input import today
from ioninv.domain.items.rows import money_text
from ioninv.domain.parts.labels import part_label
from ioninv.domain.purchasing.states import LINES, STATE_OF_ORDER, lines
from ioninv.vocabulary import MICRO, PurchaseState


@dataclass(frozen=True)
class OrderRow:
    """An order and how far it has come.

    `lines` and `open_lines` count those not cancelled and those of which something has still to come.
    `progress` is how much of those came in, in percent, each line counting the same. `next_expected`
    is the earliest day of the open ones; `overdue` when that has passed. `total` is what the lines
    not cancelled cost, empty where a cost is missing or currencies differ; `totals` is that by
    currency, and `unpriced` says how many of them have no cost. Days are ISO 8601, times too, in UTC;
    both empty where there is none.
    """

    id: int
    number: str
    supplier_id: int | None
    supplier: str
    supplier_reference: str
    currency: str
    note: str
    location_id: int | None
    location: str
    expected_on: str
    placed: str
    cancelled: str
    state: str
    state_label: str
    lines: int
    open_lines: int
    progress: int
    next_expected: str
    overdue: bool
    total: str
    totals: tuple[str, ...]
    unpriced: int
    version: int
    created: str
    updated: str


@dataclass(frozen=True)
class LineRow:
    """A line and how far it has come.

    Quantities and costs are exact decimals as text without thousands separators, as a form takes
    them; `unit_cost` is per stock unit. `expected` and `destination` are the line's own or else the
    order's (or the part's); `cost` and `amount` are money to read. `over` is what came in beyond the
    quantity; `closed_short` says that the rest was cancelled after a part came in. `pending` is how
    much of what is open has no serial, where the part is tracked by serial.
    """

    id: int
    order_id: int
    order: str
    position: int
    part_id: int
    part: str
    part_name: str
    unit: str
    tracking: str
    quantity: str
    received: str
    open: str
    over: str
    pending: str
    received_before: str
    supplier_part_id: int | None
    sku: str
    pack_size: str
    supplier_unit: str
    unit_cost: str
    currency: str
    cost: str
    amount: str
    expected_on: str
    expected: str
    location_id: int | None
    location: str
    destination_id: int | None
    destination: str
    note: str
    state: str
    state_label: str
    closed_short: bool
    overdue: bool
    cancelled: str
    version: int


def order_rows(session: Session, ids: Sequence[int]) -> list[OrderRow]:
    """The rows of these orders, in the order of the ids."""
    given = {"ids": json.dumps(list(ids)), "today": today().isoformat()}
    worth = _worth(session, ids)
    return [_order(row, worth.get(row.id, Worth())) for row in session.execute(_ORDERS, given)]


def line_rows(session: Session, order_id: int) -> list[LineRow]:
    """The lines of an order in their order."""
    return _lines(session, "l.order_id = :order", {"order": order_id})


def line_row(session: Session, line_id: int) -> LineRow:
    return _lines(session, "l.id = :line", {"line": line_id})[0]


def coming_rows(session: Session, part_id: int) -> list[LineRow]:
    """The lines of which something of a part has still to come, in the order of their orders."""
    return _lines(session, "l.part_id = :part AND l.open > 0", {"part": part_id})


def plain(micro: int | None) -> str:
    """Millionths as a form takes them."""
    return "" if micro is None else f"{from_micro(micro):f}"


@dataclass
class Worth:
    """What the lines of an order cost, by currency in millionths of millionths."""

    sums: dict[str, int] = field(default_factory=dict[str, int])
    unpriced: int = 0

    @property
    def told(self) -> tuple[str, ...]:
        return tuple(money_text(_cents(self.sums[each]), each) for each in sorted(self.sums))


def _worth(session: Session, ids: Iterable[int]) -> dict[int, Worth]:
    """What orders cost; the product of two millionths is no number of SQLite's."""
    found: dict[int, Worth] = {}
    for row in session.execute(_COSTS, {"ids": json.dumps(list(ids))}):
        worth = found.setdefault(row.order_id, Worth())
        if row.unit_cost is None:
            worth.unpriced += 1
            continue
        so_far = worth.sums.get(row.currency, 0)
        worth.sums[row.currency] = so_far + row.quantity * row.unit_cost
    return found


def _order(row: Any, worth: Worth) -> OrderRow:
    totals = worth.told
    return OrderRow(
        id=row.id,
        number=row.number,
        supplier_id=row.supplier_id,
        supplier=row.supplier or "",
        supplier_reference=row.supplier_reference,
        currency=row.currency,
        note=row.note,
        location_id=row.location_id,
        location=row.path or "",
        expected_on=row.expected_on or "",
        placed=_time(row.placed_at),
        cancelled=_time(row.cancelled_at),
        state=row.state,
        state_label=PurchaseState(row.state).label,
        lines=row.lines,
        open_lines=row.open_lines,
        progress=int(100 * (row.share or 0)),
        next_expected=row.next_expected or "",
        overdue=bool(row.overdue),
        total=totals[0] if len(totals) == 1 and not worth.unpriced else "",
        totals=totals,
        unpriced=worth.unpriced,
        version=row.version,
        created=_time(row.created_at),
        updated=_time(row.updated_at),
    )


def _lines(session: Session, where: str, parameters: dict[str, Any]) -> list[LineRow]:
    query = text(f"{_LINES} WHERE {where} ORDER BY l.order_id, l.position")
    rows = session.execute(query, {**parameters, "today": today().isoformat()})
    return [_line(row) for row in rows]


def _line(row: Any) -> LineRow:
    amount = None if row.unit_cost is None else _cents(row.quantity * row.unit_cost)
    currency = row.effective_currency
    return LineRow(
        id=row.id,
        order_id=row.order_id,
        order=row.number,
        position=row.position,
        part_id=row.part_id,
        part=part_label(row.part_number, row.revision),
        part_name="" if row.part_name == row.part_number else row.part_name,
        unit=row.unit,
        tracking=row.tracking,
        quantity=plain(row.quantity),
        received=plain(row.received),
        open=plain(row.open),
        over=plain(max(row.received + row.open - row.quantity, 0)),
        pending=plain(row.pending if row.tracking == "serial" else 0),
        received_before=plain(row.received_before),
        supplier_part_id=row.supplier_part_id,
        sku=row.sku or "",
        pack_size=plain(row.pack_size),
        supplier_unit=row.supplier_unit or "",
        unit_cost=plain(row.unit_cost),
        currency=row.currency,
        cost=money_text(row.unit_cost, currency),
        amount=money_text(amount, currency),
        expected_on=row.expected_on or "",
        expected=row.expected or "",
        location_id=row.location_id,
        location=row.location or "",
        destination_id=row.destination_id,
        destination=row.destination or "",
        note=row.note,
        state=row.state,
        state_label=PurchaseState(row.state).label,
        closed_short=row.cancelled_at is not None and row.received > 0,
        overdue=row.open > 0 and bool(row.expected) and row.expected < row.today,
        cancelled=_time(row.cancelled_at),
        version=row.version,
    )


def _cents(product: int) -> int:
    """Millionths of millionths as millionths, rounded to two places as money is read."""
    cent = MICRO // 100
    return (product + cent * MICRO // 2) // (cent * MICRO) * cent


def _time(micro: int | None) -> str:
    return "" if micro is None else from_instant(micro).isoformat(timespec="seconds")


CURRENCY = (
    "coalesce(nullif(l.currency, ''), nullif(o.currency, ''), nullif(s.currency, ''), p.currency)"
)
"""The currency of a line `l` of an order `o` from a supplier `s`, of a part `p`."""

_THEIRS = lines("l.order_id IN (SELECT value FROM json_each(:ids))")
_ORDERS = text(f"""
    SELECT r.*, s.name AS supplier, w.path, {STATE_OF_ORDER} AS state,
        count(x.id) FILTER (WHERE x.state <> 'cancelled') AS lines,
        count(x.id) FILTER (WHERE x.open > 0) AS open_lines,
        avg(min(1.0 * x.received / x.quantity, 1)) FILTER (WHERE x.state <> 'cancelled') AS share,
        min(coalesce(x.expected_on, r.expected_on)) FILTER (WHERE x.open > 0) AS next_expected,
        coalesce(min(coalesce(x.expected_on, r.expected_on)) FILTER (WHERE x.open > 0) < :today, 0)
            AS overdue
    FROM json_each(:ids) j
    JOIN purchase_order r ON r.id = j.value
    LEFT JOIN supplier s ON s.id = r.supplier_id
    LEFT JOIN location w ON w.id = r.location_id
    LEFT JOIN {_THEIRS} x ON x.order_id = r.id
    GROUP BY j.key ORDER BY j.key""")

_COSTS = text(f"""
    SELECT l.order_id, l.quantity, l.unit_cost, {CURRENCY} AS currency
    FROM json_each(:ids) j JOIN purchase_line l ON l.order_id = j.value
    JOIN purchase_order o ON o.id = l.order_id
    JOIN part p ON p.id = l.part_id LEFT JOIN supplier s ON s.id = o.supplier_id
    WHERE l.cancelled_at IS NULL""")

_LINES = f"""
    SELECT l.*, o.number, p.part_number, p.revision, p.name AS part_name, p.unit, p.tracking,
        t.sku, t.pack_size, t.supplier_unit, {CURRENCY} AS effective_currency,
        coalesce(l.expected_on, o.expected_on) AS expected, own.path AS location,
        coalesce(l.location_id, o.location_id, p.location_id) AS destination_id,
        goal.path AS destination, :today AS today,
        coalesce((SELECT sum(i.quantity) FROM inventory_item i WHERE i.purchase_line_id = l.id
            AND i.received_at IS NULL AND i.voided_at IS NULL AND i.merged_into_id IS NULL
            AND i.serial IS NULL), 0) AS pending
    FROM {LINES} l
    JOIN purchase_order o ON o.id = l.order_id
    JOIN part p ON p.id = l.part_id
    LEFT JOIN supplier s ON s.id = o.supplier_id
    LEFT JOIN supplier_part t ON t.id = l.supplier_part_id
    LEFT JOIN location own ON own.id = l.location_id
    LEFT JOIN location goal ON goal.id = coalesce(l.location_id, o.location_id, p.location_id)"""
