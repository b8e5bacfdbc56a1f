from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Suggestion
from ioninv.domain.locations.placing import BETWEEN
from ioninv.domain.matching import matching
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_LOCATIONS)
def suggest(session: Session, actor: Actor, typed: str, limit: int = 20) -> list[Suggestion]:
    """Locations in use whose path holds every word, in any order; `hint` is the path above.

    Those called exactly that come first, then names and paths that begin so, in tree order.
    """
    found = matching(typed, "name_key")
    rows = session.execute(
        text(f"""
            SELECT r.id, r.name, r.path FROM location r
            WHERE r.archived = 0 AND {found.where}
            ORDER BY {found.rank}, r.path_sort LIMIT :limit"""),
        {**found.parameters, "limit": limit},
    )
    return [
        Suggestion(row.id, row.name, row.path.removesuffix(row.name).removesuffix(BETWEEN))
        for row in rows
    ]
