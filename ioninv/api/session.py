"""`/api/v1/session`: signing in and out by cookie, and using one-time links."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from ioninv.api import caller
from ioninv.domain import accounts
from ioninv.domain.accounts import COOKIE, DEVICE_COOKIE, SignedIn, Visitor
from ioninv.domain.accounts.cookies import token_in
from ioninv.domain.accounts.living_sessions import DEVICE_KNOWN
from ioninv.errors import Invalid, SignedOut
from ioninv.vocabulary import Source

LARGEST_BODY: Final = 16_000
_UNREAD: Final = "This request was not understood. Load the page again."
_NOT_KEPT: Final = {"Cache-Control": "no-store"}


class Small(APIRoute):
    """Strangers send to these routes: what is large, or says not how large, is not read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def refuse_or_handle(request: Request) -> Response:
            said = request.headers.get("content-length", "")
            if request.method == "POST" and (
                not (said.isascii() and said.isdigit()) or int(said[:9]) > LARGEST_BODY
            ):
                raise Invalid(_UNREAD)
            return await handle(request)

        return refuse_or_handle


routes = APIRouter(tags=["session"], route_class=Small, include_in_schema=False)
links = APIRouter(tags=["session"], include_in_schema=False)
"""Beside the pages, not under `/api/v1`."""


class Sent(BaseModel):
    """What is sent as JSON: what is asked for, of the type that is asked for, and nothing else."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class SignIn(Sent):
    """What somebody says who they are."""

    name: str = Field(max_length=1_000)
    password: str = Field(max_length=2_000, repr=False)


class Link(Sent):
    """A one-time link: what stands in it after the #."""

    token: str = Field(max_length=200, repr=False)


class LinkUsed(Link):
    """The password to set, and at set-up and by invitation the name to have."""

    password: str = Field(max_length=2_000, repr=False)
    name: str = Field(default="", max_length=1_000)


@routes.get("/session")
async def look(request: Request) -> JSONResponse:
    """Who is signed in, if anybody is; whether anybody can; what the provider is called, if there is
    one."""

    def told(session: Session) -> dict[str, Any]:
        return {
            "name": _name(session, request),
            "set_up": accounts.is_set_up(session),
            "provider": accounts.provider_name(),
        }

    return JSONResponse(await caller.house().read(told), headers=_NOT_KEPT)


@routes.post("/session")
async def sign_in(request: Request, said: SignIn) -> JSONResponse:
    """Begin a session, and set its cookie. A session that the browser had before ends."""
    begun = await accounts.sign_in(caller.house(), said.name, said.password, visitor(request))
    return await entered(request, begun)


@routes.delete("/session")
async def sign_out(request: Request) -> JSONResponse:
    """End the session of the cookie. That it has ended already is no error."""
    if token := _token(request, COOKIE):
        await caller.house().write(accounts.sign_out, token)
    answer = JSONResponse({"name": None}, headers=_NOT_KEPT)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return answer


@routes.post("/invitations/look")
async def look_at_link(said: Link) -> JSONResponse:
    """What a link is for, without using it."""
    link = await caller.house().read(accounts.invitation, said.token)
    told = {"kind": link.kind, "name": link.name, "chooses_name": link.chooses_name}
    return JSONResponse(told, headers=_NOT_KEPT)


@routes.post("/invitations")
async def use_link(request: Request, said: LinkUsed) -> JSONResponse:
    """Set the password of the user that a link is for, and begin a session. Good for once."""
    begun = await accounts.use_invitation(
        caller.house(), said.token, said.password, visitor(request), said.name
    )
    return await entered(request, begun)


@links.get("/set-up/{token}")
@links.get("/invitation/{token}")
async def open_link(request: Request, token: str) -> RedirectResponse:
    """The page gets the token behind a #: what stands there is never sent, told on, or logged."""
    page = request.url.path.split("/")[1]
    return RedirectResponse(f"/{page}#{quote(token, safe='')}", 303, headers=_NOT_KEPT)


def visitor(request: Request) -> Visitor:
    """Who knocks, as far as it is known for sure."""
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
    return Visitor(
        address=accounts.address_of(peer, forwarded),
        browser=request.headers.get("user-agent", "")[:400],
        device=_token(request, DEVICE_COOKIE),
    )


async def entered(request: Request, begun: SignedIn) -> JSONResponse:
    """The answer to whoever has shown who they are: with the cookies of a session that is new."""
    await end_session_before(request)
    answer = JSONResponse({"name": begun.name}, headers=_NOT_KEPT)
    set_cookies(request, answer, begun)
    return answer


async def end_session_before(request: Request) -> None:
    """Nobody has two sessions in one browser: what it had before ends."""
    if before := _token(request, COOKIE):
        await caller.house().write(accounts.sign_out, before)


def set_cookies(request: Request, answer: Response, begun: SignedIn, secure: bool = False) -> None:
    """Give the browser the session until it ends, and the device for as long as it is known."""
    lasts = max(0, int((begun.expires_at - datetime.now(UTC)).total_seconds()))
    year = int(DEVICE_KNOWN.total_seconds())
    for name, value, seconds in (
        (COOKIE, begun.token, lasts),
        (DEVICE_COOKIE, begun.device, year),
    ):
        answer.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            httponly=True,
            samesite="lax",
            secure=secure or _is_secure(request),
        )


def _name(session: Session, request: Request) -> str | None:
    try:
        return accounts.by_session(session, _token(request, COOKIE), Source.SCREEN).name
    except SignedOut:
        return None


def _token(request: Request, name: str) -> str:
    return token_in(";".join(request.headers.getlist("cookie")), name)


def _is_secure(request: Request) -> bool:
    """Whether the page came through TLS. Behind a proxy that ends it, the page's origin says so."""
    return request.url.scheme == "https" or request.headers.get("origin", "").startswith("https:")
