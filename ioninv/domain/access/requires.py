from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from ioninv.domain.access.actor import Actor
from ioninv.domain.access.storable import refuse_unstorable
from ioninv.errors import Forbidden
from ioninv.vocabulary import Permission

P = ParamSpec("P")
T = TypeVar("T")
Door = Callable[Concatenate[Session, Actor, P], T]

_permissions: dict[object, Permission] = {}
_for_everybody: set[object] = set()


def requires(permission: Permission) -> Callable[[Door[P, T]], Door[P, T]]:
    """Make a function a door: it opens only to actors with this permission.

    The door raises Forbidden to everybody else, before it does anything; and refuses to all what
    could not even be looked for or stored.
    """

    def make(door: Door[P, T]) -> Door[P, T]:
        names = [*signature(door).parameters][2:]

        @wraps(door)
        def guarded(session: Session, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> T:
            demand(actor, permission)
            for name, value in (*zip(names, args, strict=False), *kwargs.items()):
                refuse_unstorable(value, name)
            return door(session, actor, *args, **kwargs)

        _permissions[guarded] = permission
        return guarded

    return make


def signed_in(door: Door[P, T]) -> Door[P, T]:
    """Make a function a door for everybody who is there: it is about the actor's own affairs."""
    names = [*signature(door).parameters][2:]

    @wraps(door)
    def guarded(session: Session, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> T:
        for name, value in (*zip(names, args, strict=False), *kwargs.items()):
            refuse_unstorable(value, name)
        return door(session, actor, *args, **kwargs)

    _for_everybody.add(guarded)
    return guarded


def is_for_everybody(door: object) -> bool:
    """Whether a door needs no permission, because it is about the actor's own affairs."""
    return door in _for_everybody


def demand(actor: Actor, permission: Permission) -> None:
    """Raises Forbidden to actors without a permission that a door needs beside its own."""
    if not actor.may(permission):
        raise Forbidden(
            f"Your role does not allow this ({permission.value}). Ask an administrator."
        )


def demand_person(actor: Actor) -> None:
    """Raises Forbidden to programs, at doors where only somebody who is signed in may go."""
    if actor.token_id is not None:
        raise Forbidden("A token may not do this. Sign in to do it.")


def permission_of(door: object) -> Permission | None:
    """The permission a door names, or None for a function that is no door."""
    return _permissions.get(door)
