"""Another password for oneself: whoever else is signed in as oneself is so no longer."""

from sqlmodel import Session

from ioninv.db import Database
from ioninv.domain import history
from ioninv.domain.access import Actor
from ioninv.domain.accounts import passwords
from ioninv.domain.accounts.guessing import guess
from ioninv.domain.accounts.links import PASSWORD_SET, drop_links
from ioninv.domain.accounts.living_sessions import end_sessions
from ioninv.domain.accounts.resolving import by_session
from ioninv.domain.history import now
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Invalid
from ioninv.models import User
from ioninv.vocabulary import Entity, Source

_WRONG = "This is not your password."


async def change_password(
    database: Database, token: str | None, password: str, new_password: str, source: Source
) -> int:
    """Change the password of whose session this is; ends all their other sessions, and says how many.

    Raises SignedOut; Invalid with the field `password` when it is not the one, or `new_password`
    when the new one cannot be; TooMany.
    """
    actor, password_hash, name = await database.read(_look_up, token, source)
    checked = passwords.read_password(new_password, name, "new_password")
    with guess("", "", f"session {actor.session_id}") as trying:
        trying.failed = True
        right = await passwords.apart(passwords.matches, password_hash, password)
        trying.failed = not right
    if not right:
        raise Invalid(_WRONG, "password")
    new_hash = await passwords.apart(passwords.hash_of, checked)
    return await database.write(_store, token, source, password_hash, new_hash)


def _look_up(session: Session, token: str | None, source: Source) -> tuple[Actor, str, str]:
    actor = by_session(session, token, source)
    user = load(session, User, actor.user_id, "user")
    if user.password_hash is None:
        raise Conflict("You have no password. Ask an administrator for a link to set one.")
    return actor, user.password_hash, user.name


def _store(
    session: Session, token: str | None, source: Source, password_hash: str, new_hash: str
) -> int:
    actor = by_session(session, token, source)
    user = load(session, User, actor.user_id, "user")
    if user.password_hash != password_hash:
        raise Conflict("Your password was changed meanwhile. Sign in again.")
    with history.act(session, actor, PASSWORD_SET) as act:
        derived = {"password_hash": new_hash}
        history.change_row(act, Entity.USER, user, {"password_at": now()}, derived=derived)
    drop_links(session, actor.user_id)
    return end_sessions(session, actor.user_id, but=actor.session_id)
