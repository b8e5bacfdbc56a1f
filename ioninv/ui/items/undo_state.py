"""Undo, from the toast that told of an act and from history."""

import secrets
from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain.history import Done
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState
from ioninv.ui.undoing import undo


class UndoState(AppState):
    """Takes an act back by its inverse, or says everything that stands against it."""

    @rx.event
    async def undo(self, change_set: str, key: str = "") -> AsyncIterator[Any]:
        """`key` is that of the press: what was done again since can be undone again."""
        yield [await undo(self, change_set, key), GridState.refresh]


def told(text: str, done: Done) -> rx.event.EventSpec:
    """What an act did, with the way back; where everything was so already, that."""
    if not done.change_set:
        return toast.info("Nothing to change: it is so already.")
    back = UndoState.undo(str(done.change_set), secrets.token_hex(8))
    return toast.success(text, " ".join(done.notes), action="Undo", on_action=back)
