"""Which users a text mentions, as `@name`."""

from sqlalchemy import text as sql
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.accounts.naming import fold


def mentioned(session: Session, text: str) -> list[int]:
    """The ids of the users whom it names, in that order; the longest name wins."""
    names = {row.name_key: row.id for row in session.execute(_USERS)}
    found = codes.mention(names).findall(fold(text)) if names else []
    return list(dict.fromkeys(names[name] for name in found if name in names))


_USERS = sql("SELECT id, name_key FROM user")
