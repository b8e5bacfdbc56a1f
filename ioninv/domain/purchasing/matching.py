"""What a scanned or typed code is for the order that is being received."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db.types import from_instant, from_micro
from ioninv.domain.access import Actor, requires, visible_to
from ioninv.domain.history import day_text
from ioninv.domain.items.rows import item_rows, number_text
from ioninv.domain.loading import load
from ioninv.domain.parts.labels import part_label
from ioninv.domain.purchasing.rows import plain
from ioninv.domain.purchasing.states import ON_ORDER
from ioninv.errors import Invalid
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import MICRO, Entity, Permission

_LONGEST: Final = 200
_MOST: Final = 200


class MatchKind(StrEnum):
    """What a code is for an order."""

    EXPECTED = "expected"
    ALL_IN = "all_in"
    PENDING = "pending"
    UNEXPECTED = "unexpected"
    WRONG_PART = "wrong_part"
    ALREADY = "already"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Choice:
    """A line that can take what was scanned, and the item of it that would; 0 where there is none."""

    line_id: int
    item_id: int
    label: str


@dataclass(frozen=True)
class Match:
    """What was scanned: `kind` is a `MatchKind`, `sentence` says it to the person.

    `expected`: `item_id` is on order here under this serial, lot, UID, or part number; with several,
    `choices`. `pending`: units without serial can take it as theirs. `unexpected`: a serial that is
    not expected; `choices` are the items that it may have come instead of, `line_id` the line that
    may take it as extra, where there is only one. `all_in`: a part all of which came in.
    `extra` are the lines that may take it beyond what was ordered, `quantity` is how many units one
    of it is: a pack, where it is a SKU.
    """

    kind: str
    sentence: str
    line_id: int | None = None
    item_id: int | None = None
    choices: tuple[Choice, ...] = ()
    extra: tuple[Choice, ...] = ()
    quantity: str = "1"


@requires(Permission.RECEIVE)
def match(session: Session, actor: Actor, order_id: int, code: str) -> Match:
    """What a code means on an order: a serial, a lot, a UID, a part number or a SKU.

    Who receives must see what is expected of the order, without what it costs; what else has this
    code in the house, and where, only who may see that. Raises Invalid for an empty code, NotFound.
    """
    order = load(session, PurchaseOrder, order_id, "purchase order")
    cleaned = codes.clean(code)[:_LONGEST]
    bare = codes.code(cleaned)
    if not bare:
        raise Invalid("Scan or type a serial, a lot or a part number.", "code")
    given = {"order": order_id, "code": bare, "upper": cleaned.upper()}
    here = list(session.execute(_HERE, given))
    there = list(session.execute(_OPEN, given))
    return (
        _expected(cleaned, [row for row in here if row.received_at is None])
        or _already(session, cleaned, here)
        or _named(cleaned, there, bare)
        or _not_due(cleaned, list(session.execute(_LINES, given)), bare)
        or _others(session, actor, order, cleaned, there, given)
        or _serial(session, order, cleaned, there)
    )


@requires(Permission.RECEIVE)
def expected_serials(
    session: Session, actor: Actor, order_id: int, typed: str = "", most: int = 50
) -> list[Choice]:
    """What a serial may have come in place of: what is expected with one, found by it or its part.

    Raises NotFound.
    """
    load(session, PurchaseOrder, order_id, "purchase order")
    given = {"order": order_id, "code": codes.code(typed[:_LONGEST]), "most": most}
    return [_choice(row) for row in session.execute(_SERIALS, given)]


def _expected(code: str, rows: Sequence[Any]) -> Match | None:
    if not rows:
        return None
    choices = tuple(_choice(row) for row in rows)
    first = rows[0]
    if len(rows) > 1:
        said = f"{code} is expected on {len(rows)} items. Choose which came."
        return Match(MatchKind.EXPECTED, said, None, None, choices)
    said = f"{code} is expected: {_part(first)}, line {first.position}."
    return Match(MatchKind.EXPECTED, said, first.line_id, first.id, choices)


def _already(session: Session, code: str, here: Sequence[Any]) -> Match | None:
    if not here:
        return None
    row = here[0]
    receipt = session.execute(_RECEIPT, {"id": row.id}).first()
    who = f" by {receipt.actor}" if receipt else ""
    day = day_text(from_instant(row.received_at))
    said = f"{code} ({_part(row)}) came in already, on {day}{who}."
    return Match(MatchKind.ALREADY, said, row.line_id, row.id)


def _named(code: str, there: Sequence[Any], bare: str) -> Match | None:
    """A part number or a SKU: what has no serial of that part."""
    rows = [row for row in there if _is_called(row, bare)]
    if not rows:
        return None
    nameless = [row for row in rows if row.serial is None]
    if not nameless:
        said = f"{code} is a part on this order. Scan its serials."
        return Match(MatchKind.EXPECTED, said, rows[0].line_id, None, tuple(map(_choice, rows)))
    found = _expected(code, nameless)
    pack = _pack(nameless[0], bare)
    if found is None or pack == MICRO:
        return found
    unit = nameless[0].supplier_unit or "pack"
    said = f"+{number_text(from_micro(pack))}: one {unit} of {_part(nameless[0])}. {found.sentence}"
    return replace(found, sentence=said, quantity=plain(pack))


def _is_called(row: Any, bare: str) -> bool:
    return bare in (codes.code(row.part_number), codes.code(_part(row)), codes.code(row.sku or ""))


def _pack(row: Any, bare: str) -> int:
    """How many units one of what has this name is, in millionths: a SKU names a pack."""
    is_sku = bare not in (codes.code(row.part_number), codes.code(_part(row)))
    return row.pack_size if is_sku and row.pack_size else MICRO


def _not_due(code: str, lines: Sequence[Any], bare: str) -> Match | None:
    """A part of this order of which nothing has still to come."""
    named = [line for line in lines if _is_called(line, bare)]
    if not named:
        return None
    kept = [line for line in named if line.cancelled_at is None]
    first = (kept or named)[0]
    if not kept:
        said = f"Line {first.position} ({_part(first)}) is cancelled. Reopen it to take it in."
        return Match(MatchKind.WRONG_PART, said)
    if first.tracking == "serial":
        said = f"All of {_part(first)} came in. Scan a serial to take it as extra."
        return Match(MatchKind.ALL_IN, said)
    said = f"All of {_part(first)} came in. Take it as extra?"
    pack = plain(_pack(first, bare))
    return Match(MatchKind.ALL_IN, said, extra=_extra(kept), quantity=pack)


def _others(
    session: Session,
    actor: Actor,
    order: PurchaseOrder,
    code: str,
    there: Sequence[Any],
    given: dict[str, Any],
) -> Match | None:
    """What is elsewhere in the house under this code, or on another order."""
    row = session.execute(_ELSEWHERE, given).first()
    if row is None and visible_to(actor, Entity.PART):
        part = session.execute(_PART, given).first()
        if part is None:
            return None
        said = f"{_part(part)} is not on {order.number}."
        return Match(MatchKind.WRONG_PART, said)
    if row is None:
        return None
    if not visible_to(actor, Entity.ITEM):
        return Match(MatchKind.WRONG_PART, f"{code} is not of {order.number}.")
    parts = {each.part_id for each in there}
    shown = item_rows(session, [row.id])[0]
    what = f"{code} is a {_part(row)}"
    if row.received_at is None and row.number:
        other = row.number if visible_to(actor, Entity.PURCHASE_ORDER) else "another order"
        said = f"{what} that is on order with {other}, not with {order.number}."
        return Match(MatchKind.ELSEWHERE, said, None, row.id)
    if row.part_id not in parts:
        said = f"{what}, which is not expected on {order.number}."
        return Match(MatchKind.WRONG_PART, said, None, row.id)
    seen = shown["place"] and visible_to(actor, Entity.LOCATION)
    where = f" {shown['place']}" if seen else ""
    said = f"{what} that is here already ({shown['status_label'].lower()}{where})."
    return Match(MatchKind.ALREADY, said, None, row.id)


def _serial(session: Session, order: PurchaseOrder, code: str, there: Sequence[Any]) -> Match:
    """A code that nothing has: the serial of something whose serial was not known, or of none."""
    tracked = [row for row in there if row.tracking == "serial" or row.serial is not None]
    pending = {row.line_id: row for row in tracked if row.serial is None}
    if pending:
        choices = tuple(map(_choice, pending.values()))
        if len(pending) == 1:
            (row,) = pending.values()
            said = f"{code} is new: it becomes the serial of a {_part(row)}, line {row.position}."
            return Match(MatchKind.PENDING, said, row.line_id, row.id, choices)
        said = f"{code} is new: choose of which line it is the serial."
        return Match(MatchKind.PENDING, said, None, None, choices)
    if codes.code(code) == codes.code(order.number):
        return Match(MatchKind.UNKNOWN, f"{order.number} is this order. Scan what came of it.")
    lines = session.execute(_LINES, {"order": order.id})
    kept = {line.line_id: line for line in lines if line.cancelled_at is None}
    named = {row.line_id for row in tracked}
    extra = [line for line in kept.values() if line.tracking == "serial" or line.line_id in named]
    if not extra:
        return Match(MatchKind.UNKNOWN, f"Nothing here is called {code}.")
    how = "Take it instead of one that is, or as extra." if tracked else "Take it as extra?"
    why = "" if tracked else " All serials came in."
    said = f"{code} is not expected on {order.number}.{why} {how}"
    line = extra[0].line_id if len(extra) == 1 else None
    choices = tuple(map(_choice, tracked[:_MOST]))
    return Match(MatchKind.UNEXPECTED, said, line, None, choices, _extra(extra))


def _extra(lines: Sequence[Any]) -> tuple[Choice, ...]:
    return tuple(Choice(each.line_id, 0, f"{_part(each)}, line {each.position}") for each in lines)


def _choice(row: Any) -> Choice:
    serial = f" {row.serial}" if row.serial else ""
    lot = f", lot {row.lot}" if row.lot and not row.serial else ""
    return Choice(row.line_id, row.id, f"{_part(row)}{serial}{lot}, line {row.position}")


def _part(row: Any) -> str:
    return part_label(row.part_number, row.revision)


_COLUMNS = """
    i.id, i.serial, i.lot, i.part_id, i.received_at, l.id AS line_id, l.position,
    p.part_number, p.revision, p.tracking, t.sku,
    coalesce(l.pack_size, t.pack_size) AS pack_size, t.supplier_unit"""
_FROM = """
    FROM purchase_line l JOIN inventory_item i ON i.purchase_line_id = l.id
    JOIN part p ON p.id = i.part_id LEFT JOIN supplier_part t ON t.id = l.supplier_part_id"""
_CODED = "(i.serial_code = :code OR i.uid = :upper OR i.lot_code = :code)"
_HERE = text(f"""
    SELECT {_COLUMNS} {_FROM}
    WHERE l.order_id = :order AND i.voided_at IS NULL AND i.merged_into_id IS NULL AND {_CODED}
    ORDER BY l.position, i.serial IS NULL, i.id LIMIT 200""")
_OPEN = text(f"""
    SELECT {_COLUMNS} {_FROM} WHERE l.order_id = :order AND {ON_ORDER}
    ORDER BY l.position, i.serial IS NULL, i.serial_sort, i.id LIMIT 10000""")
_LINES = text("""
    SELECT l.id AS line_id, l.position, l.cancelled_at, p.part_number, p.revision, p.tracking,
        t.sku, coalesce(l.pack_size, t.pack_size) AS pack_size
    FROM purchase_line l JOIN part p ON p.id = l.part_id
    LEFT JOIN supplier_part t ON t.id = l.supplier_part_id
    WHERE l.order_id = :order ORDER BY l.position""")
_SERIALS = text(f"""
    SELECT {_COLUMNS} {_FROM}
    WHERE l.order_id = :order AND {ON_ORDER} AND i.serial IS NOT NULL
        AND (instr(i.serial_code, :code) > 0 OR instr(lower(p.part_number), :code) > 0)
    ORDER BY i.serial_code <> :code, l.position, i.serial_sort, i.id LIMIT :most""")
_ELSEWHERE = text("""
    SELECT i.id, i.part_id, i.received_at, p.part_number, p.revision, o.number
    FROM (SELECT id FROM inventory_item WHERE serial_code = :code
          UNION SELECT id FROM inventory_item WHERE uid = :upper) f
    JOIN inventory_item i ON i.id = f.id JOIN part p ON p.id = i.part_id
    LEFT JOIN purchase_line l ON l.id = i.purchase_line_id
    LEFT JOIN purchase_order o ON o.id = l.order_id
    WHERE i.voided_at IS NULL AND i.merged_into_id IS NULL
    ORDER BY i.part_id NOT IN (SELECT x.part_id FROM purchase_line x WHERE x.order_id = :order), i.id
    LIMIT 1""")
_PART = text("""
    SELECT part_number, revision FROM part
    WHERE instr(char(10) || search_text || char(10), char(10) || :code || char(10)) > 0 LIMIT 1""")
_RECEIPT = text("""
    SELECT u.name AS actor FROM event e JOIN change_set c ON c.id = e.change_set_id
    JOIN user u ON u.id = c.actor_id
    WHERE e.entity = 'item' AND e.entity_id = :id
        AND json_extract(e.changes, '$.received_quantity[1]') IS NOT NULL
    ORDER BY e.version DESC LIMIT 1""")
