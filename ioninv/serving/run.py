"""Serve the page, its websocket and REST from one process and one port, until told to stop."""

import asyncio
import gc
import http.client
import signal

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from starlette.types import ASGIApp

from ioninv.serving.address import Address, free_address
from ioninv.serving.asgi import create
from ioninv.serving.build import ready_page
from ioninv.serving.leaving import Leaving

_GOODBYE_SECONDS = 3
_BETWEEN_TRIES = 0.02


def run(host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises Conflict when something else listens on the port, or the page cannot be built.
    """
    address = free_address(host, port)
    app = create(ready_page(_say))
    # What is loaded by now stays: the collector need not walk it again and again.
    gc.freeze()
    # Not asyncio.run: it would wait, maybe for ever, for connections that do not take their leave.
    asyncio.new_event_loop().run_until_complete(_serve(app, address))


async def _serve(app: ASGIApp, address: Address) -> None:
    served = Leaving(app)
    # One process is the server: ending it ends everything, and nothing survives it.
    server = Server(
        served,
        address=address.ip,
        port=address.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        log_level=LogLevels.error,
    )
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told_to_stop.set)
    serving = loop.create_task(server.serve())
    announcing = loop.create_task(_announce(address))
    stopping = loop.create_task(told_to_stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    announcing.cancel()
    await served.leave(_GOODBYE_SECONDS)
    server.stop()
    await serving


async def _announce(address: Address) -> None:
    while not await asyncio.to_thread(_answers, address):
        await asyncio.sleep(_BETWEEN_TRIES)
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
