"""Taking an act back, for every page that offers it."""

from typing import Any

from ioninv.domain import undoing
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState


async def undo(state: AppState, change_set: object, key: object) -> Any:
    """The message about it: that it is undone, or everything that stands against it.

    `key` is that of the press: what was done again since can be undone again. Raises Invalid.
    """
    number, key_ = arguments.number(change_set), arguments.key(key)
    try:
        await state._write(undoing.undo, number, key=key_)  # pyright: ignore[reportPrivateUsage]
    except Refused as refused:
        reasons = " ".join(problem.message for problem in refused.problems)
        return toast.error("Not undone.", reasons)
    return toast.success("Undone.")
