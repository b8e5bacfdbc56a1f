from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Suggestion
from ioninv.domain.matching import matching
from ioninv.domain.parts.labels import part_label
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_PARTS)
def suggest(session: Session, actor: Actor, typed: str, limit: int = 20) -> list[Suggestion]:
    """Parts not archived whose number, revision, name or description hold every word.

    Exact numbers and names first, then beginnings, beginnings of words, fragments.
    """
    found = matching(typed, "number_key")
    rows = session.execute(
        text(f"""
            SELECT r.id, r.part_number, r.revision, r.name FROM part r
            WHERE r.archived = 0 AND {found.where}
            ORDER BY {found.rank}, r.sort LIMIT :limit"""),
        {**found.parameters, "limit": limit},
    )
    return [
        Suggestion(
            row.id,
            part_label(row.part_number, row.revision),
            "" if row.name == row.part_number else row.name,
        )
        for row in rows
    ]
