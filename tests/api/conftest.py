"""A program at a house, with a token of its administrator."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from ioninv.api import api
from ioninv.db import Database
from ioninv.domain import accounts
from ioninv.domain.access import Actor
from ioninv.domain.accounts import COOKIE, Visitor, first_user
from ioninv.domain.accounts.links import redeem
from ioninv.domain.accounts.living_sessions import open_session
from ioninv.domain.house import open_house
from ioninv.models import User
from ioninv.vocabulary import Role, Source
from tests.api import telling
from tests.conftest import without_waiting_for_the_disk
from tests.entering import KEEPERS

TokenOf = Callable[[str], str]


@pytest.fixture
def token_of(database: Database) -> TokenOf:
    """The token of a role: the first user's for administrators, a new user's for others."""

    def make(role: str) -> str:
        with database.writing() as session:
            keeper = first_user(session, Source.CLI)
            owner = (
                keeper.user_id
                if role == Role.ADMINISTRATOR
                else accounts.create_user(session, keeper, f"a {role}", role).id
            )
            return accounts.create_token(session, keeper, role, owner_id=owner).secret

    return make


@pytest.fixture
def house_called(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is called over REST is the house of this test."""
    monkeypatch.setattr("ioninv.api.caller.house", lambda: database)


@pytest.fixture
def key(token_of: TokenOf) -> dict[str, str]:
    """The headers of an administrator's program."""
    return {"Authorization": f"Bearer {token_of(Role.ADMINISTRATOR)}"}


@pytest.fixture
def client(house_called: None, key: dict[str, str]) -> Iterator[TestClient]:
    """An administrator's program at the house of the test."""
    with TestClient(api(), headers=key) as client:
        yield client


@dataclass(frozen=True)
class Day:
    """A house after the day of the scenario, and what was said and answered in it."""

    app: FastAPI
    headers: dict[str, str]
    told: dict[str, Any]


def signed_in_by_provider_too(session: Session, keeper: Actor) -> str:
    """The token of a session of a second administrator, who has a password and a provider."""
    link = accounts.invite(session, keeper, "Lin", Role.ADMINISTRATOR)
    begun = redeem(session, link.token, "a hash", Visitor())
    open_session(session, session.get_one(User, begun.user_id), Visitor())
    actor = accounts.by_session(session, begun.token, Source.REST)
    accounts.link_provider(session, actor, "https://id.example", "lin")
    return begun.token


@pytest.fixture(scope="session")
def a_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """One house for the tests that only look whether it holds."""
    database = open_house(tmp_path_factory.mktemp("day"))
    without_waiting_for_the_disk(database)
    with database.writing() as session:
        keeper = first_user(session, Source.CLI)
        secret = accounts.create_token(session, keeper, "Scenario").secret
        cookie = {COOKIE: signed_in_by_provider_too(session, keeper)}
    headers = {"Authorization": f"Bearer {secret}"}
    app = api()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ioninv.api.caller.house", lambda: database)
        by_token, signed_in = TestClient(app, headers=headers), TestClient(app, cookies=cookie)
        yield Day(app, headers, telling.run(by_token, signed_in, app.openapi()))
    database.close()


@pytest.fixture
def cookie(house_called: None) -> dict[str, str]:
    """The headers of the first user's browser."""
    return {"Cookie": f"{COOKIE}={KEEPERS}"}
