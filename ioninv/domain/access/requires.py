from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from ioninv.domain.access.actor import Actor
from ioninv.errors import Forbidden
from ioninv.vocabulary import Permission

P = ParamSpec("P")
T = TypeVar("T")
Door = Callable[Concatenate[Session, Actor, P], T]

_permissions: dict[object, Permission] = {}


def requires(permission: Permission) -> Callable[[Door[P, T]], Door[P, T]]:
    """Make a function a door: it opens only to actors with this permission.

    The door raises Forbidden to everybody else, before it does anything.
    """

    def make(door: Door[P, T]) -> Door[P, T]:
        @wraps(door)
        def guarded(session: Session, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> T:
            demand(actor, permission)
            return door(session, actor, *args, **kwargs)

        _permissions[guarded] = permission
        return guarded

    return make


def demand(actor: Actor, permission: Permission) -> None:
    """Raises Forbidden to actors without a permission that a door needs beside its own."""
    if not actor.may(permission):
        raise Forbidden(
            f"Your role does not allow this ({permission.value}). Ask an administrator."
        )


def permission_of(door: object) -> Permission | None:
    """The permission a door names, or None for a function that is no door."""
    return _permissions.get(door)
