"""`/api/v1/oidc`: signing in by a provider (OpenID Connect, code flow with PKCE).

What a browser has to bring back is kept in a cookie of its own for ten minutes: the state, the nonce,
the verifier, and where to go on. See https://openid.net/specs/openid-connect-core-1_0.html.
"""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import Field

from ioninv.api import caller
from ioninv.api.session import (
    Sent,
    Small,
    end_session_before,
    set_cookies,
    visitor,
)
from ioninv.config import get_settings
from ioninv.domain import accounts
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound, Refused

PENDING: Final = "ioninv_oidc"
PATH: Final = "/api/v1/oidc"
_ACCOUNT: Final = "/account"
_LASTS: Final = 600
_SECONDS: Final = 10.0
_LEEWAY: Final = 60
_ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
_NOT_KEPT: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_FAILED: Final[dict[type[Exception], str]] = {
    Forbidden: "unknown",
    NotFound: "link",
    Conflict: "linked",
}

routes = APIRouter(prefix="/oidc", tags=["session"], route_class=Small, include_in_schema=False)


class Start(Sent):
    """Where to go afterwards, and the token of an invitation that is used by signing in there."""

    next: str = Field(default="/", max_length=2_000)
    invitation: str = Field(default="", max_length=200, repr=False)
    link: bool = False
    """Whoever is signed in here links themselves with who they are there, instead of coming in."""


@dataclass(frozen=True)
class _Pending:
    """One way to the provider and back."""

    callback: str
    next: str
    invitation: str = field(repr=False)
    links: str = ""
    state: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    def __str__(self) -> str:
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def read(cls, cookie: str) -> "_Pending | None":
        try:
            given = json.loads(urlsafe_b64decode(cookie))
            pending = cls(**given)
        except (ValueError, TypeError):
            return None
        return pending if all(isinstance(each, str) for each in given.values()) else None


@routes.post("/start")
async def start(request: Request, said: Start) -> JSONResponse:
    """The address of the provider to go to, and a cookie to come back with.

    Raises Conflict while the provider is out of reach or makes no sense.
    """
    try:
        provider = await _provider()
    except (httpx.HTTPError, KeyError, ValueError, TypeError) as error:
        raise Conflict(
            f"{accounts.provider_name()} does not answer as it should. Try again in a minute, or sign in with "
            "your password."
        ) from error
    links = "yes" if said.link else ""
    pending = _Pending(_callback(request), own_path(said.next), said.invitation, links)
    async with _client(pending, provider) as client:
        url, _ = client.create_authorization_url(  # pyright: ignore[reportUnknownMemberType]
            provider["authorization_endpoint"],
            state=pending.state,
            nonce=pending.nonce,
            code_verifier=pending.verifier,
        )
    answer = JSONResponse({"url": url}, headers=_NOT_KEPT)
    answer.set_cookie(
        PENDING,
        str(pending),
        max_age=_LASTS,
        path=PATH,
        httponly=True,
        samesite="lax",
        secure=pending.callback.startswith("https:"),
    )
    return answer


@routes.get("/callback")
async def callback(request: Request, state: str = "", code: str = "") -> RedirectResponse:
    """Where the provider sends the browser back to: begins a session, or says why not."""
    pending = _Pending.read(request.cookies.get(PENDING, ""))
    try:
        if pending is None or not code or not _same(pending.state, state):
            raise Invalid("This way back belongs to no way there.")
        claims = await _claims(pending, code)
        if pending.links:
            await caller.write(request, accounts.link_provider, claims["iss"], claims["sub"])
            return _ended(RedirectResponse(f"{_ACCOUNT}?provider=done", 303, headers=_NOT_KEPT))
        begun = await caller.house().write(
            accounts.sign_in_by_provider,
            claims["iss"],
            claims["sub"],
            _called(claims),
            visitor(request),
            pending.invitation,
        )
        await end_session_before(request)
    except (Refused, httpx.HTTPError, OAuthError, JoseError, KeyError, ValueError) as error:
        links = pending is not None and pending.links
        page = f"{_ACCOUNT}?provider=" if links else "/sign-in?failed="
        told = _FAILED.get(type(error), "provider")
        answer = RedirectResponse(f"{page}{told}", 303, headers=_NOT_KEPT)
    else:
        answer = RedirectResponse(pending.next, 303, headers=_NOT_KEPT)
        set_cookies(request, answer, begun, secure=pending.callback.startswith("https:"))
    return _ended(answer)


