from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Suggestion
from ioninv.domain.matching import matching
from ioninv.errors import NotFound
from ioninv.vocabulary import Permission

FACTS: Final = ("name", "reference", "destination_id", "closed_at")
MOST: Final = 500


@dataclass(frozen=True)
class KitRow:
    """A kit and how many items are in it. `closed` is ISO 8601 in UTC, empty while it is open."""

    id: int
    name: str
    reference: str
    destination_id: int | None
    destination: str
    closed: str
    items: int
    version: int


@requires(Permission.VIEW_KITS)
def get(session: Session, actor: Actor, kit_id: int) -> KitRow:
    """Raises NotFound when there is no such kit."""
    return kit_row(session, kit_id)


@requires(Permission.VIEW_KITS)
def all(session: Session, actor: Actor, closed: bool = False) -> list[KitRow]:
    """The newest kits, open ones only unless `closed`; at most 500."""
    open_only = "" if closed else "WHERE k.closed_at IS NULL"
    query = f"{_KITS} {open_only} ORDER BY k.id DESC LIMIT {MOST}"
    return [_row(row) for row in session.execute(text(query))]


@requires(Permission.VIEW_KITS)
def suggest(session: Session, actor: Actor, typed: str, limit: int = 20) -> list[Suggestion]:
    """Open kits whose name or reference holds every word: exact names first, then beginnings."""
    found = matching(typed, "name_key")
    rows = session.execute(
        text(f"""
            SELECT r.id, r.name, r.reference FROM kit r
            WHERE r.closed_at IS NULL AND {found.where}
            ORDER BY {found.rank}, r.id DESC LIMIT :limit"""),
        {**found.parameters, "limit": limit},
    )
    return [Suggestion(row.id, row.name, row.reference) for row in rows]


def kit_row(session: Session, kit_id: int) -> KitRow:
    row = session.execute(text(f"{_KITS} WHERE k.id = :id"), {"id": kit_id}).first()
    if row is None:
        raise NotFound("There is no such kit. It may have been opened from an old link.")
    return _row(row)


def _row(row: Any) -> KitRow:
    kit: Mapping[str, Any] = row._mapping
    closed = "" if kit["closed_at"] is None else from_instant(kit["closed_at"]).isoformat()
    return KitRow(
        id=kit["id"],
        name=kit["name"],
        reference=kit["reference"],
        destination_id=kit["destination_id"],
        destination=kit["path"] or "",
        closed=closed,
        items=kit["items"],
        version=kit["version"],
    )


_KITS = """
    SELECT k.*, l.path, (SELECT count(*) FROM inventory_item i WHERE i.kit_id = k.id) AS items
    FROM kit k LEFT JOIN location l ON l.id = k.destination_id"""
