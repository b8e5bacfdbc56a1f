"""What the browser is told to refuse by itself, on every answer."""

import base64
import hashlib
import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ioninv.serving.clients import is_secure

_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
_NOTHING = "default-src 'none'; frame-ancestors 'none'"
_YEAR = "max-age=31536000"


class Protected:
    """Set these headers where an answer does not bring its own; a stricter policy of content stays."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                is_page = headers.get("content-type", "").startswith("text/html")
                # What says that nothing changed has no type, and must change nothing of what is kept.
                if message["status"] != 304:
                    policy = self.policy if is_page else _NOTHING
                    headers.setdefault("content-security-policy", policy)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if is_secure(scope):
                    headers.setdefault("strict-transport-security", _YEAR)
            await send(message)

        await self.app(scope, receive, send_protected)


def policy_of(page: Path) -> str:
    """The policy of content for a built page: its own files, and its own inline scripts by hash.

    Styles are inline wherever Radix places a popover; Reflex runs what handlers send it as script
    ("unsafe-eval"), which is made by the server alone.
    """
    inline = {
        _hash(script)
        for file in sorted((page / "build" / "client").rglob("*.html"))
        for script in _INLINE.findall(file.read_text())
    }
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self' 'unsafe-eval'", *sorted(inline)]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
