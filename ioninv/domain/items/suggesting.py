"""Lots as autocomplete offers them."""

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor, requires
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_INVENTORY)
def suggest_lots(session: Session, actor: Actor, typed: str, limit: int = 20) -> list[str]:
    """Lots that begin as typed, dashes and case aside; each once, however many items it has.

    Hops from lot to lot along the index, so that a lot of 100,000 items costs one step.
    """
    code = codes.code(typed)
    rows = session.execute(
        text("""
            WITH RECURSIVE hop (code) AS (
                SELECT min(lot_code) FROM inventory_item WHERE lot_code >= :code AND lot_code < :end
                UNION ALL
                SELECT (SELECT min(i.lot_code) FROM inventory_item i
                        WHERE i.lot_code > hop.code AND i.lot_code < :end)
                FROM hop WHERE hop.code IS NOT NULL LIMIT :limit)
            SELECT (SELECT i.lot FROM inventory_item i WHERE i.lot_code = hop.code LIMIT 1)
            FROM hop WHERE hop.code IS NOT NULL"""),
        {"code": code, "end": code + "\U0010ffff", "limit": limit},
    )
    return sorted(rows.scalars(), key=codes.natural)
