"""Orders and lines as they are typed, and how that is read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session, col, select

from ioninv import codes
from ioninv.db.types import to_micro
from ioninv.domain.input import Reading
from ioninv.domain.items.rows import number_text
from ioninv.domain.items.serials import read_serials
from ioninv.domain.loading import find
from ioninv.domain.matching import search_text
from ioninv.domain.parts import counted
from ioninv.errors import Conflict
from ioninv.models import Location, Part, PurchaseOrder, Supplier, SupplierPart
from ioninv.vocabulary import LARGEST_QUANTITY, MICRO

STOCK: Final = ""
SUPPLIER: Final = "supplier"
"""In whose units a quantity and its cost are typed: ours, or the supplier's packs."""

_PLACES: Final = Decimal(1).scaleb(-6)


@dataclass(frozen=True)
class OrderForm:
    """An order as it is typed. Without a number it gets the next one.

    Its currency, date and location are those of its lines that name none. `expected_on` is a day or
    how far it is from today: `+2w`, `10d`, `1m`.
    """

    number: str = ""
    supplier_id: int | None = None
    supplier_reference: str = ""
    currency: str = ""
    expected_on: str = ""
    location_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class LineForm:
    """A line as it is typed.

    With `pack` `supplier`, `quantity` counts whole supplier units of the supplier part and `unit_cost`
    is that of one, as the line has them already or the supplier part has them now; otherwise they
    are those of the part's own unit. `serials` (typed as for New Inventory) and `lot` are those
    expected: serials may be fewer than units, the others get theirs later.
    """

    part_id: int | None = None
    quantity: str = ""
    pack: str = STOCK
    supplier_part_id: int | None = None
    unit_cost: str = ""
    currency: str = ""
    expected_on: str = ""
    location_id: int | None = None
    note: str = ""
    serials: str = ""
    lot: str = ""


@dataclass(frozen=True)
class LineRead:
    """What a form says of a line: its facts, and the serials and lot of its items."""

    facts: dict[str, Any]
    serials: list[str]
    lot: str | None


def read_order(session: Session, form: OrderForm, before: PurchaseOrder | None) -> dict[str, Any]:
    """The facts that a form gives, the number as typed. Raises Invalid with every field that is wrong."""
    reading = Reading(asdict(form))
    facts: dict[str, Any] = {
        "number": reading.text("number", "Number"),
        "supplier_id": form.supplier_id,
        "supplier_reference": reading.text("supplier_reference", "Supplier reference"),
        "currency": reading.currency("currency"),
        "expected_on": reading.day("expected_on", "Expected on", ahead=True),
        "location_id": form.location_id,
        "note": reading.lines("note", "Note"),
    }
    if form.supplier_id is None:
        reading.refuse("supplier", "Choose the supplier, or create it.")
    _refuse_supplier(session, reading, form.supplier_id, before and before.supplier_id)
    _refuse_location(session, reading, form.location_id, before and before.location_id)
    reading.finish()
    return facts


