"""As built: everything that is installed in an item, level below level."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_micro
from ioninv.domain.access import Actor, requires
from ioninv.domain.items.assembly import DEEPEST
from ioninv.domain.items.rows import number_text, part_label
from ioninv.vocabulary import Permission, Status

MOST: Final = 2_000


@dataclass(frozen=True)
class Installed:
    """An item in an assembly; `level` 1 lies directly in the item that was asked for."""

    id: int
    parent_id: int
    level: int
    label: str
    part: str
    name: str
    lot: str
    quantity: str
    status: Status
    held: bool


@requires(Permission.VIEW_INVENTORY)
def built(session: Session, actor: Actor, item_id: int, limit: int = MOST) -> list[Installed]:
    """What is installed in an item and in that: upper levels first, by part and serial within one."""
    rows = session.execute(_BELOW, {"id": item_id, "deepest": DEEPEST, "limit": limit})
    return [
        Installed(
            id=row.id,
            parent_id=row.parent_id,
            level=row.level,
            label=row.serial or row.uid,
            part=part_label(row.part_number, row.revision),
            name="" if row.name == row.part_number else row.name,
            lot=row.lot or "",
            quantity=""
            if row.serial
            else f"{number_text(from_micro(row.quantity))} {row.unit}".strip(),
            status=Status.from_code(row.status),
            held=row.open_holds > 0,
        )
        for row in rows
    ]


_BELOW = text("""
    WITH RECURSIVE below (id, level) AS (
        SELECT id, 1 FROM inventory_item WHERE parent_id = :id
        UNION ALL
        SELECT i.id, level + 1 FROM below JOIN inventory_item i ON i.parent_id = below.id
        WHERE level < :deepest)
    SELECT i.id, i.parent_id, i.uid, i.serial, i.lot, i.quantity, i.status, i.open_holds,
        p.part_number, p.revision, p.name, p.unit, below.level
    FROM below JOIN inventory_item i ON i.id = below.id JOIN part p ON p.id = i.part_id
    ORDER BY below.level, p.sort, i.serial_sort, i.id LIMIT :limit""")
