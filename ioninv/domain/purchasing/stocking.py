"""The items of a line: made on order with it, and following what it says while they are."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import to_micro
from ioninv.domain import history
from ioninv.domain.items.taken import refuse_taken
from ioninv.domain.items.writing import insert_items, update_items
from ioninv.domain.purchasing.rows import CURRENCY
from ioninv.domain.purchasing.states import ON_ORDER
from ioninv.vocabulary import MICRO

BOUGHT = "bought"
Facts = dict[str, Any]


def facts_of(session: Session, line_id: int) -> Facts:
    """What a line gives to its items, in stored values."""
    row = session.execute(_FACTS, {"line": line_id}).mappings().one()
    return {**row, "currency": row["currency"] if row["unit_cost"] is not None else ""}


def make_items(
    act: history.Act,
    line_id: int,
    quantity: Decimal | int,
    serials: Sequence[str] = (),
    lot: str | None = None,
    *,
    received_at: int | None = None,
    given: Mapping[str, Any] | None = None,
) -> list[int]:
    """Items of a line: one for each serial, and one for the units that have none; their ids.

    With `received_at` they came in at once, as what is more than was ordered; `given` are facts that
    differ from those of the line.
    Raises Conflict with the field `serials` where another item has one of them.
    """
    facts: Facts = facts_of(act.session, line_id) | {"purchase_line_id": line_id, "lot": lot}
    facts |= given or {}
    refuse_taken(
        act.session, [(facts["part_id"], serial, 0) for serial in serials], field="serials"
    )
    micro = to_micro(quantity) if isinstance(quantity, Decimal) else quantity
    rows = [facts | {"serial": serial, "quantity": MICRO} for serial in serials]
    rest = micro - len(rows) * MICRO
    if rest:
        rows.append(facts | {"quantity": rest})
    if received_at is not None:
        for row in rows:
            row |= {"received_at": received_at, "received_quantity": row["quantity"]}
    return insert_items(act, rows, kind=BOUGHT)


def follow(act: history.Act, line_id: int, before: Facts) -> list[int]:
    """Let what is on order have what its line gives now, where it had what the line gave before.

    So does what was voided with its line: reopened, it is on order with what the line gives then.
    """
    after = facts_of(act.session, line_id)
    different = [name for name in after if after[name] != before[name]]
    if not different:
        return []
    changes: dict[int, dict[str, Any]] = {}
    for item in [*on_order(act.session, [line_id]), *voided_with(act.session, [line_id])]:
        same = [name for name in different if item[name] == before[name]]
        if same:
            changes[item["id"]] = {name: after[name] for name in same}
    return update_items(act, changes)


def on_order(session: Session, line_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The items of these lines that have still to come in, those first that a change takes first.

    That is what has no serial before what has one, then what no hold or issue is on, then what has
    no lot: the plain remainder of a line before what was set apart from it.
    """
    rows = session.execute(_ON_ORDER, {"lines": json.dumps(list(line_ids))}).mappings()
    return [dict(row) for row in rows]


def voided_with(session: Session, line_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The items that were voided when these lines were cancelled."""
    rows = session.execute(_VOIDED_WITH, {"lines": json.dumps(list(line_ids))}).mappings()
    return [dict(row) for row in rows]


def is_plain(item: Mapping[str, Any]) -> bool:
    """Whether it is on order as the line says, with nothing of its own: so it may grow."""
    return item["serial"] is None and not item["lot"] and not item["set_apart"]


_FACTS = text(f"""
    SELECT l.part_id, o.supplier_id, o.number AS purchase_order, l.unit_cost, {CURRENCY} AS currency,
        coalesce(l.location_id, o.location_id,
            (SELECT w.id FROM location w WHERE w.id = p.location_id AND w.archived = 0)) AS location_id
    FROM purchase_line l JOIN purchase_order o ON o.id = l.order_id
    JOIN part p ON p.id = l.part_id LEFT JOIN supplier s ON s.id = o.supplier_id
    WHERE l.id = :line""")
_ON_ORDER = text(f"""
    SELECT i.*, i.open_holds > 0 OR EXISTS (SELECT 1 FROM issue_item x
        WHERE x.item_id = i.id AND x.removed_at IS NULL AND x.outcome = '') AS set_apart
    FROM json_each(:lines) j
    JOIN inventory_item i ON i.purchase_line_id = j.value
    WHERE {ON_ORDER}
    ORDER BY j.key, i.serial IS NOT NULL, set_apart, i.lot IS NOT NULL, i.serial_sort, i.id""")
_VOIDED_WITH = text("""
    SELECT i.* FROM json_each(:lines) j
    JOIN purchase_line l ON l.id = j.value
    JOIN inventory_item i ON i.purchase_line_id = l.id AND i.voided_at = l.cancelled_at
        AND i.received_at IS NULL""")
