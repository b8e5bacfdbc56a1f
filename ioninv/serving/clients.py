"""Who is at the other end. Proxies are believed only where IONINV_TRUSTED_PROXIES names them."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ioninv.domain import accounts

_SECURE = {"http": "https", "ws": "wss"}


class Proxied:
    """Put what a trusted proxy tells into the scope, so that `request.client` and the scheme say it.

    Whoever else tells of an address or of TLS is not believed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"} and scope.get("client"):
            headers = Headers(scope=scope)
            peer, port = scope["client"]
            address = accounts.address_of(peer, ",".join(headers.getlist("x-forwarded-for")))
            if accounts.is_trusted(peer) and headers.getlist("x-forwarded-proto") == ["https"]:
                scope["scheme"] = _SECURE.get(scope["scheme"], scope["scheme"])
            scope["client"] = (address or peer, port)
        await self.app(scope, receive, send)


def client_address(scope: Scope) -> str:
    """The address of whoever sent this, as far as it is known for sure."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def is_secure(scope: Scope) -> bool:
    """Whether it came through TLS."""
    return scope.get("scheme") in {"https", "wss"}
