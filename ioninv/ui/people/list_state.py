"""Who there is: their roles, when they were last seen, whether they can sign in."""

from collections.abc import Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts import UserRow
from ioninv.ui.forms import close_dialogs
from ioninv.ui.state import AppState


class Shown(TypedDict):
    """A person as their row shows them. `mine`: nobody changes their own role or state."""

    id: int
    name: str
    role: str
    access: str
    seen: str
    active: bool
    can_touch: bool
    is_me: bool
    version: int


class PeopleState(AppState):
    """The list of people."""

    people: list[Shown] = []
    people_loaded: bool = False

    @rx.event
    async def enter(self) -> None:
        """The page is opened, reloaded or gone back to."""
        await close_dialogs(self)
        await self._list()
        await self._load_frame()

    @rx.event
    async def refresh(self) -> None:
        """Somebody was added or changed."""
        await self._list()
        await self._load_frame()

    async def _list(self) -> None:
        self.people = await self._read(_people)
        self.people_loaded = True


def _people(session: Session, actor: Actor) -> list[Shown]:
    permitted = {row.key: row.permissions for row in accounts.roles(session, actor, True)}
    return [
        _shown(row, actor, permitted.get(row.role, ())) for row in accounts.users(session, actor)
    ]


def _shown(row: UserRow, actor: Actor, permissions: Sequence[Any]) -> Shown:
    return Shown(
        id=row.id,
        name=row.name,
        role=row.role_name,
        access=_access(row),
        seen=row.seen,
        active=row.active,
        can_touch=actor.permissions.issuperset(permissions),
        is_me=row.id == actor.user_id,
        version=row.version,
    )


def _access(row: UserRow) -> str:
    """How they come in, in a few words."""
    ways = ["Password"] * row.has_password + ["Provider"] * row.by_provider
    if row.invited and not ways:
        return "Link handed out, not used yet"
    if row.invited:
        return f"{' and '.join(ways)}, new link open"
    return " and ".join(ways) or "Not yet"
