"""A server elsewhere: every command that looks into a house can be for the house of a server."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from ioninv.errors import Invalid

if TYPE_CHECKING:
    from ioninv.client import Client

T = TypeVar("T")

URL: Final = "IONINV_URL"
HERE: Final = frozenset({"serve", "doctor", "acts", "demo"})
"""Commands that are about this machine, or print what is the same everywhere."""

_RETRIES: Final = 3


@dataclass(frozen=True)
class Named:
    """What the command line names: the address of a server, a token, a file that holds one."""

    url: str = ""
    token: str = ""
    token_file: str = ""
    data: bool = False


_named = Named()


def name(named: Named, command: str) -> None:
    """Let this command be for the server that is named, or for the house on this machine.

    Raises Invalid where the command cannot be for a server, or what is named does not go together.
    """
    global _named
    _named = named
    elsewhere = named.url or named.token or named.token_file
    if elsewhere and named.data:
        raise Invalid("--data names a house on this machine, --url a server: give one of them.")
    if named.token and named.token_file:
        raise Invalid("Give --token or --token-file, not both.")
    if elsewhere and command in HERE:
        raise Invalid(
            f"`ioninv {command}` works on this machine only: leave --url and --token away."
        )
    if command == "demo" and _address():
        raise Invalid(f"`ioninv demo` works on this machine only, and {URL} names a server.")


def either(remotely: "Callable[[Client], T]", here: Callable[[], T]) -> T:
    """Ask the server that is named, or else the house on this machine."""
    if not _address():
        if _named.token or _named.token_file:
            raise Invalid(f"Say which server the token is for: --url or {URL}.")
        return here()
    with connected() as client:
        return remotely(client)


@contextmanager
def connected() -> "Iterator[Client]":
    """The server that is named."""
    from ioninv.client import connect

    with connect(_address(), _named.token, _named.token_file, retries=_RETRIES) as client:
        yield client


def address() -> str:
    """Where the server is; empty where the house is on this machine."""
    return _address().strip().rstrip("/")


def _address() -> str:
    if _named.data:
        return ""
    return _named.url or os.environ.get(URL, "")
