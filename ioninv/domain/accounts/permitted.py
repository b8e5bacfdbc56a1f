"""What a role permits: the built-in ones as they are written, the others as they are stored."""

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor
from ioninv.errors import Forbidden, Invalid
from ioninv.vocabulary import PERMISSIONS, Permission, Role

CUSTOM: Final = "role-"
"""What the key of a role begins with that is not built in; its number follows."""

ROLE_OF_USER: Final = f"LEFT JOIN role r ON '{CUSTOM}' || r.id = u.role"
"""Joins the role `r` of a user `u`, where it is not a built-in one."""

_BUILT_IN: Final = {role.value: role for role in Role}
_KNOWN: Final = {permission.value: permission for permission in Permission}


def permissions_of(key: str, stored: str | None) -> frozenset[Permission]:
    """Of a role by its key, and what is stored of it. What nobody knows permits nothing."""
    if key in _BUILT_IN:
        return PERMISSIONS[_BUILT_IN[key]]
    return frozenset(_KNOWN[each] for each in json.loads(stored or "[]") if each in _KNOWN)


def role_name(key: str, name: str | None) -> str:
    return _BUILT_IN[key].label if key in _BUILT_IN else name or key


def permitted(session: Session, key: str) -> frozenset[Permission]:
    """What a role permits now."""
    stored = session.execute(_STORED, {"key": key}).scalar()
    return permissions_of(key, stored)


def role_to_give(session: Session, actor: Actor, key: str, field: str = "role") -> str:
    """The key of a role that this actor may give.

    Raises Invalid when there is no such role or it is archived, Forbidden when it permits more
    than the actor has.
    """
    row = session.execute(_ROLE, {"key": key}).first()
    if key not in _BUILT_IN and (row is None or row.archived):
        raise Invalid("There is no such role. Choose another.", field)
    refuse_more(actor, permissions_of(key, row.permissions if row else None), field)
    return key


def refuse_more(actor: Actor, permissions: Iterable[Permission], field: str = "") -> None:
    """Raises Forbidden where an actor would give, or touch, what permits more than it may itself."""
    missing = sorted(each.value for each in set(permissions) - actor.permissions)
    if missing:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise Forbidden(
            f"You cannot do this with more rights than your own ({', '.join(missing[:3])}{more}).",
            field,
        )


_STORED = text(f"SELECT permissions FROM role WHERE '{CUSTOM}' || id = :key")
_ROLE = text(f"SELECT permissions, archived FROM role WHERE '{CUSTOM}' || id = :key")
