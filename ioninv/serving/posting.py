"""One POST to an address that a user named: to nothing that was not looked at, and not for long."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, Final

import certifi
import httpcore

from ioninv import codes
from ioninv.domain.webhooks.addresses import Target, check, read_address
from ioninv.domain.webhooks.outgoing import LONGEST_ANSWER, Attempt
from ioninv.errors import Invalid

SECONDS: Final = 10
_MOST_BYTES: Final = 4 * LONGEST_ANSWER
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


async def resolve(host: str, port: int) -> Sequence[str]:
    """Every IP address of a name. Its thread is waited for by nobody who stops meanwhile."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str], error: OSError | UnicodeError | None) -> None:
        if found.done():
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def look_up() -> None:
        addresses, error = [], None
        try:
            told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(each[4][0]) for each in told))
        except (OSError, UnicodeError) as raised:
            error = raised
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, addresses, error)

    threading.Thread(target=look_up, name="ioninv-resolve", daemon=True).start()
    return await found


async def post(
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    resolve: Resolve = resolve,
    seconds: float = SECONDS,
) -> Attempt:
    """Send a body, once, and tell what came of it. Redirects are answers like any other.

    All of it, the look-up too, has so many seconds. Of the answer only the beginning is read.
    """
    code: int | None = None
    answer = bytearray()
    try:
        async with asyncio.timeout(seconds):
            target = read_address(address)
            addresses = await resolve(target.host, target.port)
            check(addresses)
            pool = httpcore.AsyncConnectionPool(
                ssl_context=_trusting() if target.scheme == "https" else None,
                network_backend=_Pinned(addresses),
            )
            async with (
                pool,
                pool.stream(
                    "POST", _url(target), headers=list(headers.items()), content=body
                ) as response,
            ):
                code = response.status
                async for block in response.aiter_stream():
                    answer += block[: _MOST_BYTES - len(answer)]
                    if len(answer) >= _MOST_BYTES:
                        break
    except Invalid as refused:
        return Attempt(problem=refused.message)
    except TimeoutError:
        if code is None:
            return Attempt(problem=f"No answer within {seconds:g} seconds.")
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, UnicodeError) as error:
        if code is None:
            return Attempt(problem=_told(error))
    return Attempt(code, _text(answer), _problem(code))


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that were looked at, whatever the name stands for by now."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses
        self._backend: Any = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        met: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            try:
                return await self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except httpcore.ConnectError as error:
                met = error
        raise met


def _url(target: Target) -> httpcore.URL:
    return httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )


@cache
def _trusting() -> ssl.SSLContext:
    """Those whom this machine trusts, and those whom everybody does."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _problem(code: int | None) -> str:
    if code is None or 200 <= code < 300:
        return ""
    if 300 <= code < 400:
        return f"Answered {code}: redirects are not followed. Name the address itself."
    return f"Answered {code}."


def _told(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "This name stands for no address."
    if isinstance(error, httpcore.ProtocolError):
        return "What answered does not speak HTTP."
    said = str(error)
    if "CERTIFICATE" in said.upper():
        return f"Its certificate is not trusted: {said}"
    return f"No connection: {said or type(error).__name__}."


def _text(answer: bytearray) -> str:
    return codes.clean_lines(answer.decode("utf-8", "replace"))[:LONGEST_ANSWER]
