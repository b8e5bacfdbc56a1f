"""A round of scans as the browser keeps it, and the receipts that it comes to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from ioninv.domain.input import Reading
from ioninv.domain.purchasing import LineRow, OrderDetail, Receipt
from ioninv.errors import Conflict, Invalid
from ioninv.ui import arguments
from ioninv.ui.receiving.scans import EXTRA, INSTEAD, ITEM, MODES, SERIAL, UNITS
from ioninv.vocabulary import TrackingType

MOST_SCANS: Final = 2_000
_LONGEST: Final = 900_000
_LONGEST_TEXT: Final = 200


@dataclass(frozen=True)
class Scan:
    """One entry of a round. `item` is 0 where it is any of its line.

    `extra` says that the person took it knowing that all of its line came in.
    """

    line: int
    mode: str
    code: str
    item: int
    quantity: str
    extra: bool = False


@dataclass(frozen=True)
class Place:
    """Lot and location of what came in of a line; `unknown` is a location that was only typed."""

    lot: str = ""
    location: int | None = None
    unknown: str = ""


@dataclass(frozen=True)
class Round:
    """What was counted of an order and is booked in one act.

    `places` are by line; `confirmed` says that more than was ordered may come in.
    """

    order: int
    key: str
    confirmed: bool
    scans: tuple[Scan, ...]
    places: Mapping[int, Place]


def read_round(payload: object) -> Round:
    """What the browser sent. Raises Invalid."""
    try:
        given: Any = json.loads(arguments.text(payload, _LONGEST))
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Invalid("This request was not understood. Load the page again.")
    scans, places = given.get("scans"), given.get("places")
    if not isinstance(scans, list) or not isinstance(places, dict) or len(places) > MOST_SCANS:
        raise Invalid("This request was not understood. Load the page again.")
    if len(scans) > MOST_SCANS:
        raise Invalid(f"One receipt takes at most {MOST_SCANS:,} scans. Remove some.")
    return Round(
        order=arguments.number(given.get("order")),
        key=arguments.text(given.get("key"), 100),
        confirmed=arguments.flag(given.get("confirmed")),
        scans=tuple(map(_scan, scans)),
        places={arguments.number(line): _place(place) for line, place in places.items()},
    )


def check_places(round: Round) -> None:
    """Raises Invalid where a location was typed, and neither chosen nor created."""
    for place in round.places.values():
        if place.unknown:
            said = f"There is no location “{place.unknown[:80]}”. Choose it from the list, or create it."
            raise Invalid(said)


def receipts(round: Round, detail: OrderDetail) -> tuple[list[Receipt], list[str]]:
    """What to book; and what is beyond the order, to be confirmed first. Raises Invalid, Conflict."""
    lines = {line.id: line for line in detail.lines}
    _refuse_cancelled(round, detail, lines)
    made = [_of(round, scan) for scan in round.scans if scan.mode != UNITS or scan.item]
    beyond: list[str] = []
    known = {scan.line for scan in round.scans if scan.extra}
    for line_id, quantity in _quantities(round).items():
        line = lines[line_id]
        due = min(quantity, _due(round, line))
        if due:
            made.append(_units(round, line_id, due))
        if quantity > due:
            made.append(_units(round, line_id, quantity - due, extra=True))
            if due or line_id not in known:
                beyond.append(_beyond(line, quantity, due, detail.lines))
    return made, beyond


def without_lot(round: Round, detail: OrderDetail) -> list[int]:
    """The lines of which something was counted that is tracked by lot, and has none said."""
    counted = {scan.line for scan in round.scans} or {line.id for line in detail.lines}
    return [
        line.id
        for line in detail.lines
        if line.id in counted
        and line.tracking == TrackingType.LOT
        and not line.cancelled
        and not round.places.get(line.id, Place()).lot.strip()
    ]


def _refuse_cancelled(round: Round, detail: OrderDetail, lines: Mapping[int, LineRow]) -> None:
    """What was cancelled meanwhile is not taken for what came in beyond the order."""
    if detail.order.cancelled:
        raise Conflict(f"{detail.order.number} is cancelled. Reopen it first.")
    for scan in round.scans:
        line = lines.get(scan.line)
        if line is None:
            raise Invalid("This line is not one of this order. Load the page again.")
        if line.cancelled:
            raise Conflict(
                f"Line {line.position} ({line.part}) is cancelled. "
                "Reopen it, or remove it from this round."
            )


def everything(round: Round, detail: OrderDetail) -> list[Receipt]:
    """All that has still to come, with the lots and locations that were given by line."""
    made = [
        _receipt(round, item.line_id, item_id=item.id) for item in detail.items if item.expected
    ]
    if detail.items_total > len(detail.items):
        raise Invalid("So many items come in line by line where lots or locations are given.")
    return made


def count(round: Round) -> str:
    """How many units a round comes to, for the person."""
    units = sum(_quantities(round).values(), Decimal(0))
    for scan in round.scans:
        if scan.mode == UNITS and scan.item:
            units += _decimal(scan.quantity)
        elif scan.mode != UNITS:
            units += 1
    return f"{units.normalize():,f}"


def _of(round: Round, scan: Scan) -> Receipt:
    match scan.mode:
        case "item":
            return _receipt(round, scan.line, item_id=scan.item)
        case "units":
            _decimal(scan.quantity)
            return _receipt(round, scan.line, item_id=scan.item, quantity=scan.quantity)
        case "instead":
            return _receipt(round, scan.line, serials=scan.code, instead_of=scan.item)
        case "extra":
            return _receipt(round, scan.line, serials=scan.code, extra=True)
        case _:
            return _receipt(round, scan.line, serials=scan.code)


def _units(round: Round, line: int, quantity: Decimal, extra: bool = False) -> Receipt:
    return _receipt(round, line, quantity=f"{quantity:f}", extra=extra)


def _receipt(round: Round, line: int, **given: Any) -> Receipt:
    place = round.places.get(line, Place())
    return Receipt(line_id=line, lot=place.lot, location_id=place.location, **given)


def _quantities(round: Round) -> dict[int, Decimal]:
    """What was counted by line, of units that have no name of their own."""
    sums: dict[int, Decimal] = {}
    for scan in round.scans:
        if scan.mode == UNITS and not scan.item:
            sums[scan.line] = sums.get(scan.line, Decimal(0)) + _decimal(scan.quantity)
    return sums


def _due(round: Round, line: LineRow) -> Decimal:
    """How much of a line can come in without a name: what is open, less what this round names."""
    named = Decimal(0)
    for scan in round.scans:
        if scan.line != line.id:
            continue
        if scan.mode == SERIAL:
            named += 1
        elif scan.mode == UNITS and scan.item:
            named += _decimal(scan.quantity)
    there = Decimal((line.pending if line.tracking == "serial" else line.open) or 0)
    return max(there - named, Decimal(0))


def _beyond(line: LineRow, quantity: Decimal, due: Decimal, lines: Sequence[LineRow]) -> str:
    others = [
        f" Line {other.position} still expects {Decimal(other.open):,f} of it."
        for other in lines
        if other.id != line.id and other.part_id == line.part_id and Decimal(other.open or 0)
    ]
    return (
        f"{line.part}, line {line.position}: {quantity:,f} are counted, {due:,f} have still to come. "
        f"{quantity - due:,f} would come in as extra.{''.join(others[:3])}"
    )


def _decimal(typed: str) -> Decimal:
    reading = Reading({"quantity": typed})
    quantity = reading.decimal("quantity", "Quantity", required=True)
    reading.finish()
    if not quantity:
        raise Invalid("Quantity must be more than 0, or remove the line from this round.")
    return quantity


def _scan(given: Any) -> Scan:
    if not isinstance(given, dict):
        raise Invalid("This request was not understood. Load the page again.")
    mode = arguments.text(given.get("mode"), 20)
    if mode not in MODES:
        raise Invalid("This request was not understood. Load the page again.")
    item = arguments.number_or_none(given.get("item")) or 0
    if mode in (ITEM, INSTEAD) and not item:
        raise Invalid("This request was not understood. Load the page again.")
    code = arguments.text(given.get("code"), _LONGEST_TEXT)
    if mode in (SERIAL, INSTEAD, EXTRA) and not code.strip():
        raise Invalid("This request was not understood. Load the page again.")
    return Scan(
        line=arguments.number(given.get("line")),
        mode=mode,
        code=code,
        item=item,
        quantity=arguments.text(given.get("quantity", "1"), 40),
        extra=arguments.flag(given.get("extra", False)),
    )


def _place(given: Any) -> Place:
    if not isinstance(given, dict):
        raise Invalid("This request was not understood. Load the page again.")
    lot = arguments.text(given.get("lot", ""), _LONGEST_TEXT)
    location = arguments.number_or_none(given.get("location"))
    typed = arguments.text(given.get("typed", ""), 2_000).strip()
    return Place(lot, location, "" if location else typed)


def lines_of(rows: Sequence[LineRow]) -> list[dict[str, Any]]:
    """The lines as the desk shows them, without those that are cancelled."""
    return [
        {
            "id": row.id,
            "position": row.position,
            "part": row.part,
            "name": row.part_name,
            "sku": row.sku,
            "unit": row.unit,
            "tracking": row.tracking,
            "quantity": row.quantity,
            "received": row.received,
            "open": row.open,
            "pending": row.pending,
            "destination": row.destination,
            "note": row.note,
        }
        for row in rows
        if not row.cancelled
    ]
