"""Doors called from the machine itself, as the first active administrator."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sqlmodel import Session

    from ioninv.domain.access import Actor

T = TypeVar("T")


def look(work: "Callable[[Session, Actor], T]") -> T:
    """Do what only reads, on the house there is."""
    return _do(work, writes=False)


def change(work: "Callable[[Session, Actor], T]") -> T:
    """Do what writes, in one transaction."""
    return _do(work, writes=True)


def _do(work: "Callable[[Session, Actor], Any]", *, writes: bool) -> Any:
    from ioninv.domain.accounts import first_user
    from ioninv.domain.house import house
    from ioninv.vocabulary import Source

    database = house(create=writes)
    try:
        with database.writing() if writes else database.reading() as session:
            return work(session, first_user(session, Source.CLI))
    finally:
        database.close()
        house.cache_clear()
