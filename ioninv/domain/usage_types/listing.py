from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Suggestion
from ioninv.domain.usage_types.rows import UsageTypeRow, usage_type_rows
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_USAGE_TYPES)
def all(session: Session, actor: Actor, include_archived: bool = False) -> list[UsageTypeRow]:
    """Every usage type by name, those in use first, then the archived ones if asked for."""
    ids = session.execute(
        text("SELECT id FROM usage_type WHERE archived <= :archived ORDER BY archived, name_key"),
        {"archived": include_archived},
    )
    return usage_type_rows(session, list(ids.scalars()))


@requires(Permission.VIEW_USAGE_TYPES)
def suggest(session: Session, actor: Actor, typed: str, limit: int = 20) -> list[Suggestion]:
    """Usage types in use whose name holds the text: beginnings first."""
    rows = session.execute(
        text("""
            SELECT id, name FROM usage_type WHERE archived = 0 AND instr(name_key, :typed) > 0
            ORDER BY instr(name_key, :typed), name_key LIMIT :limit"""),
        {"typed": codes.key(typed), "limit": limit},
    )
    return [Suggestion(row.id, row.name) for row in rows]
