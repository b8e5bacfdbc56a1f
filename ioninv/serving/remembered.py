"""What the server remembers of tabs that are gone: of the last few hundred, so that memory has an end.

A tab that comes back later loads its page anew, as it does after a restart.
"""

# Reflex's state manager keeps each state for an hour, however many there are, and has no door for this.
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownLambdaType=false

from collections.abc import Collection
from typing import Final

from reflex.istate.manager.memory import StateManagerMemory

MOST_GONE: Final = 300
"""States of tabs without a connection; one takes about 110 KB."""

_SLACK: Final = 50


def forget_old(manager: StateManagerMemory, connected: Collection[str]) -> int:
    """Forget the states of the tabs that are gone longest; returns how many. Spares what is at work."""
    if len(manager.states) - len(connected) <= MOST_GONE + _SLACK:
        return 0
    gone = [
        token
        for key, (_, token) in sorted(
            manager._token_expires_at.items(), key=lambda each: each[1][0]
        )
        if key not in connected
    ]
    idle = [
        token
        for token in gone[: max(0, len(gone) - MOST_GONE)]
        if not (
            token.lock_key in manager._states_locks
            and manager._states_locks[token.lock_key].locked()
        )
    ]
    for token in idle:
        manager._purge_token(token)
    return len(idle)
