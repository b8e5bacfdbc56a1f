"""How much one person and one address may send. Generous: it stops a flood, not a quick hand."""

from functools import cache
from hashlib import sha256

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ioninv.serving.clients import client_address
from ioninv.serving.refusing import is_rest, problem
from ioninv.serving.sessions import session_key

TOO_MANY = "Too many requests at once. Wait a few seconds and send this one again."

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

    def has_room(self, key: str) -> bool:
        """Whether one more would be within the rate."""
        return self._window.test(self._limit, key)


class Rates:
    """A rate of each person within a rate of each address: whoever makes up persons gains nothing."""

    def __init__(self, per_person: int, per_address: int) -> None:
        self._person = Rate(per_person, SECONDS)
        self._address = Rate(per_address, SECONDS)

    def hit(self, person: str, address: str) -> bool:
        """Count one more of both; what is refused to a person is not taken from their address."""
        has_room = self._address.has_room(address) and self._person.hit(person)
        return has_room and self._address.hit(address)


class Rated:
    """Refuse with 429 what REST is asked for beyond the rate. Files of the page are not counted."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_rest(scope) and not request_rate().hit(_person(scope), client_address(scope)):
            refused = problem(429, "too_many", TOO_MANY, {"Retry-After": str(SECONDS)})
            await refused(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _person(scope: Scope) -> str:
    if token := Headers(scope=scope).get("authorization", ""):
        return sha256(token.encode()).hexdigest()
    return session_key(scope) or client_address(scope)


@cache
def event_rate() -> Rates:
    """Of the websocket."""
    return Rates(PER_PERSON, PER_ADDRESS)


@cache
def request_rate() -> Rates:
    """Of REST."""
    return Rates(PER_PERSON, PER_ADDRESS)
