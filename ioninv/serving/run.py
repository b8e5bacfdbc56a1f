"""Serve the page, its websocket and REST from one process and one port, until told to stop."""

import gc
import signal
import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from ioninv.domain import accounts, attachments
from ioninv.domain.house import house
from ioninv.errors import Conflict
from ioninv.serving.address import Address, free_address
from ioninv.serving.asgi import create
from ioninv.serving.build import ready_page

_GOODBYE_SECONDS = 3
_LARGEST_MESSAGE = 1_000_000
_STOPS = (signal.SIGINT, signal.SIGTERM)


def run(host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; what is being answered then may take `_GOODBYE_SECONDS`.

    Raises Conflict when something else listens on the port, the page cannot be built, the
    database was made by a newer ioninv, or the app cannot start.
    """
    address = free_address(host, port)
    page = ready_page(_say)
    # Opened before the first request, so that a database that cannot be used is told here.
    with house().writing() as session:
        attachments.sweep(session)
        set_up = accounts.set_up_link(session)
    house().keep_checkpointed()
    app = create(page)
    # What is loaded by now stays: the collector need not walk it again and again.
    gc.freeze()
    # Uvicorn ends and then repeats the signal that ended it. The end has come by then.
    for number in _STOPS:
        signal.signal(number, _ignore)
    server = _Server(settings(app, address), address, set_up)
    try:
        server.run()
    except SystemExit as ended:
        raise Conflict("The server could not start. The reason stands above.") from ended
    finally:
        house().close()


def settings(app: ASGIApp, address: Address) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=address.ip,
        port=address.port,
        ws="websockets-sansio",
        ws_max_size=_LARGEST_MESSAGE,
        # Most messages are small and go to the same machine or the next room.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
    )


class _Server(uvicorn.Server):
    """Says that it is ready when it listens and the app has started, not before."""

    def __init__(self, config: uvicorn.Config, address: Address, set_up: str | None) -> None:
        super().__init__(config)
        self._address = address
        self._set_up = set_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _say(f"ioninv is ready at {self._address.url}")
        if self._set_up is None:
            return
        if self._address.is_for_others:
            _say("Until it is set up it answers only this machine, as localhost.")
        _say("It is not set up yet. Open this link, once, to become its first administrator:")
        _say(f"{self._address.url}/set-up/{self._set_up}")


def _ignore(_number: int, _frame: FrameType | None) -> None:
    pass


def _say(sentence: str) -> None:
    print(sentence, flush=True)
