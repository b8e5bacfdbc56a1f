"""The rows of each kind of thing, by the plain cursor: no row is kept once it is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, demand, demand_visible, requires
from ioninv.domain.attributes.filtering import sorted_by
from ioninv.domain.attributes.rows import AttributeRow
from ioninv.domain.exports.writing import chunks
from ioninv.domain.imports.attributes import live
from ioninv.domain.imports.fields import FIELDS, Kind
from ioninv.domain.items.conditions import conditions
from ioninv.domain.items.filter import ItemFilter
from ioninv.domain.items.sorting import ItemSort
from ioninv.domain.purchasing.searching import OrderFilter, order_of
from ioninv.domain.purchasing.searching import conditions as order_conditions
from ioninv.domain.purchasing.states import LINES, STATE_OF_ORDER
from ioninv.vocabulary import (
    MICRO,
    AppliesTo,
    AttributeKind,
    Entity,
    Permission,
    PurchaseState,
    Status,
)

BATCH: Final = 1_000
_SHOWS: Final = {
    Kind.LOCATIONS: Entity.LOCATION,
    Kind.SUPPLIERS: Entity.SUPPLIER,
    Kind.PARTS: Entity.PART,
    Kind.PURCHASE_LINES: Entity.PURCHASE_LINE,
    Kind.ITEMS: Entity.ITEM,
}
_LABELS = {status.code: status.label for status in Status}
_EVERYTHING = ItemFilter()
_AS_IN_GRID = ItemSort()
_ALL_ORDERS = OrderFilter()


@requires(Permission.EXPORT)
def rows(
    session: Session,
    actor: Actor,
    kind: Kind,
    filter: ItemFilter = _EVERYTHING,
    sort: ItemSort = _AS_IN_GRID,
) -> Iterator[str]:
    """A CSV file in pieces of text, read while they are taken: keep the session open meanwhile.

    Items are those that the filter lets through, in the grid's order: voided and merged ones only
    where their status is asked for. Other kinds are whole, archived ones too.
    Raises Forbidden for a kind that the actor may not see. What stands on a row belongs to it: an item
    has the names of its part, location, supplier and orders, as in the grid.
    """
    demand_visible(actor, _SHOWS[kind])
    attributes = live(session, kind)
    header = [field.header for field in FIELDS[kind] if field.exported]
    header += [attribute.name for attribute in attributes]
    if kind is Kind.ITEMS:
        return chunks(header, _items(session, filter, sort, attributes))
    if kind is Kind.PURCHASE_LINES:
        return orders(session, actor)
    query = _OTHERS[kind].format(attributes=_values("p", attributes))
    return chunks(header, batches(session, query, {}, _finish(kind, attributes)))


@requires(Permission.EXPORT)
def orders(
    session: Session, actor: Actor, filter: OrderFilter = _ALL_ORDERS, sort: str = "number"
) -> Iterator[str]:
    """A CSV file of the lines of the orders that a filter lets through, in the order of the list.

    An order without lines has one row that names no part. Raises Invalid for another sort.
    """
    demand(actor, Permission.VIEW_PURCHASING)
    where, parameters = order_conditions(filter)
    query = f"{_ORDERS} WHERE {where} ORDER BY {order_of(sort)}, r.id, l.position"
    header = [field.header for field in FIELDS[Kind.PURCHASE_LINES] if field.exported]
    return chunks(header, batches(session, query, parameters, _TIMES[Kind.PURCHASE_LINES]))


def file_name(kind: str, day: date) -> str:
    return f"ioninv-{kind}-{day.isoformat()}.csv"


def _items(
    session: Session, filter: ItemFilter, sort: ItemSort, attributes: Sequence[AttributeRow]
) -> Iterator[list[list[Any]]]:
    found = conditions(session, filter)
    sorted_by(session, AppliesTo.ITEM, sort.column)
    order = sort.order
    way = "DESC" if sort.descending else "ASC"
    keys = [f"{key} {way}" for key in (*order.keys, "i.id")]
    if order.has_value:
        keys.insert(0, f"NOT ({order.has_value})")
    join = f"LEFT JOIN {order.table} t ON {order.on}" if order.table else ""
    # Only what orders is sorted; the limit keeps SQLite from forgetting the order of a subquery.
    query = (
        f"SELECT {_ITEM_CELLS}{_values('i', attributes)} "
        f"FROM (SELECT i.id FROM inventory_item i {join} WHERE {found.where} "
        f"ORDER BY {', '.join(keys)} LIMIT -1) o CROSS JOIN inventory_item i ON i.id = o.id "
        f"{_ITEM_JOINS}"
    )
    return batches(session, query, found.parameters, _finish(Kind.ITEMS, attributes))


def _values(row: str, attributes: Sequence[AttributeRow]) -> str:
    """SQL for a column for each attribute."""
    return "".join(f", {row}.attributes ->> '$.\"{each.id}\"'" for each in attributes)


def _finish(
    kind: Kind, attributes: Sequence[AttributeRow]
) -> Sequence[tuple[int, Callable[[Any], Any]]]:
    """What has to be written out, by column. A number is no text, so that no sign makes it one."""
    first = sum(field.exported for field in FIELDS[kind])
    numbers = [
        (first + place, Decimal)
        for place, each in enumerate(attributes)
        if each.kind is AttributeKind.NUMBER
    ]
    return (*_TIMES[kind], *numbers)


def batches(
    session: Session,
    query: str,
    parameters: Mapping[str, Any],
    finish: Sequence[tuple[int, Callable[[Any], Any]]],
) -> Iterator[list[list[Any]]]:
    """The rows of a query as lists of cells; `finish` writes out columns by their places."""
    connection: Any = session.connection().connection.driver_connection
    cursor = connection.cursor()
    try:
        cursor.execute(query, dict(parameters))
        while batch := cursor.fetchmany(BATCH):
            made = [list(row) for row in batch]
            for place, text in finish:
                for row in made:
                    if row[place] is not None:
                        row[place] = text(row[place])
            yield made
    finally:
        cursor.close()


@lru_cache(maxsize=4096)
def instant(value: int) -> str:
    """A stored time as ISO 8601 in UTC."""
    return from_instant(value).isoformat().replace("+00:00", "Z")


def _decimal(column: str) -> str:
    """SQL for millionths as the shortest exact decimal."""
    return (
        f"CASE WHEN {column} % {MICRO} = 0 THEN {column} / {MICRO} ELSE "
        f"rtrim(format('%d.%06d', {column} / {MICRO}, {column} % {MICRO}), '0') END"
    )


def truth(column: str) -> str:
    """SQL for a truth as a word."""
    return f"CASE WHEN {column} THEN 'true' ELSE 'false' END"


def _sources(entity: Entity, row: str) -> str:
    """SQL for the references of a row, as `imports.sources` reads them."""
    written = "r.system || '/' || r.source_table || '/' || r.source_id"
    return (
        f"(SELECT group_concat(replace(replace({written}, '%', '%25'), ';', '%3B'), '; ') "
        f"FROM source_ref r WHERE r.entity = '{entity}' AND r.entity_id IN ({row}))"
    )


_HOLDS = """
    CASE WHEN i.open_holds > 0 THEN
        (SELECT group_concat(
            replace(replace(h.reason, '\\', '\\\\'), ';', '\\;'), '; ' ORDER BY h.id)
         FROM hold h WHERE h.item_id = i.id AND h.released_at IS NULL) END"""

_WITH_MERGED = """
    WITH RECURSIVE gone (id) AS (
        SELECT l.id UNION SELECT m.id FROM location m JOIN gone ON m.merged_into_id = gone.id)
    SELECT id FROM gone"""

_CELLS: Final[dict[Kind, dict[str, str]]] = {
    Kind.ITEMS: {
        "uid": "i.uid",
        "part_number": "p.part_number",
        "revision": "p.revision",
        "part_name": "p.name",
        "serial": "i.serial",
        "lot": "i.lot",
        "quantity": _decimal("i.quantity"),
        "unit": "p.unit",
        "status": "i.status",
        "location": "l.path",
        "supplier": "s.name",
        "usage_type": "g.name",
        "unit_cost": f"CASE WHEN i.unit_cost IS NOT NULL THEN {_decimal('i.unit_cost')} END",
        "currency": "i.currency",
        "work_order": "i.work_order",
        "purchase_order": "i.purchase_order",
        "purchase_line": "(SELECT position FROM purchase_line WHERE id = i.purchase_line_id)",
        "received_quantity": (
            f"CASE WHEN i.received_quantity IS NOT NULL THEN {_decimal('i.received_quantity')} END"
        ),
        "parent": "(SELECT uid FROM inventory_item WHERE id = i.parent_id)",
        "kit": "(SELECT name FROM kit WHERE id = i.kit_id)",
        "origin": "(SELECT uid FROM inventory_item WHERE id = i.origin_id)",
        "merged_into": "(SELECT uid FROM inventory_item WHERE id = i.merged_into_id)",
        "shipped_to": "i.shipped_to",
        "hold_reason": _HOLDS,
        "expires_on": "i.expires_on",
        "note": "i.note",
        "received_at": "i.received_at",
        "work_started_at": "i.work_started_at",
        "shipped_at": "i.shipped_at",
        "scrapped_at": "i.scrapped_at",
        "voided_at": "i.voided_at",
        "source": _sources(Entity.ITEM, "i.id"),
        "created_at": "i.created_at",
        "updated_at": "i.updated_at",
    },
    Kind.PARTS: {
        "part_number": "p.part_number",
        "revision": "p.revision",
        "name": "p.name",
        "description": "p.description",
        "tracking": "p.tracking",
        "kind": "p.kind",
        "unit": "p.unit",
        "cost": f"CASE WHEN p.cost IS NOT NULL THEN {_decimal('p.cost')} END",
        "currency": "p.currency",
        "lead_time_days": "p.lead_time_days",
        "reorder_min": f"CASE WHEN p.reorder_min IS NOT NULL THEN {_decimal('p.reorder_min')} END",
        "reorder_max": f"CASE WHEN p.reorder_max IS NOT NULL THEN {_decimal('p.reorder_max')} END",
        "supplier": "s.name",
        "location": "l.path",
        "predecessor": "b.part_number",
        "predecessor_revision": "b.revision",
        "archived": truth("p.archived"),
        "source": _sources(Entity.PART, "p.id"),
        "created_at": "p.created_at",
        "updated_at": "p.updated_at",
    },
    Kind.LOCATIONS: {
        "path": "l.path",
        "name": "l.name",
        "parent": "above.path",
        "kind": "l.kind",
        "description": "l.description",
        "available": truth("l.available"),
        "archived": truth("l.archived"),
        "source": _sources(Entity.LOCATION, _WITH_MERGED),
        "created_at": "l.created_at",
        "updated_at": "l.updated_at",
    },
    Kind.PURCHASE_LINES: {
        "order": "r.number",
        "position": "l.position",
        "order_status": STATE_OF_ORDER,
        "supplier": "s.name",
        "supplier_reference": "r.supplier_reference",
        "placed_at": "r.placed_at",
        "expected_on": "coalesce(l.expected_on, r.expected_on)",
        "part": "p.part_number",
        "revision": "p.revision",
        "sku": "t.sku",
        "pack_size": f"CASE WHEN t.id IS NOT NULL THEN {_decimal('t.pack_size')} END",
        "supplier_unit": "t.supplier_unit",
        "quantity": f"CASE WHEN l.id IS NOT NULL THEN {_decimal('l.quantity')} END",
        "received": f"CASE WHEN l.id IS NOT NULL THEN {_decimal('l.received')} END",
        "open": f"CASE WHEN l.id IS NOT NULL THEN {_decimal('l.open')} END",
        "unit_cost": f"CASE WHEN l.unit_cost IS NOT NULL THEN {_decimal('l.unit_cost')} END",
        "currency": "coalesce(nullif(l.currency, ''), r.currency)",
        "location": "(SELECT path FROM location WHERE id = coalesce(l.location_id, r.location_id))",
        "note": "l.note",
        "order_note": "r.note",
        "cancelled_at": "CASE WHEN l.id IS NULL THEN r.cancelled_at ELSE l.cancelled_at END",
        "source": _sources(Entity.PURCHASE_LINE, "l.id"),
        "updated_at": "coalesce(l.updated_at, r.updated_at)",
    },
    Kind.SUPPLIERS: {
        "name": "s.name",
        "description": "s.description",
        "contact": "s.contact",
        "email": "s.email",
        "phone": "s.phone",
        "website": "s.website",
        "currency": "s.currency",
        "archived": truth("s.archived"),
        "source": _sources(Entity.SUPPLIER, "s.id"),
        "created_at": "s.created_at",
        "updated_at": "s.updated_at",
    },
}
"""SQL for each column of our own files."""


def _select(kind: Kind) -> str:
    return ", ".join(_CELLS[kind][field.name] for field in FIELDS[kind] if field.exported)


def _times(kind: Kind) -> tuple[tuple[int, Callable[[Any], str]], ...]:
    """Which columns are instants, or statuses, to be written out."""
    names = [field.name for field in FIELDS[kind] if field.exported]
    times = [(place, instant) for place, name in enumerate(names) if name.endswith("_at")]
    if kind is Kind.ITEMS:
        return ((names.index("status"), _LABELS.__getitem__), *times)
    if kind is Kind.PURCHASE_LINES:
        return ((names.index("order_status"), lambda state: PurchaseState(state).label), *times)
    return tuple(times)


_TIMES = {kind: _times(kind) for kind in Kind}
_ITEM_CELLS = _select(Kind.ITEMS)
_ITEM_JOINS = """
    CROSS JOIN part p ON p.id = i.part_id
    LEFT JOIN location l ON l.id = i.location_id
    LEFT JOIN supplier s ON s.id = i.supplier_id
    LEFT JOIN usage_type g ON g.id = i.usage_type_id"""
_ORDERS = f"""
    SELECT {_select(Kind.PURCHASE_LINES)} FROM purchase_order r
    LEFT JOIN {LINES} l ON l.order_id = r.id LEFT JOIN part p ON p.id = l.part_id
    LEFT JOIN supplier s ON s.id = r.supplier_id
    LEFT JOIN supplier_part t ON t.id = l.supplier_part_id"""
_OTHERS = {
    Kind.PARTS: f"""
        SELECT {_select(Kind.PARTS)}{{attributes}} FROM part p
        LEFT JOIN supplier s ON s.id = p.supplier_id
        LEFT JOIN location l ON l.id = p.location_id
        LEFT JOIN part b ON b.id = p.predecessor_id ORDER BY p.sort, p.id""",
    Kind.LOCATIONS: f"""
        SELECT {_select(Kind.LOCATIONS)} FROM location l
        LEFT JOIN location above ON above.id = l.parent_id
        WHERE l.merged_into_id IS NULL ORDER BY l.path_sort, l.id""",
    Kind.SUPPLIERS: f"""
        SELECT {_select(Kind.SUPPLIERS)} FROM supplier s ORDER BY s.name_key, s.id""",
}
