from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Suggestion
from ioninv.domain.matching import matching
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_KITS)
def suggest(
    session: Session, actor: Actor, typed: str, limit: int = 20, closed: bool = False
) -> list[Suggestion]:
    """Open kits (`closed`: and closed ones) whose name or reference holds every word.

    Exact names come first, then beginnings.
    """
    found = matching(typed, "name_key")
    rows = session.execute(
        text(f"""
            SELECT r.id, r.name, r.reference FROM kit r
            WHERE (:closed OR r.closed_at IS NULL) AND {found.where}
            ORDER BY {found.rank}, r.id DESC LIMIT :limit"""),
        {**found.parameters, "limit": limit, "closed": closed},
    )
    return [Suggestion(row.id, row.name, row.reference) for row in rows]
