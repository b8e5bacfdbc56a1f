"""Users as autocomplete offers them, to assign and to mention."""

from sqlalchemy import text as sql
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Suggestion
from ioninv.vocabulary import Permission, Role


@requires(Permission.VIEW_ISSUES)
def users(session: Session, actor: Actor, text: str = "", limit: int = 20) -> list[Suggestion]:
    """Users whose name holds the text: those that begin with it first."""
    rows = session.execute(_USERS, {"key": codes.key(text), "limit": limit})
    return [Suggestion(row.id, row.name, Role(row.role).value.capitalize()) for row in rows]


_USERS = sql("""
    SELECT id, name, role FROM user WHERE instr(name_key, :key) > 0
    ORDER BY instr(name_key, :key), name_key LIMIT :limit""")
