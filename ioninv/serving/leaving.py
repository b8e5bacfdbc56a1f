"""Let the server end: open websockets are told that it goes away, open requests may finish."""

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_GOING_AWAY = 1001


class Leaving:
    """Knows what is open. After `leave()`, every websocket seems to have lost its client."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open = 0
        self._nothing_open = asyncio.Event()
        self._left = asyncio.Event()

    async def leave(self, patience: float) -> None:
        """Return when nothing is open any more, or after `patience` seconds."""
        self._left.set()
        if self._open:
            self._nothing_open.clear()
            await asyncio.wait({asyncio.ensure_future(self._nothing_open.wait())}, timeout=patience)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if self._left.is_set():
            # Pages connect again at once: what came in now would be cut off, or never end.
            await _refuse(scope, receive, send)
            return
        self._open += 1
        try:
            if scope["type"] == "websocket":
                await self._until_left(scope, receive, send)
            else:
                await self.app(scope, receive, send)
        finally:
            self._open -= 1
            if not self._open:
                self._nothing_open.set()

    async def _until_left(self, scope: Scope, receive: Receive, send: Send) -> None:
        leaving = asyncio.ensure_future(self._left.wait())

        async def receive_or_leave() -> Message:
            incoming = asyncio.ensure_future(receive())
            await asyncio.wait({incoming, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if incoming.done():
                return incoming.result()
            incoming.cancel()
            return {"type": "websocket.disconnect", "code": _GOING_AWAY}

        try:
            await self.app(scope, receive_or_leave, send)
        finally:
            leaving.cancel()


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await PlainTextResponse("The server is restarting.", 503)(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.close", "code": _GOING_AWAY, "reason": ""})
