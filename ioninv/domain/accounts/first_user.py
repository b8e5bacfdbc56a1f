"""The first user: an administrator from the beginning, whose password is set by the set-up link."""

from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session, col, select

from ioninv.db.types import from_instant, to_instant
from ioninv.domain import history
from ioninv.domain.access import Actor
from ioninv.domain.accounts.creation import insert_user
from ioninv.domain.accounts.rows import FACTS
from ioninv.errors import NotFound
from ioninv.models import User
from ioninv.vocabulary import PERMISSIONS, Entity, Role, Source

FIRST_NAME: Final = "keeper"
_FIRST_ID: Final = 1


def first_user(session: Session, source: Source) -> Actor:
    """The first active administrator: who acts on the machine itself, without signing in.

    Raises NotFound when the database was never seeded.
    """
    row = session.execute(_FIRST).first()
    if row is None:
        raise NotFound("This database has no user yet. Start ioninv once to set it up.")
    return _administrator(row.id, row.name, source)


def seed_users(session: Session) -> None:
    """Make the first user where there is none, and begin the history of those who have none yet."""
    if session.execute(text("SELECT count(*) FROM user")).scalar_one() == 0:
        actor = _administrator(_FIRST_ID, FIRST_NAME, Source.SYSTEM)
        with history.act(session, actor, "created") as act:
            insert_user(act, name=FIRST_NAME, role=Role.ADMINISTRATOR.value)
        return
    users = session.exec(select(User).where(col(User.version) == 0)).all()
    with history.act(session, first_user(session, Source.SYSTEM), "taken over") as act:
        for user in users:
            _begin_history(act, user)


def is_seeded(session: Session) -> bool:
    """Whether somebody is there, and the history of everybody has begun."""
    least = session.execute(text("SELECT min(version) FROM user")).scalar()
    return bool(least)


def _begin_history(act: history.Act, user: User) -> None:
    """Of users who were there before users had a history."""
    row: Any = user
    values = {name: history.stored(getattr(row, name)) for name in FACTS}
    fields = {name: (None, value) for name, value in values.items() if value not in history.BLANK}
    act.record(
        Entity.USER, [history.Change(row.id, 1, fields, occurred_at=to_instant(row.created_at))]
    )
    row.version, row.updated_at = 1, from_instant(act.at)
    act.session.add(row)


def _administrator(id_: int, name: str, source: Source) -> Actor:
    role = Role.ADMINISTRATOR
    return Actor(id_, name, PERMISSIONS[role], source, role.value)


_FIRST = text(
    "SELECT id, name FROM user WHERE role = 'administrator' AND active = 1 ORDER BY id LIMIT 1"
)
