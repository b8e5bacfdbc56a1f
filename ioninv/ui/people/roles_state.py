"""The roles: what each permits, side by side, and what happened to one of them."""

from collections.abc import AsyncIterator
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts import RoleRow
from ioninv.ui import arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.history import entries, undoable
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.people.permissions import WORDS
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.ui.undoing import undo


class Column(TypedDict):
    """A role at the head of its column. `can_touch`: it permits no more than one's own."""

    key: str
    id: int
    name: str
    used: str
    built_in: bool
    archived: bool
    can_touch: bool
    version: int


class Line(TypedDict):
    """A permission, and which roles have it, in the order of the columns; or a group's heading."""

    key: str
    words: str
    group: bool
    cells: list[bool]


class RolesState(AppState):
    """The table of roles and permissions."""

    columns: list[Column] = []
    lines: list[Line] = []
    roles_archived: bool = False
    roles_loaded: bool = False
    role: int = 0
    role_name: str = ""
    role_history: list[TimelineEntry] = []

    @rx.event
    async def enter(self) -> None:
        """The page is opened, reloaded or gone back to."""
        await close_dialogs(self)
        self.role = 0
        await self._list()
        await self._load_frame()

    @rx.event
    async def refresh(self) -> None:
        """A role was made or changed: perhaps one's own."""
        await self._list()
        await self._load_frame()

    @rx.event
    async def show_archived_roles(self, on: bool) -> None:
        self.roles_archived = arguments.flag(on)
        await self._list()

    @rx.event
    async def show_history(self, role: int) -> None:
        """What happened to a role of one's own, beside the table."""
        self.role = arguments.number(role)
        await self._list()

    @rx.event
    def close_history(self) -> None:
        self.role = 0

    @rx.event
    async def undo(self, change_set: str, key: str = "") -> AsyncIterator[Any]:
        """`key` is that of the press: what was done again since can be undone again."""
        yield await undo(self, change_set, key)
        await self._list()
        await self._load_frame()

    async def _list(self) -> None:
        rows, own = await self._read(_roles, self.roles_archived)
        self.columns = [_column(row, own) for row in rows]
        self.lines = _lines(rows)
        self.roles_loaded = True
        if self.role:
            happened = await self._read(where_seen, accounts.role_timeline, self.role)
            self.role_history = entries(happened, await self._read(undoable, happened))
            self.role_name = next((row.name for row in rows if row.id == self.role), self.role_name)


def _roles(session: Session, actor: Actor, archived: bool) -> tuple[list[RoleRow], frozenset]:
    return accounts.roles(session, actor, archived), actor.permissions


def _column(row: RoleRow, own: frozenset) -> Column:
    return Column(
        key=row.key,
        id=row.id,
        name=row.name,
        used=_used(row),
        built_in=row.built_in,
        archived=row.archived,
        can_touch=own.issuperset(row.permissions),
        version=row.version,
    )


def _used(row: RoleRow) -> str:
    people = f"{row.users:,} {'person' if row.users == 1 else 'people'}" if row.users else ""
    tokens = f"{row.tokens:,} {'token' if row.tokens == 1 else 'tokens'}" if row.tokens else ""
    return ", ".join(text for text in (people, tokens) if text) or "Nobody"


def _lines(rows: list[RoleRow]) -> list[Line]:
    lines: list[Line] = []
    for group, words in WORDS.items():
        lines.append(Line(key=group, words=group, group=True, cells=[]))
        lines += [
            Line(
                key=permission.value,
                words=said,
                group=False,
                cells=[permission in row.permissions for row in rows],
            )
            for permission, said in words.items()
        ]
    return lines