def _ended(answer: RedirectResponse) -> RedirectResponse:
    """The way there and back is gone once."""
    answer.delete_cookie(PENDING, path=PATH, httponly=True, samesite="lax")
    return answer


def own_path(wanted: str) -> str:
    """A path of this server to go on to; the first page for anything else."""
    parts = urlsplit(wanted)
    plain = wanted.isprintable() and wanted.isascii() and "\\" not in wanted
    ours = wanted.startswith("/") and not wanted.startswith("//")
    return wanted if plain and ours and not parts.scheme and not parts.netloc else "/"


async def _claims(pending: _Pending, code: str) -> dict[str, Any]:
    """What the provider says of who came, proved by its signature. Raises what stands against it."""
    provider = await _provider()
    async with _client(pending, provider) as client:
        token = await client.fetch_token(  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            provider["token_endpoint"], code=code, code_verifier=pending.verifier
        )
    keys = KeySet.import_key_set(await _asked(provider["jwks_uri"]))
    signed = jwt.decode(str(token["id_token"]), keys, algorithms=_ALGORITHMS)
    claims, ours = signed.claims, get_settings().oidc_client_id
    jwt.JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": provider["issuer"]},
        aud={"essential": True, "value": ours},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": pending.nonce},
    ).validate(claims)
    if claims.get("azp", ours) != ours:
        raise Invalid("This was said to somebody else.")
    return claims


async def _provider() -> dict[str, Any]:
    """What the provider says of itself, asked for once an hour. Raises NotFound where there is none."""
    settings = get_settings()
    if accounts.provider_name() is None:
        raise NotFound("There is no sign-in by a provider here.")
    issuer, known = settings.oidc_issuer.rstrip("/"), _known()
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise Invalid("IONINV_OIDC_ISSUER is no https address.")
    if known.get("until", 0) > time.monotonic() and known["of"] == issuer:
        return known["told"]
    told = await _asked(f"{issuer}/.well-known/openid-configuration")
    if str(told["issuer"]).rstrip("/") != issuer:
        raise Invalid("The provider calls itself otherwise than IONINV_OIDC_ISSUER says.")
    known |= {"until": time.monotonic() + 3600, "of": issuer, "told": told}
    return told


async def _asked(url: str) -> Any:
    async with httpx.AsyncClient(timeout=_SECONDS) as client:
        return (await client.get(url)).raise_for_status().json()


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    return {}


def _client(pending: _Pending, provider: dict[str, Any]) -> Any:
    settings = get_settings()
    methods = provider.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    by_secret = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
    return AsyncOAuth2Client(
        settings.oidc_client_id,
        settings.oidc_client_secret or None,
        token_endpoint_auth_method=by_secret if settings.oidc_client_secret else "none",
        scope="openid profile",
        redirect_uri=pending.callback,
        code_challenge_method="S256",
        timeout=_SECONDS,
    )


def _callback(request: Request) -> str:
    """Under the name by which the page that asks was opened; the provider knows which are ours."""
    origin = request.headers.get("origin") or str(request.base_url).rstrip("/")
    return f"{origin}{PATH}/callback"


def _called(claims: dict[str, Any]) -> str:
    names = (claims.get(each) for each in ("preferred_username", "name", "email"))
    found = next((each for each in names if isinstance(each, str) and each), "")
    return found.partition("@")[0]


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())
