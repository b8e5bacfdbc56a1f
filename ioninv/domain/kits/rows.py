"""Kits as lists and panels show them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, from_micro
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.rows import number_text
from ioninv.errors import NotFound
from ioninv.vocabulary import Permission


@dataclass(frozen=True)
class KitRow:
    """A kit, how many items are in it and how much that is, unit by unit (“12 · 3.5 m”).

    Times are ISO 8601 in UTC; `closed` is empty while it is open.
    """

    id: int
    name: str
    reference: str
    destination_id: int | None
    destination: str
    closed: str
    items: int
    quantity: str
    version: int
    created: str
    updated: str


@requires(Permission.VIEW_KITS)
def get(session: Session, actor: Actor, kit_id: int) -> KitRow:
    """Raises NotFound when there is no such kit."""
    return kit_row(session, kit_id)


def kit_row(session: Session, kit_id: int) -> KitRow:
    """Raises NotFound when there is no such kit."""
    rows = kit_rows(session, [kit_id])
    if not rows:
        raise NotFound("There is no such kit. It may have been opened from an old link.")
    return rows[0]


def kit_rows(session: Session, ids: Sequence[int]) -> list[KitRow]:
    """The rows of these kits, in the order of the ids."""
    given = {"ids": json.dumps(list(ids))}
    items: dict[int, int] = {}
    amounts: dict[int, list[str]] = {}
    for row in session.execute(_CONTENTS, given):
        items[row.kit_id] = items.get(row.kit_id, 0) + row.items
        amount = f"{number_text(from_micro(row.quantity))} {row.unit}".strip()
        amounts.setdefault(row.kit_id, []).append(amount)
    return [
        KitRow(
            id=row.id,
            name=row.name,
            reference=row.reference,
            destination_id=row.destination_id,
            destination=row.path or "",
            closed=_time(row.closed_at),
            items=items.get(row.id, 0),
            quantity=" · ".join(amounts.get(row.id, ())),
            version=row.version,
            created=_time(row.created_at),
            updated=_time(row.updated_at),
        )
        for row in session.execute(_KITS, given)
    ]


def _time(micro: int | None) -> str:
    return "" if micro is None else from_instant(micro).isoformat(timespec="seconds")


_KITS = text("""
    SELECT k.*, l.path FROM json_each(:ids) j JOIN kit k ON k.id = j.value
    LEFT JOIN location l ON l.id = k.destination_id ORDER BY j.key""")
_CONTENTS = text("""
    SELECT i.kit_id, p.unit, count(*) AS items, sum(i.quantity) AS quantity
    FROM json_each(:ids) j CROSS JOIN inventory_item i ON i.kit_id = j.value
    JOIN part p ON p.id = i.part_id
    GROUP BY i.kit_id, p.unit ORDER BY i.kit_id, p.unit""")
