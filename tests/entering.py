"""A living session without a password, for tests that are about something else."""

from typing import Any

from sqlmodel import Session, col, select

from ioninv.domain import history
from ioninv.domain.accounts import Visitor, create_user, first_user
from ioninv.domain.accounts.living_sessions import open_session
from ioninv.models import User
from ioninv.vocabulary import Entity, Role, Source


def enter(session: Session, role: Role | str | None = None) -> str:
    """The token of a new session of the first user, or of a user who is called as their role."""
    keeper = first_user(session, Source.SYSTEM)
    name = str(role) if role else keeper.name
    user = session.exec(select(User).where(col(User.name) == name)).first()
    if user is None:
        create_user(session, keeper, name, name)
        return enter(session, role)
    return open_session(session, user, Visitor("192.0.2.1", "tests")).token


def change(session: Session, name: str, **facts: Any) -> None:
    """Give a user another role, or deactivate them, by whoever may do that."""
    user = session.exec(select(User).where(col(User.name) == name)).one()
    with history.act(session, first_user(session, Source.SYSTEM), "edited") as act:
        history.change_row(act, Entity.USER, user, facts)
