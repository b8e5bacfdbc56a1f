"""Lots that are recalled: what arrives of one later is on the recall's issue too, and held by it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import text

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.items.issue_links import issue_name, put_on, settle_holds
from ioninv.domain.items.rows import part_label


def join_recalls(act: history.Act, item_ids: Iterable[int]) -> tuple[str, ...]:
    """Put items on the open recalls of their lots, and tell of each; what was taken off stays off."""
    arrived = _by_lot(act, item_ids)
    if not arrived:
        return ()
    said = dict[str, None]()
    for recall in act.session.execute(_RECALLS, {"parts": json.dumps([p for p, _ in arrived])}):
        rows = arrived.get((recall.part_id, codes.lot(recall.lot)), [])
        off = _taken_off(act, recall.id, rows)
        on_it = [row for row in rows if row.id not in off]
        if on_it:
            settle_holds(act, put_on(act, recall.id, [row.id for row in on_it]))
            said[_sentence(recall, on_it)] = None
    return tuple(said)


def _by_lot(act: history.Act, item_ids: Iterable[int]) -> dict[tuple[int, str], list[Any]]:
    found = defaultdict[tuple[int, str], list[Any]](list)
    for row in act.session.execute(_ARRIVED, {"ids": json.dumps(list(item_ids))}):
        found[row.part_id, codes.lot(row.lot)].append(row)
    return found


def _taken_off(act: history.Act, issue_id: int, rows: Sequence[Any]) -> set[int]:
    asked = {"issue": issue_id, "ids": json.dumps([row.id for row in rows])}
    return set(act.session.execute(_TAKEN_OFF, asked).scalars())


def _sentence(recall: Any, rows: Sequence[Any]) -> str:
    first, count = rows[0], len(rows)
    items = f"{count:,} items are" if count > 1 else "it is"
    part = part_label(first.part_number, first.revision)
    held = ", and held by it" if recall.holds else ""
    return f"Lot {first.lot} of {part} is recalled: {items} on {issue_name(recall.number)}{held}."


_ARRIVED = text("""
    SELECT i.id, i.part_id, i.lot, p.part_number, p.revision FROM json_each(:ids) j
    CROSS JOIN inventory_item i ON i.id = j.value JOIN part p ON p.id = i.part_id
    WHERE i.lot_code <> ''""")
_TAKEN_OFF = text("""
    SELECT item_id FROM issue_item WHERE issue_id = :issue AND removed_at IS NOT NULL
        AND item_id IN (SELECT value FROM json_each(:ids))""")

# What was put on a recall later, by hand, says nothing about its lot.
_RECALLS = text("""
    SELECT DISTINCT s.id, s.number, s.holds, o.part_id, o.lot FROM issue s
    CROSS JOIN event e ON e.entity = 'issue' AND e.entity_id = s.id AND e.version = 1
    CROSS JOIN change_set c ON c.id = e.change_set_id AND c.verb = 'recalled'
    CROSS JOIN issue_item x ON x.issue_id = s.id AND x.created_at = s.created_at
    CROSS JOIN inventory_item o ON o.id = x.item_id
    WHERE s.state <> 'resolved' AND o.lot IS NOT NULL
        AND o.part_id IN (SELECT value FROM json_each(:parts))
    ORDER BY s.id""")
