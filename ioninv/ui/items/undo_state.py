"""Undo, from the toast that told of an act and from history."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import undoing
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState


class UndoState(AppState):
    """Takes an act back by its inverse, or says everything that stands against it."""

    @rx.event
    async def undo(self, change_set: str) -> AsyncIterator[Any]:
        number = arguments.number(change_set)
        try:
            await self._write(undoing.undo, number, key=f"undo-{number}")
        except Refused as refused:
            reasons = " ".join(problem.message for problem in refused.problems)
            yield toast.error("Not undone.", reasons)
            return
        yield [toast.success("Undone."), GridState.refresh]


def told(text: str, change_set: int) -> rx.event.EventSpec:
    """What an act did, with the way back."""
    return toast.success(text, action="Undo", on_action=UndoState.undo(str(change_set)))
