"""Orders, lines and supplier parts as the screen says them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypedDict

from ioninv.domain.purchasing import LineForm, LineRow, OrderForm, OrderRow, SupplierPartRow
from ioninv.ui.parts.numbers import quantity_text

PATH: Final = "/purchasing"
EXPORT_PATH: Final = "/api/v1/export/purchase-lines.csv"


class OrderShown(TypedDict):
    """An order as its row shows it; `share` is what came in, in percent."""

    id: int
    number: str
    href: str
    supplier: str
    reference: str
    state: str
    state_label: str
    lines: str
    share: int
    came_in: str
    value: str
    unpriced: str
    expected: str
    late: bool
    placed: str


class LineShown(TypedDict):
    """A line as its row shows it; quantities carry their unit."""

    id: int
    position: str
    part: str
    part_href: str
    name: str
    aside: str
    order: str
    order_href: str
    quantity: str
    received: str
    share: int
    open: str
    cost: str
    amount: str
    expected: str
    late: bool
    destination: str
    state: str
    state_label: str
    note: str
    items_href: str
    can_change: bool
    can_cancel: bool
    can_reopen: bool


class SoldShown(TypedDict):
    """A supplier part as a panel shows it: what it is called there, and how it is packed."""

    id: int
    sku: str
    pack: str
    part: str
    part_href: str
    supplier: str
    supplier_href: str
    archived: bool


def order_href(order_id: int) -> str:
    return f"{PATH}?order={order_id}"


def day_text(iso: str) -> str:
    """14 Dec 2026, from ISO 8601."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b %Y}"


def count_text(count: int, one: str, many: str = "") -> str:
    """1 line, 2 lines."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def shown_order(row: OrderRow) -> OrderShown:
    return OrderShown(
        id=row.id,
        number=row.number,
        href=order_href(row.id),
        supplier=row.supplier,
        reference=row.supplier_reference,
        state=row.state,
        state_label=row.state_label,
        lines=f"{row.lines:,}" if row.lines else "",
        share=row.progress,
        came_in=_came_in(row),
        value=" + ".join(row.totals),
        unpriced=unpriced_text(row),
        expected=day_text(row.next_expected or row.expected_on),
        late=row.overdue,
        placed=row.placed,
    )


def unpriced_text(row: OrderRow) -> str:
    """What the value leaves out."""
    if not row.unpriced:
        return ""
    verb = "has" if row.unpriced == 1 else "have"
    return f"{count_text(row.unpriced, 'line')} {verb} no cost"


def shown_line(line: LineRow) -> LineShown:
    cancelled = bool(line.cancelled)
    is_open = bool(Decimal(line.open))
    return LineShown(
        id=line.id,
        position=str(line.position),
        part=line.part,
        part_href=f"/parts?part={line.part_id}",
        name=line.part_name,
        aside=_aside(line),
        order=line.order,
        order_href=order_href(line.order_id),
        quantity=quantity_text(line.quantity, line.unit),
        received=quantity_text(line.received) or "0",
        share=share_of(line.received, line.quantity),
        open=quantity_text(line.open),
        cost=line.cost,
        amount=line.amount,
        expected=day_text(line.expected),
        late=line.overdue,
        destination=line.destination,
        state=line.state,
        state_label="Closed short" if line.closed_short else line.state_label,
        note=line.note,
        items_href=f"/?line={line.id}",
        can_change=not cancelled,
        can_cancel=not cancelled and is_open,
        can_reopen=cancelled,
    )


def shown_sold(row: SupplierPartRow) -> SoldShown:
    return SoldShown(
        id=row.id,
        sku=row.sku,
        pack=pack_text(row),
        part=row.part,
        part_href=f"/parts?part={row.part_id}",
        supplier=row.supplier,
        supplier_href=f"/suppliers?supplier={row.supplier_id}",
        archived=row.archived,
    )


def share_of(part: str, whole: str) -> int:
    """In percent, 100 at most."""
    total = Decimal(whole or 0)
    return min(100, int(100 * Decimal(part or 0) / total)) if total else 0


def offered_and_archived(
    rows: Sequence[SupplierPartRow],
) -> tuple[list[SoldShown], list[SoldShown]]:
    """Those that orders can name, and those that are archived."""
    shown = [shown_sold(row) for row in rows]
    return [each for each in shown if not each["archived"]], [
        each for each in shown if each["archived"]
    ]


def pack_text(row: SupplierPartRow) -> str:
    """“reel of 3,000”; nothing where they sell it one by one."""
    size = quantity_text(row.pack_size, row.unit)
    if Decimal(row.pack_size) == 1:
        return row.supplier_unit
    return f"{row.supplier_unit or 'pack'} of {size}"


def packs_text(typed: str, row: SupplierPartRow) -> str:
    """“3 packs = 300”, while it is typed; nothing for what is no number."""
    try:
        number = Decimal(typed.strip())
        much = number * Decimal(row.pack_size)
    except InvalidOperation:
        return ""
    if not much.is_finite() or not 0 < much < Decimal(10) ** 15:
        return ""
    many = f"{number.normalize():,f}"
    packs = f"{many} × {row.supplier_unit}" if row.supplier_unit else count_of_packs(many)
    return f"{packs} = {quantity_text(f'{much.normalize():f}', row.unit)}"


def count_of_packs(number: str) -> str:
    return f"{number} {'pack' if number == '1' else 'packs'}"


def order_form(row: OrderRow) -> OrderForm:
    """The form that makes an order what it is."""
    return OrderForm(
        number=row.number,
        supplier_id=row.supplier_id,
        supplier_reference=row.supplier_reference,
        currency=row.currency,
        expected_on=row.expected_on,
        location_id=row.location_id,
        note=row.note,
    )


def line_form(line: LineRow) -> LineForm:
    """The form that makes a line what it is."""
    return LineForm(
        part_id=line.part_id,
        quantity=line.quantity,
        supplier_part_id=line.supplier_part_id,
        unit_cost=line.unit_cost,
        currency=line.currency,
        expected_on=line.expected_on,
        location_id=line.location_id,
        note=line.note,
    )


def _came_in(row: OrderRow) -> str:
    if not row.lines:
        return ""
    whole = row.lines - row.open_lines
    return (
        f"{row.progress} % came in; nothing to come of {whole} of {count_text(row.lines, 'line')}"
    )


def _aside(line: LineRow) -> str:
    """What stands quietly under the part: what the supplier calls it, and what is not known yet."""
    pending = Decimal(line.pending or 0)
    said = (
        line.sku,
        f"{quantity_text(line.pending)} without serial" if pending else "",
        f"{quantity_text(line.over)} more than ordered" if Decimal(line.over or 0) else "",
    )
    return " · ".join(each for each in said if each)
