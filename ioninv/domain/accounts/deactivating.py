"""Users are never deleted: who leaves is deactivated, and stays in the history of what they did."""

from typing import Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts.links import drop_links
from ioninv.domain.accounts.living_sessions import end_sessions
from ioninv.domain.accounts.permitted import permitted, refuse_more
from ioninv.domain.accounts.rows import UserRow, user_rows
from ioninv.domain.accounts.staying import refuse_last_administrator
from ioninv.domain.loading import load
from ioninv.errors import Conflict
from ioninv.models import User
from ioninv.vocabulary import Entity, Permission, Source

DEACTIVATED: Final = "user deactivated"
ACTIVATED: Final = "user activated"


@requires(Permission.EDIT_USERS)
def deactivate(
    session: Session,
    actor: Actor,
    user_id: int,
    version: int | None = None,
    key: str | None = None,
) -> UserRow:
    """End all that a user has: sessions and links for good, tokens until they are activated again.

    Raises Conflict for oneself and for the last administrator who can sign in, Forbidden for who
    may do more than the actor.
    """
    return _switch(session, actor, user_id, False, version, key)


@requires(Permission.EDIT_USERS)
def activate(
    session: Session,
    actor: Actor,
    user_id: int,
    version: int | None = None,
    key: str | None = None,
) -> UserRow:
    """Let a deactivated user in again, with the password they had."""
    return _switch(session, actor, user_id, True, version, key)


def check_switch(session: Session, actor: Actor, user: User, active: bool) -> None:
    """What stands against it. Raises Forbidden or Conflict.

    Nobody shuts themselves out by mistake; on the machine itself there is always a way back in.
    """
    refuse_more(actor, permitted(session, user.role))
    if active or not user.active:
        return
    if user.id == actor.user_id and actor.source is not Source.CLI:
        raise Conflict("You cannot deactivate yourself. Ask another administrator.")
    refuse_last_administrator(session, user)


def set_active(act: history.Act, user: User, active: bool) -> None:
    history.change_row(act, Entity.USER, user, {"active": active})
    if not active:
        end_sessions(act.session, user.id or 0)
        drop_links(act.session, user.id or 0)


def _switch(
    session: Session,
    actor: Actor,
    user_id: int,
    active: bool,
    version: int | None,
    key: str | None,
) -> UserRow:
    user = load(session, User, user_id, "user")
    verb = ACTIVATED if active else DEACTIVATED
    payload = {"id": user_id}
    if not history.repeated(session, actor, verb, Entity.USER, key, payload):
        history.check_version(session, Entity.USER, user, version, user.name)
        check_switch(session, actor, user, active)
        with history.act(session, actor, verb, key=key, payload=payload) as act:
            set_active(act, user, active)
    return user_rows(session, [user_id])[0]
