"""Adding a person, and editing one: the same form."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts import UserRow
from ioninv.errors import Conflict, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import (
    FormState,
    changed_meanwhile,
    remember,
    remembered,
    told_version,
)
from ioninv.ui.people.giving import RoleChoice, roles_to_give
from ioninv.ui.people.link_state import LinkState
from ioninv.ui.people.list_state import PeopleState
from ioninv.ui.people.telling import told
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.vocabulary import Role

FIELDS = ("name", "role")


class PersonFormState(FormState, AppState):
    """The person's form. What is typed lives in the browser until it is sent."""

    person: int = 0
    version: int = 0
    seen: int = 0
    title: str = ""
    text: str = ""
    action: str = ""
    values: dict[str, str] = {}
    roles: list[RoleChoice] = []
    began: str = ""

    @rx.event
    async def start_new(self) -> None:
        """An empty form, for somebody who may look at first."""
        self.roles = await self._read(roles_to_give)
        self._fill(0, 0, {"name": "", "role": Role.VIEWER.value})
        self.title, self.action = "Add person", "Add and make a link"
        self.text = "They get a link, with which they choose their password."

    @rx.event
    async def start_edit(self, person: int) -> None:
        """The form with what is stored now."""
        row, self.roles = await self._read(_look_up, arguments.number(person))
        self._fill(row.id, row.version, _values(row))
        self.title, self.action, self.text = f"Edit {row.name}", "Save", ""

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store what was typed: a new person, or another name or role."""
        self._begin(data)
        yield
        try:
            news = await self._store(arguments.form(data))
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [*news, PeopleState.refresh]

    async def _store(self, given: Mapping[str, str]) -> list[Any]:
        """What to tell; nothing where the link says it, or where nothing was changed."""
        person, key = arguments.number(given.get("id", "0")), given.get("idempotency_key") or None
        typed = {field: given.get(field, "").strip() for field in FIELDS}
        if not person:
            made = await self._write(accounts.invite, typed["name"], typed["role"], key=key)
            (await self.get_state(LinkState))._show(made)  # pyright: ignore[reportPrivateUsage]
            return []
        began, version = remembered(given.get("began", "")), told_version(given)
        changes = {field: text for field, text in typed.items() if text != began.get(field)}
        if not changes:
            return []
        try:
            row = await self._write(accounts.edit_user, person, version=version, key=key, **changes)
        except Conflict:
            now = await self._read(accounts.user, person)
            if now.version != version:
                self.seen, self.hints = now.version, changed_meanwhile(began, _values(now))
            raise
        history = await self._read(where_seen, accounts.timeline, person)
        return [told(f"{row.name} saved.", history, PeopleState.undo)]

    def _fill(self, person: int, version: int, values: dict[str, str]) -> None:
        self._start()
        self.person, self.version, self.seen = person, version, 0
        self.values, self.began = values, remember(values)


def _look_up(session: Session, actor: Actor, person: int) -> tuple[UserRow, list[RoleChoice]]:
    return accounts.user(session, actor, person), roles_to_give(session, actor)


def _values(row: UserRow) -> dict[str, str]:
    return {"name": row.name, "role": row.role}
