"""What every page's state builds on: the actor, and the way to the domain off the event loop."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import reflex as rx

from ioninv.domain import issues, items, parts, purchasing
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts import first_user
from ioninv.domain.house import house
from ioninv.vocabulary import IssueState, Source

_UNRESOLVED = issues.IssueFilter(states=(IssueState.OPEN, IssueState.IN_PROGRESS))
P = ParamSpec("P")
T = TypeVar("T")


class AppState(rx.State):
    """The frame around every page: who acts, and how much there is.

    Every method without a leading underscore can be called by any client of the websocket, with any
    arguments: handlers check theirs with `ioninv.ui.arguments`, and the domain checks permission.
    """

    actor_name: str = ""
    item_count: str = ""
    part_count: str = ""
    issue_count: str = ""
    order_count: str = ""
    entered: str = rx.SessionStorage("", name="ioninv.entered")
    """A word of the browser's, new whenever a page is loaded or gone back to (assets/leaving.js)."""

    _entered: str = ""

    async def _read(
        self, door: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a door that only looks, on a reader thread."""

        def work(session: Session) -> T:
            return door(session, first_user(session, Source.SCREEN), *args, **kwargs)

        return await house().read(work)

    async def _write(
        self, door: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a door that changes something, on the writer thread, in one transaction."""

        def work(session: Session) -> T:
            return door(session, first_user(session, Source.SCREEN), *args, **kwargs)

        return await house().write(work)

    async def _load_frame(self) -> None:
        """Fill in what stands around the page."""

        def look(session: Session, actor: Actor) -> tuple[str, int, int, int, int]:
            total = items.count(session, actor, items.ItemFilter()).total
            orders = purchasing.count(session, actor)
            unresolved = issues.issues(session, actor, _UNRESOLVED, size=1).total
            return actor.name, total, parts.count(session, actor), orders, unresolved

        told = await self._read(look)
        self.actor_name, item_count, part_count, order_count, unresolved = told
        self.item_count, self.part_count = f"{item_count:,}", f"{part_count:,}"
        self.order_count = f"{order_count:,}"
        self.issue_count = f"{unresolved:,}" if unresolved else ""
