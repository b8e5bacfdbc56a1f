"""What a browser may keep: hashed files for good, everything else of the page only if unchanged."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"


class Caching:
    """Set Cache-Control on what the page is made of, where nothing set it before."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_rule(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if rule := cache_rule(scope["path"], message["status"], headers):
                    headers.setdefault("cache-control", rule)
            await send(message)

        await self.app(scope, receive, send_with_rule)


def cache_rule(path: str, status: int, headers: MutableHeaders) -> str | None:
    """The rule for an answer. Only files carry an ETag here: REST sets its own rules."""
    if "etag" not in headers:
        return None
    if path.startswith("/assets/") and status in {200, 206, 304}:
        return _FOR_GOOD
    return _ASK_FIRST
