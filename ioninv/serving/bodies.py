"""How large a request may be. Routes that take files read them as they come, with caps of their own."""

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ioninv.serving.refusing import problem

LARGEST = 5_000_000
TOO_LARGE = f"This request is too large: at most {LARGEST // 1_000_000} MB."

_TAKE_FILES = ("/attachments", "/image", "/import")


class Bounded:
    """Refuse with 413 a body beyond `LARGEST`, announced or not, before it fills the memory."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or any(each in str(scope["path"]) for each in _TAKE_FILES):
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or len(announced) > 15 or int(announced) > LARGEST:
            await _refuse(scope, receive, send)
            return
        taken, begun, refused = 0, False, False

        async def receive_bounded() -> Message:
            nonlocal taken, refused
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST:
                refused = True
                raise ClientDisconnect
            return message

        async def send_once(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive_bounded, send_once)
        except ClientDisconnect:
            if not refused:
                raise
        if refused and not begun:
            await _refuse(scope, receive, send)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    answer = problem(413, "too_large", TOO_LARGE, {"Connection": "close"})
    await answer(scope, receive, send)
