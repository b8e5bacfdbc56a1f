"""A new link for somebody who forgot the password, or never used the first one."""

from typing import Any, Final

from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts.links import Link, new_link
from ioninv.domain.accounts.permitted import permitted, refuse_more
from ioninv.domain.loading import load
from ioninv.errors import Conflict
from ioninv.models import User
from ioninv.vocabulary import Entity, LinkKind, Permission

LINK_MADE: Final = "link made"


@requires(Permission.EDIT_USERS)
def reset(session: Session, actor: Actor, user_id: int, key: str | None = None) -> Link:
    """Make a link with which a user sets a password; it replaces the one before.

    The password that there is works until the link is used. Raises Forbidden for who may do more
    than the actor, Conflict for who is deactivated.
    """
    user = load(session, User, user_id, "user")
    refuse_more(actor, permitted(session, user.role))
    if not user.active:
        raise Conflict(f"{user.name} is deactivated. Activate them first.")
    kind = LinkKind.INVITE if user.password_hash is None else LinkKind.RESET
    payload = {"id": user_id}
    if not history.repeated(session, actor, LINK_MADE, Entity.USER, key, payload):
        with history.act(session, actor, LINK_MADE, key=key, payload=payload) as act:
            _tell(act, user)
    return new_link(session, user, kind)


def _tell(act: history.Act, user: User) -> None:
    """No fact changes, and still everybody can see that it was done."""
    row: Any = user
    act.record(Entity.USER, [history.Change(row.id, row.version + 1, {})])
    row.version += 1
    row.updated_at = from_instant(act.at)
    act.session.add(row)
    act.session.flush()
