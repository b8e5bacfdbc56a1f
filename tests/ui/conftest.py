"""The states of one browser tab on a real database, and the events their handlers give back."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
import reflex as rx
from reflex.event import EventHandler, EventSpec
from reflex.istate.data import HeaderData, ReflexURL, RouterData

from ioninv.db import Database
from ioninv.domain.accounts import COOKIE, first_user
from ioninv.vocabulary import Role, Source
from tests.entering import KEEPERS, enter

T = TypeVar("T")
S = TypeVar("S", bound=rx.State)
_LOOP = asyncio.Runner()
"""One loop for all tabs: a new one for every press would take longer than most presses."""


class Screen:
    """One tab: its states, and what a person does in it. The first user is signed in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._root = rx.State(_reflex_internal_init=True)
        self._cookie = KEEPERS
        self.at("/")

    def state(self, cls: type[S]) -> S:
        """The state as this tab has it."""
        found: Any = self._root
        for name in cls.get_full_name().split(".")[1:]:
            found = found.substates[name]
        return found

    def do(self, handler: Any, *arguments: object) -> list[EventSpec]:
        """Call a handler to its end; returns the events it sends, in order."""
        assert isinstance(handler, EventHandler)
        assert handler.state
        return _LOOP.run(_ended(handler.fn(self.state(handler.state), *arguments)))

    def at(self, address: str) -> None:
        """The tab is at this address."""
        self._address = address
        self._root.router = RouterData(
            url=ReflexURL(f"http://localhost:8000{address}"),
            headers=HeaderData(cookie=f"other=1; {COOKIE}={self._cookie}"),
        )

    def sign_in(self, role: Role | str) -> None:
        """From now on somebody with this role has the tab."""
        with self._database.writing() as session:
            self._cookie = enter(session, role)
        self.at(self._address)

    def lose_session(self) -> None:
        """The cookie that the tab connected with stands for nobody any more."""
        self._cookie = "x" * 43
        self.at(self._address)

    def store(self, door: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Call a domain door as the first user would from elsewhere."""
        with self._database.writing() as session:
            return door(session, first_user(session, Source.SCREEN), *arguments, **named)


@pytest.fixture
def screen(database: Database, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """One person's tab."""
    monkeypatch.setattr("ioninv.ui.state.house", lambda: database)
    return Screen(database)


async def _ended(given: Any) -> list[EventSpec]:
    if inspect.isasyncgen(given):
        return [event for step in [each async for each in given] for event in _flat(step)]
    return _flat(await given if inspect.isawaitable(given) else given)


def _flat(step: Any) -> list[EventSpec]:
    if step is None:
        return []
    return [each for one in step for each in _flat(one)] if isinstance(step, list) else [step]
