"""The lots of parts, to recall them: each once, however it is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor, requires
from ioninv.domain.parts.labels import part_label
from ioninv.vocabulary import Permission


@dataclass(frozen=True)
class Lot:
    """A lot of a part, as its first item has it, and how many items are of it, in every status."""

    part_id: int
    part: str
    lot: str
    items: int


@requires(Permission.VIEW_INVENTORY)
def lots_called(session: Session, actor: Actor, lot: str, limit: int = 5) -> list[Lot]:
    """The lots that have this code, one for each part. Case, dashes and blanks do not matter."""
    code = codes.code(lot)
    if not code:
        return []
    return _lots(session, "i.lot_code = :code", {"code": code, "part": None, "limit": limit})


@requires(Permission.VIEW_INVENTORY)
def lots_of_part(
    session: Session, actor: Actor, part_id: int, typed: str = "", limit: int = 50
) -> list[Lot]:
    """The lots of a part whose code holds what is typed."""
    given = {"code": codes.code(typed), "part": part_id, "limit": limit}
    where = "i.part_id = :part AND i.lot_code <> '' AND instr(i.lot_code, :code) > 0"
    return _lots(session, where, given)


def _lots(session: Session, where: str, given: Mapping[str, object]) -> list[Lot]:
    rows = session.execute(text(_LOTS.format(where=where)), given)
    return [
        Lot(row.part_id, part_label(row.part_number, row.revision), row.lot, row.items)
        for row in rows
    ]


_LOTS = """
    SELECT i.part_id, p.part_number, p.revision, min(i.lot) AS lot, count(*) AS items
    FROM inventory_item i JOIN part p ON p.id = i.part_id WHERE {where}
    GROUP BY i.part_id, i.lot_code ORDER BY min(i.lot_sort), p.sort LIMIT :limit"""
