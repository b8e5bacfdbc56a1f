from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires, signed_in
from ioninv.domain.accounts.naming import fold
from ioninv.domain.accounts.rows import UserRow, user_rows
from ioninv.errors import NotFound
from ioninv.vocabulary import Permission


@requires(Permission.VIEW_USERS)
def users(session: Session, actor: Actor, include_inactive: bool = True) -> list[UserRow]:
    """Every user by name, deactivated ones last."""
    ids = session.execute(_ALL, {"least": not include_inactive})
    return user_rows(session, list(ids.scalars()))


@requires(Permission.VIEW_USERS)
def user(session: Session, actor: Actor, user_id: int) -> UserRow:
    """Raises NotFound when there is none."""
    return _one(session, user_id)


@requires(Permission.VIEW_USERS)
def user_called(session: Session, actor: Actor, name: str) -> UserRow:
    """The user of a name, however it is written. Raises NotFound."""
    user_id = session.execute(_CALLED, {"key": fold(name)}).scalar()
    if user_id is None:
        raise NotFound(f"Nobody is called {name[:60]}.", "name")
    return _one(session, user_id)


@signed_in
def myself(session: Session, actor: Actor) -> UserRow:
    """The actor as a user."""
    return _one(session, actor.user_id)


def _one(session: Session, user_id: int) -> UserRow:
    for row in user_rows(session, [user_id]):
        return row
    raise NotFound("There is no such user. It may have been opened from an old link.")


_CALLED = text("SELECT id FROM user WHERE name_key = :key")
_ALL = text("SELECT id FROM user WHERE active >= :least ORDER BY active DESC, name_key")
