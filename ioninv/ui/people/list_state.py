"""Who there is: their roles, when they were last seen, and the one open beside them."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts import UserRow
from ioninv.errors import Invalid
from ioninv.ui import address, arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.history import entries, undoable
from ioninv.ui.kit import toast
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.seeing import where_seen
from ioninv.ui.settings.sections import PEOPLE
from ioninv.ui.state import AppState
from ioninv.ui.undoing import undo


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


_NOBODY = Shown(
    id=0, name="", role="", access="", seen="", active=True, can_touch=False, is_me=False, version=0
)


class PeopleState(AppState):
    """The list of people. Who is open is in the address."""

    people: list[Shown] = []
    people_loaded: bool = False
    person: int = 0
    person_missing: str = ""
    opened_person: Shown = _NOBODY
    person_history: list[TimelineEntry] = []

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        await close_dialogs(self)
        self.person = 0
        events: list[Any] = []
        try:
            self.person = address.number(dict(self.router.url.query_parameters), "person")
        except Invalid as refused:
            events = [toast.error(refused.message)]
        await self._look()
        await self._load_frame()
        return events

    @rx.event
    async def refresh(self) -> None:
        """Somebody was added or changed."""
        await self._look()
        await self._load_frame()

    @rx.event
    async def open_row(self, person: int) -> Any:
        """Open somebody beside the list."""
        self.person = arguments.number(person)
        await self._look()
        return address.push(self._address())

    @rx.event
    def close_row(self) -> Any:
        self.person = 0
        return address.push(self._address())

    @rx.event
    async def undo(self, change_set: str, key: str = "") -> AsyncIterator[Any]:
        """`key` is that of the press: what was done again since can be undone again."""
        yield await undo(self, change_set, key)
        await self._look()
        await self._load_frame()

    async def _look(self) -> None:
        self.people = await self._read(_people)
        self.people_loaded = True
        found = next((row for row in self.people if row["id"] == self.person), None)
        self.person_missing = "There is no such person." if self.person and not found else ""
        self.opened_person, self.person_history = found or _NOBODY, []
        if found:
            happened = await self._read(where_seen, accounts.timeline, self.person)
            self.person_history = entries(happened, await self._read(undoable, happened))

    def _address(self) -> str:
        return address.address(PEOPLE, {"person": str(self.person) if self.person else ""})


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
