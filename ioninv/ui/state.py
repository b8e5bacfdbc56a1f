"""What every page's state builds on: the actor, and the way to the domain off the event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Concatenate, ParamSpec, TypeVar

import reflex as rx

from ioninv.domain import accounts, issues, items, parts, purchasing
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts.cookies import token_in
from ioninv.domain.house import house
from ioninv.errors import Refused, SignedOut
from ioninv.vocabulary import IssueState, Permission, Source

_UNRESOLVED = issues.IssueFilter(states=(IssueState.OPEN, IssueState.IN_PROGRESS))
P = ParamSpec("P")
T = TypeVar("T")
_notes: set[asyncio.Task[None]] = set()


class AppState(rx.State):
    """The frame around every page: who acts, and how much there is.

    Every method without a leading underscore can be called by any client of the websocket, with any
    arguments: handlers check theirs with `ioninv.ui.arguments`, and the domain checks permission.
    """

    actor_name: str = ""
    may: dict[str, bool] = {}
    """What the actor may do, by the value of each Permission, as of their last event."""

    signed_out: bool = False
    """The cookie stands for nobody any more: ui/signing_in asks to sign in again."""

    framed: str = ""
    """The last `entered` whose page was shown: one that never was holds no typing."""

    item_count: str = ""
    part_count: str = ""
    issue_count: str = ""
    order_count: str = ""
    entered: str = rx.SessionStorage("", name="ioninv.entered")
    """A word of the browser's, new whenever a page is loaded or gone back to (assets/leaving.js)."""

    _entered: str = ""
    _permissions: frozenset[Permission] = frozenset()

    @rx.event
    def tell_signed_out(self) -> None:
        """What was refused leaves a page that knows of it."""
        self.signed_out = True

    @rx.event
    async def look_again(self) -> None:
        """Something was forbidden: show who acts, and what they may do now."""
        await self._load_frame()

    async def _read(
        self, door: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a door that only looks, on a reader thread."""
        answer = await self._as_actor(house().read, lambda s, a: door(s, a, *args, **kwargs))
        _note_seen()
        return answer

    async def _write(
        self, door: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a door that changes something, on the writer thread, in one transaction."""
        return await self._as_actor(house().write, lambda s, a: door(s, a, *args, **kwargs))

    async def _as_actor(
        self,
        transaction: Callable[[Callable[[Session], T]], Awaitable[T]],
        door: Callable[[Session, Actor], T],
    ) -> T:
        """Ask in the same transaction who acts: what was taken away meanwhile bites at once."""
        token = token_in(self.router.headers.cookie)
        met: list[Actor] = []

        def work(session: Session) -> T:
            met.append(accounts.by_session(session, token, Source.SCREEN))
            return door(session, met[0])

        try:
            return await transaction(work)
        except SignedOut:
            self.signed_out = True
            raise
        finally:
            for actor in met:
                self._know(actor)

    def _know(self, actor: Actor) -> None:
        if actor.permissions != self._permissions:
            self._permissions = actor.permissions
            self.may = {each.value: each in actor.permissions for each in Permission}
        if self.signed_out:
            self.signed_out = False

    async def _load_frame(self) -> None:
        """Fill in what stands around the page."""

        def look(session: Session, actor: Actor) -> tuple[str, dict[str, int]]:
            counted: dict[Permission, Callable[[], int]] = {
                Permission.VIEW_INVENTORY: lambda: (
                    items.count(session, actor, items.ItemFilter()).total
                ),
                Permission.VIEW_PARTS: lambda: parts.count(session, actor),
                Permission.VIEW_PURCHASING: lambda: purchasing.count(session, actor),
                Permission.VIEW_ISSUES: lambda: (
                    issues.issues(session, actor, _UNRESOLVED, size=1).total
                ),
            }
            return actor.name, {what: count() for what, count in counted.items() if actor.may(what)}

        self.actor_name, counts = await self._read(look)
        told = {what: f"{count:,}" for what, count in counts.items()}
        self.item_count = told.get(Permission.VIEW_INVENTORY, "")
        self.part_count = told.get(Permission.VIEW_PARTS, "")
        self.order_count = told.get(Permission.VIEW_PURCHASING, "")
        unresolved = counts.get(Permission.VIEW_ISSUES)
        self.issue_count = f"{unresolved:,}" if unresolved else ""
        self.framed = self.entered


def _note_seen() -> None:
    """Write down who was here, without making anybody wait for it."""

    async def note() -> None:
        with suppress(Refused):
            await house().write(accounts.note_seen)

    if accounts.has_been_seen():
        task = asyncio.get_running_loop().create_task(note())
        _notes.add(task)
        task.add_done_callback(_notes.discard)
