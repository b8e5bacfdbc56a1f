"""Items one after the other, for programs: along a cursor, with ids and numbers as they are stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from ioninv.db.types import from_instant, from_micro
from ioninv.domain.access import Actor, requires, visible_to
from ioninv.domain.attributes.filtering import sorted_by
from ioninv.domain.attributes.values import values_of
from ioninv.domain.cursor import Cursor
from ioninv.domain.items.conditions import FEW, Conditions, conditions
from ioninv.domain.items.filter import ItemFilter
from ioninv.domain.items.rows import part_label
from ioninv.domain.items.searching import (
    WALK_SECONDS,
    Position,
    along,
    deadline,
    directed,
    ids_of,
    position_of,
)
from ioninv.domain.items.sorting import ItemSort
from ioninv.domain.listing import LARGEST_PAGE
from ioninv.errors import Invalid
from ioninv.vocabulary import AppliesTo, Entity, Permission, Status

_AS_IN_GRID: Final = ItemSort()


@dataclass(frozen=True)
class ItemFacts:
    """An item as it is stored, with the names of what it belongs to.

    Quantities and costs are exact decimals as text, `expires_on` a day, times are ISO 8601 in UTC;
    texts are empty where there is none. `unit_cost` is per `unit`. `open_holds` and `open_issues`
    count. `attributes` are stored texts by the id of their attribute.
    """

    id: int
    version: int
    uid: str
    part_id: int
    part: str
    serial: str
    lot: str
    quantity: str
    unit: str
    status: Status
    location_id: int | None
    location: str
    supplier_id: int | None
    supplier: str
    usage_type_id: int | None
    usage_type: str
    kit_id: int | None
    kit: str
    parent_id: int | None
    origin_id: int | None
    merged_into_id: int | None
    purchase_order: str
    purchase_line_id: int | None
    unit_cost: str
    currency: str
    expires_on: str
    work_order: str
    shipped_to: str
    note: str
    open_holds: int
    open_issues: int
    attributes: dict[int, str]
    received: str
    created: str
    updated: str


@dataclass(frozen=True)
class Browsed:
    """Some items in order, and the cursor of those that follow; empty at the end."""

    rows: list[ItemFacts]
    next: str


@requires(Permission.VIEW_INVENTORY)
def browse(
    session: Session,
    actor: Actor,
    filter: ItemFilter,
    sort: ItemSort = _AS_IN_GRID,
    size: int = 50,
    after: str = "",
) -> Browsed:
    """The items that follow a cursor in the order of the grid, from the first on without one.

    Along the cursors nothing is skipped and nothing comes twice, whatever is stored meanwhile.
    Raises Invalid for a size, an order or a cursor that cannot be.
    """
    if not 1 <= size <= LARGEST_PAGE:
        raise Invalid(f"A page has 1 to {LARGEST_PAGE} rows.", "size")
    sorted_by(session, AppliesTo.ITEM, sort.column)
    start = _start(after, sort)
    ids = _ids_from(session, conditions(session, filter), sort, start, size + 1)
    return Browsed(facts_of(session, actor, ids[:size]), _following(session, sort, ids, size))


def facts_of(session: Session, actor: Actor, ids: Sequence[int]) -> list[ItemFacts]:
    """The facts of these items, in the order of the ids, as far as this actor may see them."""
    hidden: dict[str, Any] = {}
    if not visible_to(actor, Entity.ISSUE):
        hidden["open_issues"] = 0
    if not visible_to(actor, Entity.PURCHASE_ORDER):
        hidden["purchase_line_id"] = None
    found = {
        row.id: replace(_facts(row), **hidden)
        for row in session.execute(_FACTS, {"ids": json.dumps([*ids])})
    }
    return [found[id_] for id_ in ids if id_ in found]


def _start(after: str, sort: ItemSort) -> Position | None:
    keys = len(sort.order.keys) + 1
    cursor = Cursor.read(after, str(sort), keys + 1)
    if cursor is None:
        return None
    if not cursor.keys[0] and not sort.order.has_value:
        raise Invalid("This cursor leads nowhere. Begin without a cursor.", "cursor")
    return Position(True, cursor.keys[1:]) if cursor.keys[0] else Position(False, cursor.keys[-1:])


def _following(session: Session, sort: ItemSort, ids: list[int], size: int) -> str:
    if len(ids) <= size:
        return ""
    last = position_of(session, sort, ids[size - 1])
    if last is None:  # its row was read a moment ago: this tells the type checker
        raise AssertionError
    if last.has_value:
        return str(Cursor(str(sort), (1, *last.keys)))
    return str(Cursor(str(sort), (0, *[None] * len(sort.order.keys), *last.keys)))


def _ids_from(
    session: Session, found: Conditions, sort: ItemSort, start: Position | None, limit: int
) -> list[int]:
    if found.few and found.estimate <= FEW:
        return _collected(session, found, sort, start, limit)
    try:
        with deadline(session, WALK_SECONDS):
            return along(session, found, sort, start, limit, 0, backwards=False)
    except OperationalError as error:
        if "interrupted" not in str(error.orig):
            raise
        return _collected(session, found, sort, start, limit)


def _collected(
    session: Session, found: Conditions, sort: ItemSort, start: Position | None, limit: int
) -> list[int]:
    """Let the filter drive, and sort what it lets through."""
    order = sort.order
    join = f"LEFT JOIN {order.table} t ON {order.on}" if order.table else ""
    keys = (*order.keys, "i.id")
    has = [f"NOT ({order.has_value})"] if order.has_value else []
    ordered = ", ".join([*has, *directed(keys, sort.descending)])
    indexed = f"INDEXED BY {found.driver}" if found.driver else ""
    later, parameters = _later(sort, start)
    return ids_of(
        session,
        f"SELECT i.id FROM inventory_item i {indexed} {join} WHERE {found.where} AND {later} "
        f"ORDER BY {ordered} LIMIT {limit}",
        {**found.parameters, **parameters},
    )


def _later(sort: ItemSort, start: Position | None) -> tuple[str, dict[str, Any]]:
    """The condition that an item comes after a position, and its parameters."""
    if start is None:
        return "1", {}
    order, past = sort.order, "<" if sort.descending else ">"
    given = {f"key{n}": value for n, value in enumerate(start.keys)}
    if not start.has_value:
        return f"(NOT ({order.has_value}) AND i.id {past} :key0)", given
    compared = ", ".join(f":{name}" for name in given)
    later = f"({', '.join((*order.keys, 'i.id'))}) {past} ({compared})"
    if not order.has_value:
        return later, given
    return f"(({order.has_value} AND {later}) OR NOT ({order.has_value}))", given


def _facts(row: Any) -> ItemFacts:
    return ItemFacts(
        id=row.id,
        version=row.version,
        uid=row.uid,
        part_id=row.part_id,
        part=part_label(row.part_number, row.revision),
        serial=row.serial or "",
        lot=row.lot or "",
        quantity=str(from_micro(row.quantity)),
        unit=row.unit,
        status=Status.from_code(row.status),
        location_id=row.location_id,
        location=row.path or "",
        supplier_id=row.supplier_id,
        supplier=row.supplier or "",
        usage_type_id=row.usage_type_id,
        usage_type=row.usage_type or "",
        kit_id=row.kit_id,
        kit=row.kit or "",
        parent_id=row.parent_id,
        origin_id=row.origin_id,
        merged_into_id=row.merged_into_id,
        purchase_order=row.purchase_order,
        purchase_line_id=row.purchase_line_id,
        unit_cost="" if row.unit_cost is None else str(from_micro(row.unit_cost)),
        currency=row.currency,
        expires_on=row.expires_on or "",
        work_order=row.work_order,
        shipped_to=row.shipped_to,
        note=row.note,
        open_holds=row.open_holds,
        open_issues=row.open_issues,
        attributes=values_of(row.attributes),
        received=_time(row.received_at),
        created=_time(row.created_at),
        updated=_time(row.updated_at),
    )


def _time(stored: int | None) -> str:
    return "" if stored is None else from_instant(stored).isoformat(timespec="seconds")


_FACTS = text("""
    SELECT i.*, p.part_number, p.revision, p.unit, l.path, s.name AS supplier,
        g.name AS usage_type, k.name AS kit,
        (SELECT count(*) FROM issue_item x WHERE x.item_id = i.id AND x.removed_at IS NULL
            AND x.outcome = '') AS open_issues
    FROM json_each(:ids) j
    JOIN inventory_item i ON i.id = j.value
    JOIN part p ON p.id = i.part_id
    LEFT JOIN location l ON l.id = i.location_id
    LEFT JOIN supplier s ON s.id = i.supplier_id
    LEFT JOIN usage_type g ON g.id = i.usage_type_id
    LEFT JOIN kit k ON k.id = i.kit_id""")
