"""Serve the page, its websocket and REST on one port, from one worker process, until told to stop."""

import gc
import http.client
import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server
from starlette.types import ASGIApp

from ioninv.config import get_settings
from ioninv.domain.house import house, open_house
from ioninv.errors import Conflict
from ioninv.serving.address import Address, free_address
from ioninv.serving.asgi import create
from ioninv.serving.build import ready_page

_GOODBYE_SECONDS = 5
_BETWEEN_TRIES = 0.02
_BETWEEN_LOOKS = 1.0


def run(host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises Conflict when something else listens on the port, the database was made by a newer
    ioninv, the page cannot be built, or the server ends by itself.
    """
    address = free_address(host, port)
    open_house(get_settings().data).close()
    page = ready_page(_say)
    server = Server(
        "ioninv",
        address=address.ip,
        port=address.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        log_level=LogLevels.error,
        workers_kill_timeout=_GOODBYE_SECONDS,
    )
    threading.Thread(target=_announce, args=(address,), daemon=True).start()
    server.serve(target_loader=partial(_load, page, os.getpid()), wrap_loader=False)
    if not server.interrupt_signal:
        raise Conflict("The server could not start, or ended by itself. The reason stands above.")


def _load(page: Path, parent: int) -> ASGIApp:
    """Called in the worker process: the app, which ends when its parent is gone."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    app = create(page)
    house().keep_checkpointed()
    # What is loaded by now stays: the collector need not walk it again and again.
    gc.freeze()
    return app


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)


def _announce(address: Address) -> None:
    while not _answers(address):
        time.sleep(_BETWEEN_TRIES)
    _say(f"ioninv is ready at {address.url}")
    if address.is_for_others:
        _say("Until there are accounts it answers only this machine, as localhost.")


def _answers(address: Address) -> bool:
    connection = http.client.HTTPConnection(address.reached_at, address.port, timeout=5)
    try:
        connection.request("GET", "/ping", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _say(sentence: str) -> None:
    print(sentence, flush=True)
