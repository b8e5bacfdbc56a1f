"""Other names and roles for users. What a role change takes away is gone at the next event."""

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.accounts.links import drop_links
from ioninv.domain.accounts.naming import derived, read_name, refuse_taken
from ioninv.domain.accounts.permitted import permitted, refuse_more, role_to_give
from ioninv.domain.accounts.rows import UserRow, user_rows
from ioninv.domain.accounts.staying import refuse_last_administrator
from ioninv.domain.loading import load
from ioninv.errors import Conflict
from ioninv.models import User
from ioninv.vocabulary import Entity, Permission, Source

EDITED: Final = "user edited"


@requires(Permission.EDIT_USERS)
def edit_user(
    session: Session,
    actor: Actor,
    user_id: int,
    name: str | None = None,
    role: str | None = None,
    version: int | None = None,
    key: str | None = None,
) -> UserRow:
    """Give a user another name or role; None leaves it as it is.

    Open links of who may do more from now on are worthless: they may be in the hands of somebody
    who could not have made them now.

    Raises Forbidden where the user may, or would, do more than the actor; Conflict for a name that
    is taken, a stale version, one's own role, or the last administrator who can sign in.
    """
    user = load(session, User, user_id, "user")
    payload = {"id": user_id, "name": name, "role": role}
    if history.repeated(session, actor, EDITED, Entity.USER, key, payload):
        return user_rows(session, [user_id])[0]
    history.check_version(session, Entity.USER, user, version, user.name)
    values = {} if name is None else {"name": read_name(name)}
    if role is not None:
        values["role"] = role
    check_edit(session, actor, user, values)
    with history.act(session, actor, EDITED, key=key, payload=payload) as act:
        change_user(act, user, values)
    return user_rows(session, [user_id])[0]


def check_edit(session: Session, actor: Actor, user: User, values: Mapping[str, Any]) -> None:
    """What stands against giving a user this name or role. Raises Forbidden, Invalid, Conflict."""
    refuse_more(actor, permitted(session, user.role))
    if "name" in values:
        refuse_taken(session, values["name"], itself=user.id)
    role = values.get("role", user.role)
    if role != user.role:
        role_to_give(session, actor, role)
        refuse_last_administrator(session, user)
        if user.id == actor.user_id and actor.source is not Source.CLI:
            raise Conflict("You cannot change your own role. Ask another administrator.", "role")


def change_user(act: history.Act, user: User, values: Mapping[str, Any]) -> None:
    before = permitted(act.session, user.role)
    if permitted(act.session, values.get("role", user.role)) - before:
        drop_links(act.session, user.id or 0)
    history.change_row(
        act, Entity.USER, user, values, derived=derived(values.get("name", user.name))
    )
