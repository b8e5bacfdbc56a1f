"""How often passwords may be guessed, and why nobody can lock others out.

Failures count against the account and the address that they come from, but on a device that has
signed in before, against that device alone: whoever uses up the account's budget from elsewhere
does not stop its owner there. Counted in the memory of the one process that serves.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from time import time
from typing import Final

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ioninv.domain.accounts.visitor import network_of
from ioninv.errors import TooMany

_QUARTER_HOUR: Final = 15
OF_ACCOUNT: Final = (
    RateLimitItemPerMinute(10, _QUARTER_HOUR, "account"),
    RateLimitItemPerDay(60, 1, "account"),
)
OF_ADDRESS: Final = (RateLimitItemPerMinute(50, _QUARTER_HOUR, "address"),)
OF_DEVICE: Final = (
    RateLimitItemPerMinute(20, _QUARTER_HOUR, "device"),
    RateLimitItemPerDay(100, 1, "device"),
)
_NOTED: Final = RateLimitItemPerMinute(1, 1, "noted")
_Budget = tuple[RateLimitItem, str]


@dataclass
class Guess:
    """A try that is under way. It counts when it `failed`."""

    failed: bool = False


class _Guesses:
    def __init__(self) -> None:
        self.limiter = MovingWindowRateLimiter(MemoryStorage())
        self.under_way: Counter[_Budget] = Counter()
        self.lock = threading.Lock()


_guesses = _Guesses()


@contextmanager
def guess(name_key: str, address: str, known: str = "") -> Iterator[Guess]:
    """Let one try happen; `known` is the device or session it comes from, where there is one.

    Raises TooMany before it is looked at.

    Tries that are under way count as failed until they are not, so that many at once are not more.
    """
    budgets = _budgets(name_key, address, known)
    with _guesses.lock:
        _refuse_when_spent(budgets)
        _guesses.under_way.update(budgets)
    trying = Guess()
    try:
        yield trying
    finally:
        with _guesses.lock:
            _guesses.under_way.subtract(budgets)
            _guesses.under_way += Counter()
            if trying.failed:
                for item, whose in budgets:
                    _guesses.limiter.hit(item, whose)


def worth_noting(name_key: str, address: str) -> bool:
    """Whether a refusal is worth a write: of the same to the same, one a minute is."""
    with _guesses.lock:
        return _guesses.limiter.hit(_NOTED, name_key, network_of(address))


def forget() -> None:
    """Begin anew, as after a start."""
    global _guesses
    _guesses = _Guesses()


def _budgets(name_key: str, address: str, known: str) -> Sequence[_Budget]:
    if known:
        return [(item, known) for item in OF_DEVICE]
    return [
        *((item, name_key) for item in OF_ACCOUNT),
        *((item, network_of(address)) for item in OF_ADDRESS),
    ]


def _refuse_when_spent(budgets: Sequence[_Budget]) -> None:
    for budget in budgets:
        item, whose = budget
        if not _guesses.limiter.test(item, whose, cost=_guesses.under_way[budget] + 1):
            again = _guesses.limiter.get_window_stats(item, whose).reset_time
            minutes = max(1, ceil((again - time()) / 60))
            raise TooMany(
                "Too many wrong passwords. Sign in on a device that you have used before, wait "
                f"{minutes} {'minute' if minutes == 1 else 'minutes'}, or ask an administrator "
                "for a new link.",
                wait=60 * minutes,
            )
