"""Websockets: how many somebody may hold, and that each speaks as our page does."""

import logging
from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ioninv.serving.clients import client_address
from ioninv.serving.sessions import session_key

PER_SESSION = 60
"""Tabs of one person, on all machines together."""
PER_ADDRESS = 1_000

_POLICY = 1008
_GOODBYE = "1"
_PONG_AND_CLOSE = {_GOODBYE, "3"}
_PACKETS = ("40", "41", "42")
_log = logging.getLogger("ioninv.serving")


class Sockets:
    """Close what is one too many, and what sends frames that no page of ours sends.

    Engine.IO raises on those, and the server would write down a failure for each.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        holders = self._holders(scope)
        if any(self.open[holder] >= most for holder, most in holders.items()):
            await receive()
            await send({"type": "websocket.close", "code": _POLICY, "reason": ""})
            return
        self.open.update(holders.keys())
        try:
            await self._talk(scope, receive, send)
        finally:
            self.open.subtract(holders.keys())
            self.open = +self.open

    def _holders(self, scope: Scope) -> dict[str, int]:
        held = {f"address {client_address(scope)}": PER_ADDRESS}
        if key := session_key(scope):
            held[f"session {key}"] = PER_SESSION
        return held

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        ended = False

        async def hear() -> Message:
            nonlocal ended
            message = await receive()
            if message["type"] == "websocket.receive" and not is_ours(message.get("text")):
                if not ended:
                    await send({"type": "websocket.close", "code": _POLICY, "reason": ""})
                ended = True
                return {"type": "websocket.disconnect", "code": _POLICY}
            return message

        async def say(message: Message) -> None:
            nonlocal ended
            if ended:
                return
            await send(message)
            if message.get("text") == _GOODBYE:
                # Engine.IO leaves it to the client to hang up then.
                ended = True
                await send({"type": "websocket.close", "code": _POLICY, "reason": ""})

        try:
            await self.app(scope, hear, say)
        except Exception as error:
            _log.error("A websocket failed: %s", type(error).__name__, exc_info=error)
            if not ended:
                raise


def is_ours(frame: str | None) -> bool:
    """Whether a frame is what Engine.IO of our page sends: a pong, a goodbye, a packet of Socket.IO."""
    return bool(frame) and (frame in _PONG_AND_CLOSE or frame.startswith(_PACKETS))
