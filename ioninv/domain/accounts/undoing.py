"""Taking back what was done to users and roles, under the rules that hold for doing it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor
from ioninv.domain.accounts.custom_roles import (
    ARCHIVED,
    RESTORED,
    change_role,
    refuse_widening_tokens,
    role_rows,
)
from ioninv.domain.accounts.custom_roles import EDITED as ROLE_EDITED
from ioninv.domain.accounts.deactivating import ACTIVATED, DEACTIVATED, check_switch, set_active
from ioninv.domain.accounts.editing import EDITED, change_user
from ioninv.domain.accounts.naming import refuse_taken, refuse_taken_role
from ioninv.domain.accounts.permitted import (
    CUSTOM,
    permissions_of,
    permitted,
    refuse_more,
    role_to_give,
)
from ioninv.domain.accounts.staying import refuse_last_administrator
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Refused
from ioninv.models import ApiToken, CustomRole, User
from ioninv.vocabulary import Entity, Permission

PERMISSION_OF: Final = {
    EDITED: Permission.EDIT_USERS,
    DEACTIVATED: Permission.EDIT_USERS,
    ACTIVATED: Permission.EDIT_USERS,
    ROLE_EDITED: Permission.EDIT_ROLES,
    ARCHIVED: Permission.EDIT_ROLES,
    RESTORED: Permission.EDIT_ROLES,
}
"""What one must be allowed to do to take back each act; what is not here cannot be taken back."""

Was = Mapping[int, Mapping[str, Any]]


def against(session: Session, actor: Actor, users: Was, roles: Was, tokens: Was) -> Iterator[str]:
    """What stands against making users, roles and tokens what they were, as sentences."""
    back = {f"{CUSTOM}{id_}" for id_, was in roles.items() if was.get("archived", 1) == 0}
    checks: list[Callable[[], None]] = [
        *(_check(_role_back, session, actor, id_, was) for id_, was in roles.items()),
        *(_check(_user_back, session, actor, id_, was, back) for id_, was in users.items()),
        *(_check(_token_back, session, actor, id_, was) for id_, was in tokens.items()),
    ]
    for check in checks:
        try:
            check()
        except Refused as refused:
            yield refused.message


def take_back(act: history.Act, users: Was, roles: Was, tokens: Was) -> None:
    """Make them what they were. Sessions and links that were ended stay so."""
    for id_, was in roles.items():
        change_role(act, load(act.session, CustomRole, id_, "role"), dict(was))
    for id_, was in users.items():
        user = load(act.session, User, id_, "user")
        if "active" in was:
            set_active(act, user, bool(was["active"]))
        else:
            change_user(act, user, was)
    for id_, was in tokens.items():
        history.change_row(act, Entity.TOKEN, load(act.session, ApiToken, id_, "token"), was)


def _check(check: Callable[..., None], *args: Any) -> Callable[[], None]:
    return lambda: check(*args)


def _role_back(session: Session, actor: Actor, id_: int, was: Mapping[str, Any]) -> None:
    role = load(session, CustomRole, id_, "role")
    refuse_more(actor, permissions_of("", role.permissions))
    refuse_more(actor, permissions_of("", was.get("permissions")))
    if "permissions" in was:
        refuse_widening_tokens(session, role, permissions_of("", was["permissions"]))
    if "name" in was:
        refuse_taken_role(session, was["name"], itself=id_)
    if was.get("archived"):
        for row in role_rows(session, [f"{CUSTOM}{id_}"]):
            if row.users or row.tokens:
                raise Conflict(f"Somebody has the role {role.name} now.")


def _user_back(
    session: Session, actor: Actor, id_: int, was: Mapping[str, Any], back: set[str]
) -> None:
    user = load(session, User, id_, "user")
    if "active" in was:
        check_switch(session, actor, user, bool(was["active"]))
    refuse_more(actor, permitted(session, user.role))
    if "name" in was:
        refuse_taken(session, was["name"], itself=id_)
    if "role" in was:
        refuse_more(actor, permitted(session, was["role"]))
        if was["role"] not in back:
            role_to_give(session, actor, was["role"])
        refuse_last_administrator(session, user)


def _token_back(session: Session, actor: Actor, id_: int, was: Mapping[str, Any]) -> None:
    refuse_more(actor, permitted(session, was.get("role", "")))
