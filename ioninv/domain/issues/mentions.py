"""Which users a text mentions, as `@name`."""

from sqlalchemy import text as sql
from sqlmodel import Session

from ioninv.domain.accounts.naming import fold


def mentioned(session: Session, text: str) -> list[int]:
    """The ids of the users whose names stand behind an `@`, in that order; the longest name wins."""
    names = {row.name_key: row.id for row in session.execute(_USERS)}
    found = [_named(names, said) for said in fold(text).split("@")[1:]]
    return list(dict.fromkeys(id_ for id_ in found if id_))


def _named(names: dict[str, int], said: str) -> int | None:
    for name in sorted(names, key=len, reverse=True):
        after = said[len(name) : len(name) + 1]
        if said.startswith(name) and not (after.isalnum() or after == "_"):
            return names[name]
    return None


_USERS = sql("SELECT id, name_key FROM user")
