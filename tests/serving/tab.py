"""A browser's tab without the browser: the server on a port of its own, and what is said to it raw."""

import atexit
import json
import os
import shutil
import socket
import tempfile
import threading
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from ioninv.serving.address import Address
from ioninv.serving.asgi import create
from ioninv.serving.run import settings

WAIT = 10
_STATE = "reflex___state____state"
_SET = f"{_STATE}.reflex___state____update_vars_internal_state.update_vars_internal"
_numbers = count(1)


@dataclass
class Tab:
    """One websocket, with all that it was sent."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    token: str = field(default_factory=lambda: f"tab-{next(_numbers)}")
    told: list[Any] = field(default_factory=list)
    somebody: Any = None
    """Whose tab it is, where that matters."""

    def __post_init__(self) -> None:
        self.connection: ClientConnection = connect(
            f"ws://localhost:{self.port}/_event/?EIO=4&transport=websocket&token={self.token}",
            origin=f"http://localhost:{self.port}",  # type: ignore[arg-type]
            additional_headers=self.headers,
            max_size=None,
            # What is unread when a test ends is of no interest, and need not be read for the goodbye.
            close_timeout=0.2,
            legacy=True,
        )
        self.connection.recv(WAIT)
        self.say("40/_event,")
        self.hear_until("40/_event")

    def say(self, frame: str) -> None:
        self.connection.send(frame)

    def send(self, name: str, payload: Any, router_data: Any = None) -> None:
        """An event, as the page sends it."""
        where = {"pathname": "/", "asPath": "/"} if router_data is None else router_data
        event = {"name": name, "payload": payload, "router_data": where}
        self.say("42/_event," + json.dumps(["event", event]))

    def settle(self) -> str:
        """Wait until everything sent so far is done; all that was said meanwhile, as one text."""
        begun, word = len(self.told), f"word-{next(_numbers)}"
        variable = f"{_STATE}.ioninv___ui___state____app_state.entered_rx_state_"
        self.send(_SET, {"vars": {variable: word}})
        self.hear_until(word)
        return "\n".join(self.told[begun:])

    def hear_until(self, what: str) -> None:
        while True:
            heard = self.connection.recv(WAIT)
            if heard == "2":
                self.say("3")
            self.told.append(heard)
            if what in heard:
                return

    def is_closed(self) -> bool:
        """Whether the server hangs up."""
        try:
            while True:
                self.connection.recv(WAIT)
        except ConnectionClosed:
            return True

    def close(self) -> None:
        self.connection.close()


@cache
def serve() -> int:
    """The whole server in this process, without a page, until the process ends; gives its port.

    It is made once, because Reflex's app cannot be made twice. It looks for its house at each event.
    """
    page = Path(tempfile.mkdtemp(prefix="ioninv-page-"))
    (page / "build" / "client").mkdir(parents=True)
    (page / "build" / "client" / "index.html").write_text("<!doctype html><title>ioninv</title>")
    (page / "backend").mkdir()
    before = dict(os.environ)
    made = create(page)
    os.environ.clear()
    os.environ |= before
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = uvicorn.Server(settings(made, Address("127.0.0.1", port)))
    started = threading.Event()
    startup = server.startup

    async def told(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = told  # type: ignore[method-assign]
    threading.Thread(target=server.run, daemon=True).start()
    atexit.register(shutil.rmtree, page, ignore_errors=True)
    assert started.wait(WAIT)
    return port
