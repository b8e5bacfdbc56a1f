"""Users as autocomplete offers them, to assign and to mention."""

from sqlalchemy import text as sql
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts.naming import fold
from ioninv.domain.accounts.permitted import ROLE_OF_USER, role_name
from ioninv.domain.listing import Suggestion
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_ISSUES)
def users(session: Session, actor: Actor, text: str = "", limit: int = 20) -> list[Suggestion]:
    """Active users whose name holds the text: those that begin with it first."""
    rows = session.execute(_USERS, {"key": fold(text), "limit": limit})
    return [Suggestion(row.id, row.name, role_name(row.role, row.role_name)) for row in rows]


_USERS = sql(f"""
    SELECT u.id, u.name, u.role, r.name AS role_name FROM user u {ROLE_OF_USER}
    WHERE u.active = 1 AND instr(u.name_key, :key) > 0
    ORDER BY instr(u.name_key, :key), u.name_key LIMIT :limit""")
