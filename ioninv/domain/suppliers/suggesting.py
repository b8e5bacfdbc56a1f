from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Suggestion
from ioninv.domain.matching import matching
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_SUPPLIERS)
def suggest(session: Session, actor: Actor, typed: str, limit: int = 20) -> list[Suggestion]:
    """Suppliers in use whose text holds every word: exact names first, then beginnings."""
    found = matching(typed, "name_key")
    rows = session.execute(
        text(f"""
            SELECT r.id, r.name, r.description FROM supplier r
            WHERE r.archived = 0 AND {found.where}
            ORDER BY {found.rank}, r.name_key LIMIT :limit"""),
        {**found.parameters, "limit": limit},
    )
    return [Suggestion(row.id, row.name, row.description) for row in rows]
