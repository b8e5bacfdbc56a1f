"""The order sheet: an order as its supplier reads it, with the serials and lots that are expected."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_micro, to_micro
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import today
from ioninv.domain.items.rows import money_text, number_text
from ioninv.domain.loading import load
from ioninv.domain.purchasing.form import day_in_words
from ioninv.domain.purchasing.rows import LineRow, OrderRow, line_rows, order_rows
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import Permission

_PIECES = "pcs"
_SIXTH = Decimal(1).scaleb(-6)


@dataclass(frozen=True)
class SheetLine:
    """A line as the supplier reads it: quantity and cost are those of one supplier unit.

    `units` says what the quantity is in units of the part, where the supplier packs them. `serials`
    are all that are known, `lots` are told with the quantity that each has. `destination` is empty
    where it is that of the order.
    """

    position: int
    sku: str
    part: str
    name: str
    quantity: str
    units: str
    cost: str
    amount: str
    expected: str
    destination: str
    note: str
    serials: tuple[str, ...]
    lots: tuple[str, ...]


@dataclass(frozen=True)
class OrderSheet:
    """An order as it is sent out, without lines that are cancelled; of those of which something came
    in, that. Days are in words.

    `totals` has one sum per currency; `without_cost` counts the lines that no sum contains.
    """

    order: OrderRow
    supplier: tuple[str, ...]
    day: str
    expected: str
    lines: tuple[SheetLine, ...]
    totals: tuple[str, ...]
    without_cost: int


@requires(Permission.VIEW_PURCHASING)
def order_sheet(session: Session, actor: Actor, order_id: int) -> OrderSheet:
    """Everything that stands on the sheet of an order. Raises NotFound."""
    load(session, PurchaseOrder, order_id, "purchase order")
    order = order_rows(session, [order_id])[0]
    rows = [row for row in line_rows(session, order_id) if not row.cancelled or row.closed_short]
    serials, lots = _units(session, order_id)
    return OrderSheet(
        order=order,
        supplier=_supplier(session, order),
        day=day_in_words(today()),
        expected=_day(order.expected_on),
        lines=tuple(_line(order, row, serials[row.id], lots[row.id]) for row in rows),
        totals=order.totals,
        without_cost=order.unpriced,
    )


def _line(order: OrderRow, row: LineRow, serials: Sequence[str], lots: Sequence[str]) -> SheetLine:
    pack = Decimal(row.pack_units or row.pack_size or 1)
    packed = pack != 1 or bool(row.supplier_unit)
    quantity = Decimal(row.received if row.closed_short else row.quantity)
    packs = (quantity / pack).quantize(_SIXTH).normalize()
    own = f"{number_text(quantity)} {row.unit or _PIECES}"
    units = [own] if packed else []
    if row.closed_short:
        units.append(f"of {number_text(Decimal(row.quantity))}, the rest is cancelled")
    return SheetLine(
        position=row.position,
        sku=row.sku,
        part=row.part,
        name=row.part_name,
        quantity=f"{packs:,f} {row.supplier_unit or 'packs'}" if packed else own,
        units=" ".join(units),
        cost=_cost(row, pack) if packed else row.cost,
        amount=row.amount,
        expected=_day(row.expected),
        destination="" if row.destination == order.location else row.destination,
        note=row.note,
        serials=tuple(serials),
        lots=tuple(lots),
    )


def _cost(row: LineRow, pack: Decimal) -> str:
    """What one pack costs: as it was bought, or else what its units come to."""
    if not row.unit_cost:
        return ""
    _, _, currency = row.cost.partition(" ")
    each = Decimal(row.pack_cost) if row.pack_cost else Decimal(row.unit_cost) * pack
    return money_text(to_micro(each.quantize(_SIXTH)), currency)


def _day(iso: str) -> str:
    return day_in_words(date.fromisoformat(iso)) if iso else ""


def _units(
    session: Session, order_id: int
) -> tuple[defaultdict[int, list[str]], defaultdict[int, list[str]]]:
    serials: defaultdict[int, list[str]] = defaultdict(list)
    lots: defaultdict[int, list[str]] = defaultdict(list)
    for row in session.execute(_SERIALS, {"order": order_id}):
        serials[row.line_id].append(row.serial)
    for row in session.execute(_LOTS, {"order": order_id}):
        units = number_text(from_micro(row.quantity))
        lots[row.line_id].append(f"{row.lot} ({units})")
    return serials, lots


def _supplier(session: Session, order: OrderRow) -> tuple[str, ...]:
    row: Any = session.execute(_SUPPLIER, {"id": order.supplier_id}).first()
    return tuple(filter(None, row)) if row else ()


_OF_LINES = """
    FROM purchase_line l JOIN inventory_item i ON i.purchase_line_id = l.id
    WHERE l.order_id = :order AND i.voided_at IS NULL AND i.merged_into_id IS NULL"""
_SERIALS = text(f"""
    SELECT l.id AS line_id, i.serial {_OF_LINES} AND i.serial IS NOT NULL
    ORDER BY l.position, i.serial_sort, i.id""")
_LOTS = text(f"""
    SELECT l.id AS line_id, i.lot, sum(coalesce(i.received_quantity, i.quantity)) AS quantity
    {_OF_LINES} AND i.lot IS NOT NULL GROUP BY l.id, i.lot ORDER BY l.position, i.lot_sort""")
_SUPPLIER = text("SELECT name, contact, email, phone, website FROM supplier WHERE id = :id")
