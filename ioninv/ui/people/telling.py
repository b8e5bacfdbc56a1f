"""What was done to a person or a role, told with the way back."""

import secrets
from collections.abc import Sequence
from typing import Any

import reflex as rx

from ioninv.domain.history import Told
from ioninv.ui.kit import toast


def told(text: str, history: Sequence[Told], undo: Any) -> rx.event.EventSpec:
    """The message; Undo takes back the newest change, for those who may see the history.

    return told("Ada saved.", await self._read(where_seen, accounts.timeline, 7), PeopleState.undo)
    """
    if not history:
        return toast.success(text)
    back = undo(str(history[0].change_set), secrets.token_hex(8))
    return toast.success(text, action="Undo", on_action=back)
