"""Statuses that follow from places, derived anew in sets: very many items may lie in one."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.items.status import STATUS_SQL
from ioninv.domain.items.tally import Dimension


def settle(session: Session, location_ids: Sequence[int]) -> int:
    """Derive anew the statuses of what lies in these locations; returns how many differed.

    Does what `items.writing.rederive` does, without naming the items one by one.
    """
    if not location_ids:
        return 0
    places = {"locations": json.dumps(list(location_ids))}
    groups = session.execute(_GROUPS, places).all()
    if not groups:
        return 0
    session.execute(_SETTLE, places)
    session.execute(_TALLY, _tally_changes(groups))
    return sum(group.items for group in groups)


def _tally_changes(groups: Sequence[Any]) -> list[dict[str, int]]:
    """Every tally row that the groups leave (fewer) and enter (more)."""
    sums: defaultdict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0, 0])
    for group in groups:
        keys = {
            Dimension.ALL: 0,
            Dimension.PART: group.part_id,
            Dimension.LOCATION: group.location_id,
            Dimension.SUPPLIER: group.supplier_id,
            Dimension.USAGE_TYPE: group.usage_type_id,
        }
        for dimension, key in keys.items():
            quantity = group.quantity if dimension is Dimension.PART else 0
            for status, sign in ((group.before, -1), (group.after, 1)):
                entry = sums[dimension.value, key or 0, status]
                entry[0] += sign * group.items
                entry[1] += sign * quantity
    return [
        {"dimension": dimension, "key": key, "status": status, "items": items, "quantity": quantity}
        for (dimension, key, status), (items, quantity) in sums.items()
    ]


_LIES_THERE = "i.location_id IN (SELECT value FROM json_each(:locations))"

_GROUPS = text(f"""
    SELECT status AS before, after, part_id, location_id, supplier_id, usage_type_id,
        count(*) AS items, sum(quantity) AS quantity
    FROM (SELECT i.*, {STATUS_SQL} AS after FROM inventory_item i WHERE {_LIES_THERE})
    WHERE before <> after
    GROUP BY 1, 2, 3, 4, 5, 6""")

_SETTLE = text(f"""
    UPDATE inventory_item AS i SET status = {STATUS_SQL}
    WHERE {_LIES_THERE} AND i.status <> {STATUS_SQL}""")

# The row may be new; a check refuses negative counts even where the conflict clause would add.
_TALLY = text("""
    INSERT INTO tally (dimension, key, status, items, quantity)
    VALUES (:dimension, :key, :status, max(:items, 0), max(:quantity, 0))
    ON CONFLICT (dimension, key, status) DO UPDATE
    SET items = items + :items, quantity = quantity + :quantity""")
