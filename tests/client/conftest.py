"""A real server on loopback at the house of the test, and the client at it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn

from ioninv.api import api
from ioninv.client import Client
from ioninv.serving.origin import Doorkeeper
from tests.api.conftest import TokenOf, house_called, key, token_of

__all__ = ["house_called", "key", "token_of"]

ENDED_SECONDS = 20


@dataclass
class Server:
    """One server, what it was asked, and the statuses it answers with before it does anything."""

    url: str = ""
    busy: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.asked.append((scope["method"], scope["path"], headers.get("idempotency-key", "")))
        if not self.busy:
            await self.app(scope, receive, send)
            return
        status, said = self.busy.pop(0)
        told = [(name.encode(), value.encode()) for name, value in said.items()]
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": b"not now"})

    def __post_init__(self) -> None:
        self.app = Doorkeeper(api())


@pytest.fixture(scope="session")
def listening_server() -> Iterator[Server]:
    """A server on a port of its own, at whatever house is called: to end one takes longer than a test."""
    server = Server()
    listening = socket.create_server(("127.0.0.1", 0))
    server.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = uvicorn.Config(server, log_level="critical", lifespan="off", access_log=False)
    running = uvicorn.Server(settings)
    serving = threading.Thread(target=running.run, args=([listening],), daemon=True)
    serving.start()
    yield server
    running.should_exit = True
    serving.join(ENDED_SECONDS)
    assert not serving.is_alive()


@pytest.fixture
def server(house_called: None, listening_server: Server) -> Iterator[Server]:
    """The server at the house of the test, which was asked nothing yet."""
    yield listening_server
    listening_server.busy.clear()
    listening_server.asked.clear()


@pytest.fixture
def waits() -> list[float]:
    """How long the client waited, each time."""
    return []


@pytest.fixture
def connect(server: Server, token_of: TokenOf, waits: list[float]) -> Iterator[Any]:
    """connect("viewer") → a client with a token of that role; `url` when it goes by another way."""
    opened: list[Client] = []

    def open_one(role: str = "administrator", url: str = "", **how: Any) -> Client:
        client = Client(url or server.url, token_of(role), sleep=waits.append, **how)
        opened.append(client)
        return client

    yield open_one
    for client in opened:
        client.close()


@pytest.fixture
def client(connect: Callable[..., Client]) -> Client:
    return connect()


class Wire:
    """The way to a server, that is cut after a request has been answered there.

    The answers to the first `cut` requests are read, and never come back.
    """

    def __init__(self, to: str, cut: int) -> None:
        self._to = int(to.rpartition(":")[2])
        self._cut = cut
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self._to)) as far:
            threading.Thread(target=_pour, args=(near, far), daemon=True).start()
            with suppress(OSError):
                while answer := far.recv(65536):
                    if self._cut:
                        self._cut -= 1
                        break
                    near.sendall(answer)
            for each in (near, far):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.close()


def _pour(near: socket.socket, far: socket.socket) -> None:
    with suppress(OSError):
        while asked := near.recv(65536):
            far.sendall(asked)
        far.shutdown(socket.SHUT_WR)


@pytest.fixture
def wire(server: Server) -> Iterator[Callable[[int], Wire]]:
    """wire(2) → a way to the server on which the first two answers are lost."""
    laid: list[Wire] = []

    def lay(cut: int) -> Wire:
        laid.append(Wire(server.url, cut))
        return laid[-1]

    yield lay
    for each in laid:
        each.close()