def derived(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What an order is compared, sorted and searched by."""
    return {
        "number_key": codes.key(facts["number"]),
        "number_sort": codes.natural(facts["number"]),
        "search_text": search_text([facts["number"]], [facts["supplier_reference"]]),
    }


def refuse_taken(session: Session, number: str, itself: int | None = None) -> None:
    """Raises Conflict when another order has this number, however it is written."""
    found = select(PurchaseOrder).where(col(PurchaseOrder.number_key) == codes.key(number))
    other = session.exec(found).first()
    if other and other.id != itself:
        raise Conflict(
            f"Purchase order {other.number} already exists. Give another number.", "number"
        )


def read_line(
    session: Session, order: PurchaseOrder, part: Part | None, form: LineForm, before: Any = None
) -> LineRead:
    """What a form gives for a line of an order. Raises Invalid with every field that is wrong."""
    reading = Reading(asdict(form))
    if part is None:
        reading.refuse("part", "Choose the part, or create it.")
    elif part.archived and before is None:
        reading.refuse(
            "part", f"{part.part_number} is archived. Restore it first, or choose another part."
        )
    sold = _supplier_part(session, reading, order, part, form, before)
    pack = _pack(reading, form, sold, before)
    serials, problems = read_serials(form.serials)
    reading.problems += problems
    quantity = _quantity(reading, part, pack)
    cost = reading.decimal("unit_cost", "Unit cost")
    packed = form.pack == SUPPLIER
    _refuse_location(session, reading, form.location_id, before and before.location_id)
    facts: dict[str, Any] = {
        "part_id": part and part.id,
        "quantity": quantity,
        "supplier_part_id": form.supplier_part_id,
        "unit_cost": None if cost is None else (cost / pack).quantize(_PLACES),
        "pack_size": pack if packed else None,
        "pack_cost": cost if packed else None,
        "currency": reading.currency("currency"),
        "expected_on": reading.day("expected_on", "Expected on", ahead=True),
        "location_id": form.location_id,
        "note": reading.lines("note", "Note"),
    }
    lot = reading.text("lot", "Lot") or None
    if quantity is not None and len(serials) * MICRO > to_micro(quantity):
        many = "1 serial" if len(serials) == 1 else f"{len(serials):,} serials"
        units = "1 unit" if quantity == 1 else f"{number_text(quantity)} units"
        reading.refuse("serials", f"{many} for {units}: give fewer.")
    reading.finish()
    return LineRead(facts, serials, lot)


def read_day(typed: str) -> tuple[str, str]:
    """A day as it is typed, `+2w` too: in ISO 8601, and in words to show beside it.

    Both are empty for an empty text. Raises Invalid with the field `expected_on`.
    """
    reading = Reading({"expected_on": typed})
    day = reading.day("expected_on", "Expected on", ahead=True)
    reading.finish()
    return ("", "") if day is None else (day.isoformat(), day_in_words(day))


def day_in_words(day: date) -> str:
    """Mon 14 Dec 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def _supplier_part(
    session: Session,
    reading: Reading,
    order: PurchaseOrder,
    part: Part | None,
    form: LineForm,
    before: Any,
) -> SupplierPart | None:
    if form.supplier_part_id is None:
        return None
    sold = find(session, SupplierPart, form.supplier_part_id)
    if sold is None:
        reading.refuse("supplier_part", "This supplier part does not exist. Choose another.")
    elif sold.supplier_id != order.supplier_id and not (
        before and before.supplier_part_id == sold.id
    ):
        reading.refuse("supplier_part", f"{sold.sku} is not sold by the supplier of this order.")
    elif part and sold.part_id != part.id:
        reading.refuse("supplier_part", f"{sold.sku} is another part than {part.part_number}.")
    elif sold.archived and (before is None or before.supplier_part_id != sold.id):
        reading.refuse("supplier_part", f"{sold.sku} is archived. Restore it first.")
    return sold


def _pack(reading: Reading, form: LineForm, sold: SupplierPart | None, before: Any) -> Decimal:
    if form.pack == STOCK:
        return Decimal(1)
    if form.pack != SUPPLIER:
        reading.refuse("pack", "A quantity is in the part's own unit or in the supplier's.")
    elif sold is None:
        reading.refuse("pack", "Choose the supplier part: it says how much a pack holds.")
    elif before and before.supplier_part_id == sold.id and before.pack_size:
        return before.pack_size
    return sold.pack_size if sold else Decimal(1)


def _quantity(reading: Reading, part: Part | None, pack: Decimal) -> Decimal | None:
    given = reading.decimal("quantity", "Quantity", required=True)
    if given is None:
        return None
    quantity = given * pack
    if pack != 1 and given != int(given):
        said = f"Packs are whole: {number_text(given)} is no number of them."
        reading.refuse("quantity", f"{said} Buy it in the part's own unit instead.")
    elif quantity == 0:
        reading.refuse("quantity", "Quantity must be more than 0.")
    elif quantity > LARGEST_QUANTITY:
        reading.refuse("quantity", f"Quantity can be at most {LARGEST_QUANTITY:,}.")
    elif part and counted(part.unit) and quantity != int(quantity):
        reading.refuse(
            "quantity",
            f"{part.part_number} is counted in whole units: {number_text(quantity)} is not whole.",
        )
    return quantity


def _refuse_supplier(
    session: Session, reading: Reading, id_: int | None, before: int | None
) -> None:
    if id_ is None or id_ == before:
        return
    supplier = find(session, Supplier, id_)
    if supplier is None:
        reading.refuse("supplier", "This supplier does not exist. Choose another.")
    elif supplier.archived:
        reading.refuse(
            "supplier",
            f"{supplier.name} is archived. Restore it first, or choose another supplier.",
        )


def _refuse_location(
    session: Session, reading: Reading, id_: int | None, before: int | None
) -> None:
    if id_ is None or id_ == before:
        return
    location = find(session, Location, id_)
    if location is None:
        reading.refuse("location", "This location does not exist. Choose another.")
    elif location.archived:
        reading.refuse(
            "location",
            f"{location.path} is archived. Restore it first, or choose another location.",
        )
