"""Somebody stays who can let everybody else in."""

from sqlalchemy import text
from sqlmodel import Session

from ioninv.errors import Conflict
from ioninv.models import User
from ioninv.vocabulary import Role


def refuse_last_administrator(session: Session, user: User) -> None:
    """Raises Conflict where no other active administrator could sign in when this one is none."""
    if user.role != Role.ADMINISTRATOR or not user.active:
        return
    if not session.execute(_ANOTHER, {"id": user.id}).scalar():
        raise Conflict(
            f"{user.name} is the last administrator who can sign in. Make somebody else one first."
        )


_ANOTHER = text("""
    SELECT EXISTS (SELECT 1 FROM user WHERE id <> :id AND role = 'administrator' AND active = 1
        AND (password_hash IS NOT NULL OR oidc_subject <> ''))""")
