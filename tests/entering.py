"""Living sessions without a password, for tests that are about something else."""

import secrets
from datetime import timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from ioninv.domain import history
from ioninv.domain.accounts import create_user, first_user
from ioninv.domain.accounts.secret import hashed, new_secret
from ioninv.domain.history import now
from ioninv.models import User, UserSession
from ioninv.vocabulary import Entity, Role, Source

KEEPERS: Final = secrets.token_urlsafe(32)
"""The token of a session that the first user has in every house of the tests."""

_LASTS: Final = timedelta(days=1)


def begin(session: Session, name: str, token: str = "") -> str:
    """A session of this user; its token."""
    at, token = now(), token or new_secret()
    session.add(
        UserSession(
            token_hash=hashed(token),
            user_id=_user(session, name).id or 0,
            created_at=at,
            seen_at=at,
            expires_at=at + _LASTS,
            address="127.0.0.1",
            browser="Chrome on Linux",
        )
    )
    return token


def enter(session: Session, role: Role | str | None = None) -> str:
    """A new session of the first user, or of a user who is called as their role."""
    if role is None:
        return begin(session, first_user(session, Source.SYSTEM).name)
    name = str(role)
    if not session.exec(select(User).where(col(User.name) == name)).first():
        create_user(session, first_user(session, Source.SYSTEM), name, name)
    return begin(session, name)


def change(session: Session, name: str, **facts: Any) -> None:
    """Give a user another role, or deactivate them, by whoever may do that."""
    with history.act(session, first_user(session, Source.SYSTEM), "edited") as act:
        history.change_row(act, Entity.USER, _user(session, name), facts)


def _user(session: Session, name: str) -> User:
    return session.exec(select(User).where(col(User.name) == name)).one()
