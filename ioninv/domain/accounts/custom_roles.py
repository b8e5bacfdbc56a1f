"""Roles of one's own: sets of permissions with a name."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, requires, signed_in
from ioninv.domain.accounts.editing import change_user
from ioninv.domain.accounts.links import drop_links
from ioninv.domain.accounts.naming import derived, fold, refuse_taken_role
from ioninv.domain.accounts.permitted import (
    CUSTOM,
    permissions_of,
    permitted,
    refuse_more,
    role_name,
    role_to_give,
)
from ioninv.domain.input import Reading
from ioninv.domain.loading import load
from ioninv.errors import Conflict, Invalid, NotFound
from ioninv.models import ApiToken, CustomRole, User
from ioninv.vocabulary import Entity, Permission, Role

FACTS: Final = ("name", "permissions", "archived")
CREATED: Final = "role created"
EDITED: Final = "role edited"
ARCHIVED: Final = "role archived"
RESTORED: Final = "role restored"


@dataclass(frozen=True)
class RoleRow:
    """A role. `key` is what users and tokens name it by; built-in ones have the id and version 0.

    `users` and `tokens` say how many have it, without revoked tokens.
    """

    key: str
    id: int
    name: str
    permissions: tuple[Permission, ...]
    built_in: bool
    archived: bool
    users: int
    tokens: int
    version: int


@signed_in
def roles(session: Session, actor: Actor, include_archived: bool = False) -> list[RoleRow]:
    """The built-in roles, then the others by name, archived ones last and only if asked for."""
    rows = session.execute(_ALL, {"archived": include_archived})
    return [
        *role_rows(session, [role.value for role in Role]),
        *role_rows(session, [f"{CUSTOM}{id_}" for id_ in rows.scalars()]),
    ]


@signed_in
def role_called(session: Session, actor: Actor, name: str) -> RoleRow:
    """The role of a name or key. Raises NotFound."""
    for row in roles(session, actor):
        if fold(name) in (row.key, fold(row.name)):
            return row
    raise NotFound(f"There is no role called {name[:60]}.", "role")


@requires(Permission.EDIT_ROLES)
def create_role(
    session: Session,
    actor: Actor,
    name: str,
    permissions: Collection[str],
    key: str | None = None,
) -> RoleRow:
    """Raises Invalid for a name or permission that there cannot be, Conflict for a name that is
    taken, Forbidden for permissions that the actor has not.
    """
    payload = {"name": name, "permissions": sorted(permissions)}
    if done := history.repeated(session, actor, CREATED, Entity.ROLE, key, payload):
        return _row(session, done.ids[0])
    cleaned, chosen = _read_name(name), read_permissions(permissions)
    refuse_more(actor, chosen, "permissions")
    refuse_taken_role(session, cleaned)
    with history.act(session, actor, CREATED, key=key, payload=payload) as act:
        values: dict[str, Any] = {**derived(cleaned), "permissions": _stored(chosen)}
        row = CustomRole(name=cleaned, **values)
        id_ = history.create_row(act, Entity.ROLE, row, FACTS)
    return _row(session, id_)


@requires(Permission.EDIT_ROLES)
def edit_role(
    session: Session,
    actor: Actor,
    role_id: int,
    name: str | None = None,
    permissions: Collection[str] | None = None,
    version: int | None = None,
    key: str | None = None,
) -> RoleRow:
    """Give it another name, or another whole set of permissions; None leaves them as they are.

    Open links of those who have it and may do more from now on are worthless, as in `edit_user`.

    Raises Forbidden where the role permits, or would permit, more than the actor may; Conflict where
    tokens would be allowed more that are in the hands of somebody who may not do that themselves.
    """
    row = load(session, CustomRole, role_id, "role")
    given = None if permissions is None else sorted(permissions)
    payload = {"id": role_id, "name": name, "permissions": given}
    if history.repeated(session, actor, EDITED, Entity.ROLE, key, payload):
        return _row(session, role_id)
    history.check_version(session, Entity.ROLE, row, version, row.name)
    refuse_more(actor, _permissions(row))
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = _read_name(name)
        refuse_taken_role(session, values["name"], itself=role_id)
    if given is not None:
        chosen = read_permissions(given)
        refuse_more(actor, chosen, "permissions")
        refuse_widening_tokens(session, row, chosen)
        values["permissions"] = _stored(chosen)
    with history.act(session, actor, EDITED, key=key, payload=payload) as act:
        change_role(act, row, values)
    return _row(session, role_id)


@requires(Permission.EDIT_ROLES)
def archive_role(
    session: Session,
    actor: Actor,
    role_id: int,
    archived: bool = True,
    successor: str | None = None,
    version: int | None = None,
    key: str | None = None,
) -> RoleRow:
    """Archive a role, whose users and tokens get the one with the key `successor`; or restore it.

    Raises Conflict when somebody has it and there is no successor, Forbidden when either role
    permits more than the actor may.
    """
    row = load(session, CustomRole, role_id, "role")
    payload = {"id": role_id, "archived": archived, "successor": successor}
    verb = ARCHIVED if archived else RESTORED
    if history.repeated(session, actor, verb, Entity.ROLE, key, payload):
        return _row(session, role_id)
    history.check_version(session, Entity.ROLE, row, version, row.name)
    refuse_more(actor, _permissions(row))
    own = f"{CUSTOM}{role_id}"
    bearers = _bearers(session, own) if archived else []
    after = _successor(session, actor, row, bearers, successor) if bearers else ""
    with history.act(session, actor, verb, key=key, payload=payload) as act:
        for bearer in bearers:
            if isinstance(bearer, User):
                change_user(act, bearer, {"role": after})
            else:
                history.change_row(act, Entity.TOKEN, bearer, {"role": after})
        change_role(act, row, {"archived": archived})
    return _row(session, role_id)


def change_role(act: history.Act, row: CustomRole, values: dict[str, Any]) -> None:
    """Open links of those who have it go, where it permits more from now on."""
    if permissions_of("", values.get("permissions", row.permissions)) - _permissions(row):
        for user_id in act.session.execute(_USERS_WITH, {"role": f"{CUSTOM}{row.id}"}).scalars():
            drop_links(act.session, user_id)
    history.change_row(act, Entity.ROLE, row, values, derived=derived(values.get("name", row.name)))


def refuse_widening_tokens(
    session: Session, row: CustomRole, permissions: frozenset[Permission]
) -> None:
    """Whoever made a token for somebody else knows its secret."""
    if not permissions - _permissions(row):
        return
    for token in session.execute(_MADE_BY_OTHERS, {"role": f"{CUSTOM}{row.id}"}):
        if permissions - permitted(session, token.role):
            raise Conflict(
                f"The token {token.name} would be allowed more than {token.maker}, who made it. "
                "Revoke it first.",
                "permissions",
            )


def read_permissions(given: Collection[str]) -> frozenset[Permission]:
    """Raises Invalid naming what is no permission."""
    known = {permission.value for permission in Permission}
    unknown = sorted(str(each) for each in given if each not in known)
    if unknown:
        raise Invalid(f"There is no permission “{unknown[0][:40]}”.", "permissions")
    return frozenset(Permission(each) for each in given)


def role_rows(session: Session, keys: Sequence[str]) -> list[RoleRow]:
    """The rows of these roles, in the order of their keys."""
    rows = session.execute(_ROWS, {"keys": json.dumps(list(keys))})
    return [
        RoleRow(
            key=row.key,
            id=row.id or 0,
            name=role_name(row.key, row.name),
            permissions=tuple(sorted(permissions_of(row.key, row.permissions))),
            built_in=row.id is None,
            archived=bool(row.archived),
            users=row.users,
            tokens=row.tokens,
            version=row.version or 0,
        )
        for row in rows
    ]


def _row(session: Session, role_id: int) -> RoleRow:
    return role_rows(session, [f"{CUSTOM}{role_id}"])[0]


def _read_name(name: str) -> str:
    reading = Reading({"name": name})
    cleaned = reading.text("name", "Name", required=True)
    reading.finish()
    return cleaned


def _permissions(row: CustomRole) -> frozenset[Permission]:
    return permissions_of("", row.permissions)


def _stored(permissions: Collection[Permission]) -> str:
    return json.dumps(sorted(each.value for each in permissions), separators=(",", ":"))


def _bearers(session: Session, role: str) -> list[User | ApiToken]:
    users = session.execute(_USERS_WITH, {"role": role}).scalars().all()
    tokens = session.execute(_TOKENS_WITH, {"role": role}).scalars().all()
    return [
        *(load(session, User, id_, "user") for id_ in users),
        *(load(session, ApiToken, id_, "token") for id_ in tokens),
    ]


def _successor(
    session: Session,
    actor: Actor,
    row: CustomRole,
    bearers: Sequence[User | ApiToken],
    successor: str | None,
) -> str:
    if not successor:
        users = sum(isinstance(bearer, User) for bearer in bearers)
        tokens = len(bearers) - users
        have = [
            f"{count:,} {one if count == 1 else f'{one}s'}"
            for count, one in ((users, "user"), (tokens, "token"))
            if count
        ]
        raise Conflict(
            f"{row.name} is the role of {' and '.join(have)}. Choose the role that they get.",
            "successor",
        )
    if successor == f"{CUSTOM}{row.id}":
        raise Invalid("Choose another role than the one that is archived.", "successor")
    after = role_to_give(session, actor, successor, "successor")
    more = permitted(session, after) - _permissions(row)
    if more and any(isinstance(bearer, ApiToken) for bearer in bearers):
        raise Conflict(
            "Tokens would be allowed more than before. Revoke them first, or choose a lesser role.",
            "successor",
        )
    return after


_ALL = text("SELECT id FROM role WHERE archived <= :archived ORDER BY archived, name_key")
_USERS_WITH = text("SELECT id FROM user WHERE role = :role ORDER BY id")
_TOKENS_WITH = text(
    "SELECT id FROM api_token WHERE role = :role AND revoked_at IS NULL ORDER BY id"
)
_MADE_BY_OTHERS = text("""
    SELECT t.name, u.name AS maker, u.role
    FROM api_token t
    JOIN event e ON e.entity = 'token' AND e.entity_id = t.id AND e.version = 1
    JOIN change_set c ON c.id = e.change_set_id
    JOIN user u ON u.id = c.actor_id
    WHERE t.role = :role AND t.revoked_at IS NULL AND c.actor_id <> t.owner_id ORDER BY t.id""")
_ROWS = text(f"""
    SELECT j.value AS key, r.id, r.name, r.permissions, r.archived, r.version,
        (SELECT count(*) FROM user u WHERE u.role = j.value) AS users,
        (SELECT count(*) FROM api_token t WHERE t.role = j.value AND t.revoked_at IS NULL) AS tokens
    FROM json_each(:keys) j LEFT JOIN role r ON '{CUSTOM}' || r.id = j.value ORDER BY j.key""")
