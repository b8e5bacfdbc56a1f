"""What can be done about a person: a new link, deactivating, activating."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.accounts import UserRow
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState
from ioninv.ui.people.link_state import LinkState
from ioninv.ui.people.list_state import PeopleState
from ioninv.ui.people.telling import told
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState


class PersonActsState(FormState, AppState):
    """The questions before a new link and before deactivating, and the acts."""

    person: int = 0
    version: int = 0
    name: str = ""
    title: str = ""
    text: str = ""
    action: str = ""
    for_link: bool = False

    @rx.event
    async def ask(self, person: int) -> None:
        """Whether somebody is to be deactivated."""
        await self._ask(person, for_link=False)
        self.title, self.action = f"Deactivate {self.name}?", "Deactivate"
        self.text = (
            "They are signed out everywhere at once, open links stop working, and their tokens "
            "rest. What they did stays, and they can be activated again."
        )

    @rx.event
    async def ask_link(self, person: int) -> None:
        """Whether somebody is to get a new link."""
        await self._ask(person, for_link=True)
        self.title, self.action = f"A new link for {self.name}?", "Make the link"
        self.text = (
            "With it they choose a new password, and are signed out everywhere else. "
            "A link that was made before stops working."
        )

    @rx.event
    async def confirm(self, press: str) -> AsyncIterator[Any]:
        """Do what was asked about."""
        key = arguments.key(press)
        self._begin()
        yield
        try:
            if self.for_link:
                link = await self._write(accounts.reset, self.person, key=key)
                told = await self.get_state(LinkState)
                told._show(link)  # pyright: ignore[reportPrivateUsage]
                news: list[Any] = []
            else:
                row = await self._write(accounts.deactivate, self.person, self.version, key=key)
                news = [await self._told(row, "deactivated")]
        except Refused as refused:
            self.problem = refused.message
            return
        finally:
            self.saving = False
        self._done()
        yield [*news, PeopleState.refresh]

    @rx.event
    async def activate(self, person: int, version: int, press: str) -> list[Any]:
        """Let a deactivated person in again."""
        id_, version = arguments.number(person), arguments.number(version)
        row = await self._write(accounts.activate, id_, version, key=arguments.key(press))
        return [await self._told(row, "is active again"), PeopleState.refresh]

    async def _told(self, row: UserRow, what: str) -> Any:
        history = await self._read(where_seen, accounts.timeline, row.id)
        return told(f"{row.name} {what}.", history, PeopleState.undo)

    async def _ask(self, person: int, for_link: bool) -> None:
        row = await self._read(accounts.user, arguments.number(person))
        self.person, self.version, self.name = row.id, row.version, row.name
        self.for_link = for_link
        self._start()
