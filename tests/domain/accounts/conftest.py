"""People who sign in. What hashes passwords works on the database, between transactions."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from ioninv.db import Database
from ioninv.domain import accounts
from ioninv.domain.accounts import SignedIn, Visitor, first_user
from ioninv.vocabulary import Role, Source

PASSWORD = "nine green bottles hang here"
LAPTOP = Visitor("192.0.2.1", "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0")


class People:
    """Writes, reads and signs in, one transaction each."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def write(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.database.writing() as session:
            return work(session, *args, **kwargs)

    def keep(self, door: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a door as the first administrator."""
        with self.database.writing() as session:
            return door(session, first_user(session, Source.SCREEN), *args, **kwargs)

    def read(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.database.reading() as session:
            return work(session, *args, **kwargs)

    def person(self, name: str, role: str = Role.OPERATOR, password: str = PASSWORD) -> SignedIn:
        """Somebody who was invited and has set a password; signed in."""
        return self.use(self.keep(accounts.invite, name, role).token, password)

    def use(
        self, link: str, password: str = PASSWORD, name: str = "", visitor: Visitor = LAPTOP
    ) -> SignedIn:
        return asyncio.run(accounts.use_invitation(self.database, link, password, visitor, name))

    def sign_in(self, name: str, password: str = PASSWORD, visitor: Visitor = LAPTOP) -> SignedIn:
        return asyncio.run(accounts.sign_in(self.database, name, password, visitor))

    def actor(self, signed_in: SignedIn) -> Any:
        return self.read(accounts.by_session, signed_in.token, Source.SCREEN)


@pytest.fixture
def people(database: Database) -> People:
    return People(database)
