"""The lots of parts, to recall them: each once, however it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor, requires
from ioninv.domain.parts.labels import part_label
from ioninv.vocabulary import LARGEST_ACT, Permission


@dataclass(frozen=True)
class Lot:
    """A lot of a part, as its first item has it, and how many items are of it, in every status."""

    part_id: int
    part: str
    lot: str
    items: int


@requires(Permission.VIEW_INVENTORY)
def lots_called(session: Session, actor: Actor, lot: str, limit: int = 5) -> list[Lot]:
    """The lots that have this code, for each part. Case does not matter, nor do dashes and blanks
    but between numbers.
    """
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


def written_alike(session: Session, part_id: int, lot: str) -> tuple[list[str], list[Lot]]:
    """How a lot of a part is written; and the other lots that differ from it in separators alone."""
    given = {"code": codes.code(lot), "part": part_id, "limit": LARGEST_ACT}
    spelled = session.execute(_SPELLED, given).scalars()
    own = [each for each in spelled if codes.lot(each) == codes.lot(lot)]
    alike = _lots(session, "i.part_id = :part AND i.lot_code = :code", given)
    return own, [each for each in alike if codes.lot(each.lot) != codes.lot(lot)]


def _lots(session: Session, where: str, given: Mapping[str, Any]) -> list[Lot]:
    found: dict[tuple[int, str], Lot] = {}
    for row in session.execute(text(_LOTS.format(where=where)), given):
        part = part_label(row.part_number, row.revision)
        lot = Lot(row.part_id, part, row.lot, row.items)
        same = found.get(key := (row.part_id, codes.lot(row.lot)), lot)
        if same is not lot:
            lot = Lot(row.part_id, part, min(same.lot, lot.lot), same.items + lot.items)
        found[key] = lot
    return list(found.values())[: given["limit"]]


_LOTS = """
    WITH coded AS (
        SELECT i.part_id, i.lot_code, min(i.lot_sort) AS sort, p.sort AS part_sort,
            p.part_number, p.revision
        FROM inventory_item i JOIN part p ON p.id = i.part_id WHERE {where}
        GROUP BY i.part_id, i.lot_code ORDER BY min(i.lot_sort), p.sort LIMIT :limit)
    SELECT i.part_id, c.part_number, c.revision, i.lot, count(*) AS items
    FROM coded c CROSS JOIN inventory_item i ON i.lot_code = c.lot_code AND i.part_id = c.part_id
    GROUP BY i.part_id, i.lot ORDER BY min(i.lot_sort), c.part_sort, i.lot"""
_SPELLED = text("""
    SELECT DISTINCT lot FROM inventory_item WHERE lot_code = :code AND +part_id = :part""")
