"""What there is of each part, what has still to come, and what is short; drafts of orders for that."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_micro
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Listing, Query, order_by
from ioninv.domain.matching import matching
from ioninv.domain.parts import counted
from ioninv.domain.parts.labels import part_label
from ioninv.domain.purchasing.creation import next_number
from ioninv.domain.purchasing.facts import ORDER_FACTS
from ioninv.domain.purchasing.form import LineRead, derived
from ioninv.domain.purchasing.lines import insert_line
from ioninv.domain.purchasing.rows import OrderRow, order_rows, plain
from ioninv.domain.purchasing.states import DUE
from ioninv.domain.tallied import Per
from ioninv.errors import Conflict, Invalid, Problem
from ioninv.models import PurchaseOrder
from ioninv.vocabulary import MICRO, Entity, Permission, Status

DRAFTED: Final = "drafted"
MOST_PARTS: Final = 1_000


@dataclass(frozen=True)
class SupplyFilter:
    """Which parts: every word of `text` must be found; `short` alone, or only what has still to come."""

    text: str = ""
    short: bool = False
    on_order: bool = False


@dataclass(frozen=True)
class SupplyRow:
    """A part: what is available, what is on order, and what is missing of its reorder minimum.

    Quantities are exact decimals as text, empty where there is none. `short` is what is missing of
    the minimum counting what is on order; `suggested` fills up to the maximum (or the minimum).
    `next_expected` is ISO 8601; `open_lines` counts the lines of which something has still to come.
    """

    part_id: int
    part: str
    name: str
    unit: str
    available: str
    on_order: str
    reorder_min: str
    reorder_max: str
    short: str
    suggested: str
    supplier_id: int | None
    supplier: str
    next_expected: str
    open_lines: int


@requires(Permission.VIEW_PURCHASING)
def supply(
    session: Session,
    actor: Actor,
    filter: SupplyFilter,
    sort: str = "part",
    page: int = 1,
    size: int = 50,
    after: str = "",
) -> Listing[SupplyRow]:
    """One page of parts by `part`, `available`, `on_order`, `short` or `expected`.

    Archived parts are left out, unless something of them has still to come.
    """
    found = matching(filter.text, "number_key")
    where = [found.where, f"(r.archived = 0 OR {_IN['on_order']} > 0)"]
    if filter.short:
        where.append(f"{_SHORT} > 0")
    if filter.on_order:
        where.append(f"{_IN['on_order']} > 0")
    query = Query(
        table="part",
        where=" AND ".join(where),
        parameters=found.parameters,
        order=order_by(sort, _ORDERS, "Parts"),
    )
    listed = query.page_ids(session, page, size, after)
    return Listing(_rows(session, listed.ids), listed.total, page, size, listed.next)


@requires(Permission.VIEW_PURCHASING)
def shortage(session: Session, actor: Actor) -> list[SupplyRow]:
    """The first thousand parts below their reorder minimum, by default supplier; those without last."""
    ids = session.execute(_SHORTAGE, {"most": MOST_PARTS}).scalars()
    return _rows(session, list(ids))


@requires(Permission.EDIT_PURCHASING)
def draft_orders(
    session: Session, actor: Actor, part_ids: Sequence[int], key: str | None = None
) -> list[OrderRow]:
    """Make one draft order per default supplier for what is short of these parts.

    Raises Conflict naming the parts that have no supplier or are not short any more, Invalid.
    """
    wanted = list(dict.fromkeys(part_ids))
    payload = {"parts": wanted}
    if done := history.repeated(session, actor, DRAFTED, Entity.PURCHASE_ORDER, key, payload):
        return order_rows(session, done.ids)
    if not 1 <= len(wanted) <= MOST_PARTS:
        raise Invalid(f"Choose 1 to {MOST_PARTS:,} parts.", "parts")
    by_supplier = _by_supplier(session, wanted)
    ids: list[int] = []
    with history.act(session, actor, DRAFTED, key=key, payload=payload) as act:
        for supplier_id, parts in by_supplier.items():
            ids.append(_draft(act, supplier_id, parts))
    return order_rows(session, ids)


def _by_supplier(session: Session, part_ids: Sequence[int]) -> dict[int, list[Any]]:
    """The rows of these parts by default supplier. Raises Conflict with all that stands against it."""
    rows = list(session.execute(_SUPPLY, _given(part_ids)))
    if len(rows) < len(part_ids):
        raise Invalid("One of these parts does not exist.", "parts")
    problems: list[Problem] = []
    found: dict[int, list[Any]] = {}
    for row in rows:
        label = part_label(row.part_number, row.revision)
        if row.supplier_id is None or row.supplier_archived:
            problems.append(Problem(f"{label} has no default supplier. Give it one.", "parts"))
        elif row.short <= 0:
            problems.append(Problem(f"{label} is not short any more.", "parts"))
        else:
            found.setdefault(row.supplier_id, []).append(row)
    if problems:
        raise Conflict.because(problems)
    return found


def _draft(act: history.Act, supplier_id: int, parts: Sequence[Any]) -> int:
    facts: dict[str, Any] = {
        "number": next_number(act.session),
        "supplier_id": supplier_id,
        "supplier_reference": "",
        "currency": "",
        "note": "",
        "location_id": None,
        "expected_on": None,
    }
    order = PurchaseOrder(**facts, **derived(facts))
    order_id = history.create_row(act, Entity.PURCHASE_ORDER, order, ORDER_FACTS)
    for part in parts:
        line: Mapping[str, Any] = {
            "part_id": part.id,
            "quantity": from_micro(_suggested(part)),
            "supplier_part_id": part.supplier_part_id,
            "unit_cost": None if part.cost is None else from_micro(part.cost),
            "currency": "" if part.cost is None else part.currency,
        }
        insert_line(act, order_id, LineRead(dict(line), [], None))
    return order_id


def _suggested(row: Any) -> int:
    """Up to the maximum, in whole units and whole packs of the supplier."""
    if row.short <= 0:
        return 0
    missing = max(row.reorder_max or 0, row.reorder_min or 0) - row.available - row.on_order
    pack = row.pack_size or (MICRO if counted(row.unit) else 1)
    return -(-missing // pack) * pack


def _rows(session: Session, ids: Sequence[int]) -> list[SupplyRow]:
    return [
        SupplyRow(
            part_id=row.id,
            part=part_label(row.part_number, row.revision),
            name="" if row.name == row.part_number else row.name,
            unit=row.unit,
            available=plain(row.available),
            on_order=plain(row.on_order),
            reorder_min=plain(row.reorder_min),
            reorder_max=plain(row.reorder_max),
            short=plain(row.short) if row.short > 0 else "",
            suggested=plain(_suggested(row)) if row.short > 0 else "",
            supplier_id=row.supplier_id,
            supplier=row.supplier or "",
            next_expected=row.next_expected or "",
            open_lines=row.open_lines,
        )
        for row in session.execute(_SUPPLY, _given(ids))
    ]


def _given(ids: Sequence[int]) -> dict[str, Any]:
    return {"ids": json.dumps(list(ids))}


def _quantity(status: Status) -> str:
    return (
        f"coalesce((SELECT y.quantity FROM tally y WHERE y.dimension = {Per.PART.value} "
        f"AND y.key = r.id AND y.status = {status.code}), 0)"
    )


_IN: Final = {
    "available": _quantity(Status.AVAILABLE),
    "on_order": _quantity(Status.ON_ORDER),
}
_SHORT: Final = f"(coalesce(r.reorder_min, 0) - {_IN['available']} - {_IN['on_order']})"
_OPEN: Final = f"FROM {DUE} AND l.part_id = r.id"
_NEXT: Final = (
    "(SELECT min(coalesce(l.expected_on, "
    f"(SELECT o.expected_on FROM purchase_order o WHERE o.id = l.order_id))) {_OPEN})"
)
_ORDERS: Final = {
    "part": "r.sort {way}",
    "available": f"{_IN['available']} {{way}}, r.sort",
    "on_order": f"{_IN['on_order']} {{way}}, r.sort",
    "short": f"max({_SHORT}, 0) {{way}}, r.sort",
    "expected": f"{_NEXT} IS NULL, {_NEXT} {{way}}, r.sort",
}
_SHORTAGE = text(f"""
    SELECT r.id FROM part r LEFT JOIN supplier s ON s.id = r.supplier_id
    WHERE r.archived = 0 AND r.reorder_min > 0 AND {_SHORT} > 0
    ORDER BY s.name_key IS NULL, s.name_key, r.sort, r.id LIMIT :most""")
_SUPPLY = text(f"""
    SELECT r.*, s.name AS supplier, s.archived AS supplier_archived,
        {_IN["available"]} AS available, {_IN["on_order"]} AS on_order, {_SHORT} AS short,
        {_NEXT} AS next_expected, (SELECT count(*) {_OPEN}) AS open_lines,
        t.id AS supplier_part_id, t.pack_size
    FROM json_each(:ids) j JOIN part r ON r.id = j.value
    LEFT JOIN supplier s ON s.id = r.supplier_id
    LEFT JOIN supplier_part t ON t.id = (SELECT max(u.id) FROM supplier_part u
        WHERE u.part_id = r.id AND u.supplier_id = r.supplier_id AND u.archived = 0)
    ORDER BY j.key""")
