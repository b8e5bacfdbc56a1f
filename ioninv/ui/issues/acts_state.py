"""What is done to an issue without asking: started, put back, reopened, assigned, items on and off."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

import reflex as rx

from ioninv.domain import issues
from ioninv.domain.history import Done
from ioninv.domain.issues import IssueRow
from ioninv.domain.items import Selection
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.issues.list_state import IssuesState
from ioninv.ui.issues.panel_state import IssuePanelState
from ioninv.ui.issues.resolve_state import ResolveState
from ioninv.ui.issues.undo_state import told, with_change
from ioninv.ui.issues.words import counted
from ioninv.ui.kit import toast
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import IssueState


class IssueActsState(AppState):
    """The acts on an issue. The version seen makes a second press one with the first."""

    item_options: list[Option] = []
    added: int = 0

    @rx.event
    async def move(self, issue_id: int, state: str) -> AsyncIterator[Any]:
        """To another state: a card was dropped there, or its menu said so. Resolving asks how."""
        id_, wanted = arguments.number(issue_id), _state(arguments.text(state, 40))
        row = (await self._read(issues.get, id_)).row
        if wanted == row.state:
            return
        if wanted is IssueState.RESOLVED:
            yield ResolveState.ask(id_)
            return
        door = _doors(IssueState(row.state), wanted)
        key = f"issue-{id_}-{row.version}-{wanted}"
        try:
            moved, change = await self._write(with_change(door), id_, key=key)
        except Refused as refused:
            yield [toast.error("Not done.", refused.message), IssuesState.refresh]
            return
        held = [item.held for item in (await self._read(issues.get, id_)).items]
        yield [told(f"{moved.name}: {_said(row, wanted, held)}.", change), IssuesState.refresh]

    @rx.event
    async def assign(self, user: str) -> AsyncIterator[Any]:
        """The open issue is somebody's now; an empty value makes it nobody's."""
        user_id = arguments.number_or_none(user)
        opened = await self.get_state(IssuePanelState)
        if str(user_id or "") == opened.assignee_id:
            return
        key = f"assign-{opened.issue}-{opened.version}-{user_id or 0}"
        row, change = await self._write(with_change(issues.assign), opened.issue, user_id, key=key)
        said = (
            f"{row.name} given to {row.assignee}." if row.assignee else f"{row.name} is nobody’s."
        )
        yield [told(said, change), IssuesState.refresh]

    @rx.event
    async def find_items(self, typed: str) -> None:
        self.item_options = await picking.options(self, "item", typed)

    @rx.event
    async def add_item(self, item: str) -> AsyncIterator[Any]:
        """Put one more item on the open issue."""
        opened = await self.get_state(IssuePanelState)
        chosen = Selection(ids=(arguments.number(item),))
        try:
            done = await self._write(issues.add_items, opened.issue, chosen)
        except Refused as refused:
            yield [toast.error("Not added.", refused.message), IssuesState.refresh]
            return
        finally:
            # The field is empty for the next one.
            self.added += 1
        if not done.count:
            yield toast.info(f"It is on {opened.name} already.")
            return
        yield [told(f"Put on {opened.name}.", done.change_set), IssuesState.refresh]

    @rx.event
    async def remove_item(self, item_id: int) -> AsyncIterator[Any]:
        """Take one item off the open issue, and its hold off the item."""
        opened = await self.get_state(IssuePanelState)
        chosen = Selection(ids=(arguments.number(item_id),))
        try:
            done: Done = await self._write(issues.remove_items, opened.issue, chosen)
        except Refused as refused:
            yield [toast.error("Not taken off.", refused.message), IssuesState.refresh]
            return
        if done.count:
            said = f"{counted(done.count)} taken off {opened.name}."
            yield [told(said, done.change_set), IssuesState.refresh]


def _state(value: str) -> IssueState:
    if value not in set(IssueState):
        raise Invalid("There is no such state. Load the page again.")
    return IssueState(value)


def _doors(was: IssueState, wanted: IssueState) -> Any:
    if was is IssueState.RESOLVED:
        return partial(issues.reopen, started=wanted is IssueState.IN_PROGRESS)
    return issues.stop if wanted is IssueState.OPEN else issues.start


def _said(row: IssueRow, wanted: IssueState, held: Sequence[bool]) -> str:
    if row.state == IssueState.RESOLVED:
        gone = "" if all(held) else "; what is scrapped stays so"
        return f"reopened, and holds its items again{gone}" if any(held) else "reopened"
    return "in progress" if wanted is IssueState.IN_PROGRESS else "open again"
