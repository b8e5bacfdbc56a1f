"""How much one person and one address may send. Generous: it stops a flood, not a quick hand."""

from functools import cache

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

SECONDS = 4
PER_PERSON = 200
PER_ADDRESS = 2_000
"""A workshop behind one proxy that is not told of in IONINV_PROXIES is one address."""


class Rate:
    """At most `most` within any `seconds`, for each key."""

    def __init__(self, most: int, seconds: int) -> None:
        self._limit = RateLimitItemPerSecond(most, seconds)
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())

    def hit(self, key: str) -> bool:
        """Count one more; whether it is within the rate."""
        return self._window.hit(self._limit, key)


class Rates:
    """A rate of each person within a rate of each address: whoever makes up persons gains nothing."""

    def __init__(self, per_person: int, per_address: int) -> None:
        self._person = Rate(per_person, SECONDS)
        self._address = Rate(per_address, SECONDS)

    def hit(self, person: str, address: str) -> bool:
        return self._address.hit(address) and self._person.hit(person)


@cache
def event_rate() -> Rates:
    """Of the websocket."""
    return Rates(PER_PERSON, PER_ADDRESS)


@cache
def request_rate() -> Rates:
    """Of REST."""
    return Rates(PER_PERSON, PER_ADDRESS)
