from typing import Any, Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts.links import Link, new_link
from ioninv.domain.accounts.naming import derived, read_name, refuse_taken
from ioninv.domain.accounts.permitted import permitted, refuse_more, role_to_give
from ioninv.domain.accounts.rows import FACTS, UserRow, user_rows
from ioninv.domain.loading import load
from ioninv.errors import Conflict
from ioninv.models import User
from ioninv.vocabulary import Entity, LinkKind, Permission, Role

CREATED: Final = "user created"


@requires(Permission.EDIT_USERS)
def create_user(
    session: Session, actor: Actor, name: str, role: str = Role.VIEWER, key: str | None = None
) -> UserRow:
    """Make a user who has no password yet: that is set with a link, see `invite` and `reset`.

    Raises Invalid for a name or role that cannot be, Conflict for a name that is taken, Forbidden
    for a role that permits more than the actor may.
    """
    payload = {"name": name, "role": role}
    if done := history.repeated(session, actor, CREATED, Entity.USER, key, payload):
        return user_rows(session, done.ids)[0]
    cleaned = read_name(name)
    refuse_taken(session, cleaned)
    given = role_to_give(session, actor, role)
    with history.act(session, actor, CREATED, key=key, payload=payload) as act:
        id_ = insert_user(act, name=cleaned, role=given)
    return user_rows(session, [id_])[0]


@requires(Permission.EDIT_USERS)
def invite(
    session: Session, actor: Actor, name: str, role: str = Role.VIEWER, key: str | None = None
) -> Link:
    """Make a user, and the link with which they set their password, within seven days.

    With the same key again: a new link for the same user. Raises what `create_user` does.
    """
    row = create_user(session, actor, name, role, key)
    # With a key from before: somebody else may have changed the user since.
    refuse_more(actor, permitted(session, row.role))
    if row.has_password or row.by_provider or not row.active:
        raise Conflict(f"{row.name} is no longer as you invited them. Make a new link instead.")
    return new_link(session, load(session, User, row.id, "user"), LinkKind.INVITE)


def insert_user(act: history.Act, **facts: Any) -> int:
    """Store a user whose name is known to be free; returns its id."""
    values: dict[str, Any] = {**facts, **derived(facts["name"])}
    return history.create_row(act, Entity.USER, User(**values), FACTS)
