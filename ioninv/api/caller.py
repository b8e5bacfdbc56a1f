"""Who calls, and the house they call: the one place where a request becomes an actor."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request
from sqlmodel import Session

from ioninv.db import Database
from ioninv.domain import accounts
from ioninv.domain import house as opened
from ioninv.domain.access import Actor
from ioninv.domain.accounts.cookies import token_in
from ioninv.errors import SignedOut
from ioninv.vocabulary import Source

T = TypeVar("T")
Caller = Callable[[Session], Actor]
Door = Callable[..., T]

_BEARER = "bearer"


def house() -> Database:
    """The house of this process."""
    return opened.house()


def caller(request: Request) -> Caller:
    """Who sends this request: asked for in the transaction that the act is done in.

    A token in `Authorization` counts before the cookie of a session. The actor is asked for anew each
    time, and asking raises SignedOut where there is nobody.
    """
    said = request.headers.getlist("authorization")
    cookie = token_in(";".join(request.headers.getlist("cookie")))

    def who(session: Session) -> Actor:
        if not said:
            return accounts.by_session(session, cookie, _source(request))
        scheme, _, token = said[0].partition(" ")
        if len(said) > 1 or scheme.lower() != _BEARER:
            raise SignedOut("Send a token as “Authorization: Bearer …”.")
        return accounts.by_token(session, token.strip(), _source(request))

    return who


def _source(request: Request) -> Source:
    """Pages name their origin with everything they send; programs do not, and some send a token."""
    is_page = "origin" in request.headers and "authorization" not in request.headers
    return Source.SCREEN if is_page else Source.REST


async def read(request: Request, door: Door[T], *arguments: Any, **named: Any) -> T:
    """Call a door of reading as the caller."""
    who = caller(request)
    answer = await house().read(lambda session: door(session, who(session), *arguments, **named))
    if accounts.has_been_seen():
        await house().write(accounts.note_seen)
    return answer


async def write(request: Request, door: Door[T], *arguments: Any, **named: Any) -> T:
    """Call a door of writing as the caller, in one transaction."""
    who = caller(request)
    return await house().write(lambda session: door(session, who(session), *arguments, **named))


async def known(request: Request) -> None:
    """Raises SignedOut before anything that a stranger sends is looked at."""
    await house().read(caller(request))
