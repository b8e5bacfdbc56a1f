"""Whose cookie a request carries, as a word that tells nothing of the cookie."""

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import Scope

from ioninv.domain.accounts import COOKIE

_SALT = secrets.token_bytes(32)


def session_key(scope: Scope) -> str:
    """The same for every request with the same cookie, for as long as this process lives; "" without.

    It is no proof that anybody is signed in: whoever makes up cookies has as many keys.
    """
    cookie = _cookie(scope)
    return hmac.digest(_SALT, cookie.encode(), "sha256").hex()[:32] if cookie else ""


def _cookie(scope: Scope) -> str:
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
