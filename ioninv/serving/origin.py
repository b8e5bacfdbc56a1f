"""Who is answered: this machine's own names, and pages that this server sent."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

FOREIGN_HOST = (
    "This ioninv answers only on the machine it runs on. "
    "Open it there, at http://localhost and its port."
)
FOREIGN_ORIGIN = (
    "Refused: this request was sent by a page of another site. Open ioninv itself and do it there."
)

_SAFE = {"GET", "HEAD", "OPTIONS"}
_PORTS = {"http": 80, "https": 443}


class Doorkeeper:
    """Refuse, with 403 and a sentence, what `refusal` names; let everything else in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reason = refusal(scope) if scope["type"] in {"http", "websocket"} else None
        if reason is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(reason, 403)(scope, receive, send)
        else:
            # Closed before it was accepted: the server answers the handshake with 403.
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})


def refusal(scope: Scope) -> str | None:
    """Why this request is not answered, if it is not.

    The Host must be a loopback name, because a foreign name that resolves to this machine
    (DNS rebinding) makes a foreign page count as our own. What can change something, a
    websocket included, must not come from a page of another origin.
    """
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not is_loopback(hosts[0]):
        return FOREIGN_HOST
    if scope["type"] == "http" and scope["method"] in _SAFE:
        return None
    origins = headers.getlist("origin")
    if all(same_origin(origin, {"HTTP_HOST": hosts[0]}) for origin in origins):
        return None
    return FOREIGN_ORIGIN


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine: localhost, *.localhost, 127.0.0.0/8, [::1]."""
    try:
        parts = urlsplit(f"//{host}")
        name = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.netloc != host or "@" in host:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def same_origin(origin: str | None, environ: Mapping[str, str] | None = None) -> bool:
    """Whether `origin` is the page that `environ["HTTP_HOST"]` serves, behind TLS or not.

    Engine.IO calls this for every websocket that names an Origin. It must not raise.
    """
    try:
        sent = urlsplit(origin or "")
        served = urlsplit("//" + (environ or {})["HTTP_HOST"])
        port = _PORTS[sent.scheme]
        if not sent.hostname or "@" in sent.netloc:
            return False
        return (sent.hostname, sent.port or port) == (served.hostname, served.port or port)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
