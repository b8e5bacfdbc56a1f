"""Lots as autocomplete offers them."""

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor, requires
from ioninv.vocabulary import Permission

_LOOKED_AT = 500


@requires(Permission.VIEW_INVENTORY)
def suggest_lots(
    session: Session, actor: Actor, typed: str, part_id: int | None = None, limit: int = 20
) -> list[str]:
    """Lots that begin as typed, in natural order; of one part where it is given."""
    begun = codes.key(typed)
    # Natural order pads numbers, so a number that is still being typed cannot bound the range.
    start = codes.natural(begun.rstrip("0123456789"))
    mine = "AND part_id = :part" if part_id else ""
    rows = session.execute(
        text(f"""
            SELECT lot FROM inventory_item
            WHERE lot_sort IS NOT NULL AND lot_sort >= :start AND lot_sort < :end {mine}
            GROUP BY lot_sort ORDER BY lot_sort LIMIT {_LOOKED_AT}"""),
        {"start": start, "end": start + "\U0010ffff", "part": part_id},
    )
    return [lot for lot in rows.scalars() if codes.key(lot).startswith(begun)][:limit]
