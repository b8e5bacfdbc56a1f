"""Putting things into the house of a running server, as somebody else would."""

from collections.abc import Callable
from typing import Any, TypeVar

from ioninv.domain.accounts import first_user
from ioninv.domain.house import open_house
from ioninv.vocabulary import Source
from tests.e2e.conftest import Server

T = TypeVar("T")


def store(server: Server, door: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """Call a domain door on the server's database: store(server, parts.create, PartForm(...))."""
    database = open_house(server.data)
    try:
        with database.writing() as session:
            return door(session, first_user(session, Source.CLI), *arguments, **named)
    finally:
        database.close()
