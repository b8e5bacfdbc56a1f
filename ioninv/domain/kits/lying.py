from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.vocabulary import Permission


@dataclass(frozen=True)
class Lying:
    """How many items of a kit lie in a location; of those in none `path` is empty."""

    path: str
    items: int


@requires(Permission.VIEW_KITS)
def lying(session: Session, actor: Actor, kit_id: int) -> list[Lying]:
    """Where what is in a kit lies, most of it first."""
    return [Lying(row.path or "", row.items) for row in session.execute(_LYING, {"kit": kit_id})]


_LYING = text("""
    SELECT l.path, count(*) AS items
    FROM inventory_item i LEFT JOIN location l ON l.id = i.location_id
    WHERE i.kit_id = :kit GROUP BY i.location_id ORDER BY items DESC, l.path_sort""")
