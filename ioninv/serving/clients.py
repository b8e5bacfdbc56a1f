"""Who is at the other end. Proxies are believed only where IONINV_PROXIES names them.

`behind` puts what they tell into the scope, so that `request.client` and `request.url.scheme` say
the same as the two functions here.
"""

from typing import Any

from starlette.types import ASGIApp, Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


def behind(proxies: tuple[str, ...], app: ASGIApp) -> ASGIApp:
    """The app, believing X-Forwarded-For and X-Forwarded-Proto of these addresses alone."""
    if not proxies:
        return app
    believing: Any = ProxyHeadersMiddleware(app, list(proxies))  # pyright: ignore[reportArgumentType]
    return believing


def client_address(scope: Scope) -> str:
    """The address of whoever sent this, as far as it is known for sure."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def is_secure(scope: Scope) -> bool:
    """Whether it came through TLS."""
    return scope.get("scheme") in {"https", "wss"}
