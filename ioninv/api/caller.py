"""Who calls, and the house they call: the one place where a request becomes an actor."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request
from sqlmodel import Session

from ioninv.db import Database
from ioninv.domain import house as opened
from ioninv.domain.access import Actor
from ioninv.domain.accounts import first_user
from ioninv.vocabulary import Source

T = TypeVar("T")
Caller = Callable[[Session], Actor]
Door = Callable[..., T]


def house() -> Database:
    """The house of this process."""
    return opened.house()


def caller(request: Request) -> Caller:
    """Who sends this request, asked for in the transaction that the act is done in."""
    source = source_of(request)

    def who(session: Session) -> Actor:
        return first_user(session, source)

    return who


def source_of(request: Request) -> Source:
    """Pages name their origin with everything they send, programs do not."""
    return Source.SCREEN if "origin" in request.headers else Source.REST


async def read(request: Request, door: Door[T], *arguments: Any, **named: Any) -> T:
    """Call a door of reading as the caller."""
    who = caller(request)
    return await house().read(lambda session: door(session, who(session), *arguments, **named))


async def write(request: Request, door: Door[T], *arguments: Any, **named: Any) -> T:
    """Call a door of writing as the caller, in one transaction."""
    who = caller(request)
    return await house().write(lambda session: door(session, who(session), *arguments, **named))


async def known(request: Request) -> None:
    """Raises SignedOut before anything that a stranger sends is looked at."""
    await house().read(caller(request))
