"""What was done to an issue is told with the way back, on whatever page that was."""

from collections.abc import AsyncIterator, Callable
from typing import Any, Concatenate

import reflex as rx

from ioninv.domain import issues, undoing
from ioninv.domain.access import Actor, Session
from ioninv.domain.issues import IssueRow
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.issues.list_state import PATH, IssuesState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState


class IssueUndoState(AppState):
    """Takes an act on an issue back, or says everything that stands against it."""

    @rx.event
    async def undo(self, change_set: str) -> AsyncIterator[Any]:
        number = arguments.number(change_set)
        try:
            await self._write(undoing.undo, number, key=f"undo-{number}")
        except Refused as refused:
            reasons = " ".join(problem.message for problem in refused.problems)
            yield toast.error("Not undone.", reasons)
            return
        yield [toast.success("Undone."), *refreshed(self)]


def refreshed(state: AppState) -> list[Any]:
    """What the page in front of the person must load anew."""
    match state.router.url.path.rstrip("/"):
        case "":
            return [GridState.refresh]
        case path if path == PATH:
            return [IssuesState.refresh]
        case _:
            return []


def told(text: str, change_set: int, *, detail: str = "", issue: IssueRow | None = None) -> Any:
    """What an act did, with the way back, and the way to the issue where that is elsewhere."""
    to = ("Open", rx.redirect(f"{PATH}?issue={issue.id}")) if issue else None
    undo = IssueUndoState.undo(str(change_set))
    return toast.success(text, action="Undo", on_action=undo, other=to, detail=detail)


Door = Callable[Concatenate[Session, Actor, ...], Any]


def with_change(door: Door) -> Callable[Concatenate[Session, Actor, ...], tuple[Any, int]]:
    """A door whose answer comes with the number of its change set."""

    def work(session: Session, actor: Actor, *args: Any, **named: Any) -> tuple[Any, int]:
        answer = door(session, actor, *args, **named)
        issue = answer if isinstance(answer, IssueRow) else answer.issue
        return answer, issues.timeline(session, actor, issue.id)[0].change_set

    return work
