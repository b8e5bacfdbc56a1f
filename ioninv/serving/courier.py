"""The courier: sends what is in the outbox of the webhooks, when it is due, and again if need be.

It sleeps until a commit with news for webhooks wakes it, or a delivery is due again. Deliveries of
one webhook go one after the other; those of different ones do not wait for each other. Whatever
happens to this process, a delivery waits in its table until an answer to it was written down: so it
comes at least once, and each time with the same id.
"""

import asyncio
import json
import logging
import random
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlmodel import Session

from ioninv import __version__
from ioninv.db import Database
from ioninv.domain.history import now
from ioninv.domain.webhooks import outgoing
from ioninv.domain.webhooks.letter import Letter, letter
from ioninv.domain.webhooks.outgoing import LEASE, Attempt, Due
from ioninv.domain.webhooks.signing import DELIVERY, SIGNATURE, signature
from ioninv.serving.posting import post

LOOK_AGAIN: Final = timedelta(seconds=30)
"""How long it sleeps when nothing wakes it: another process may have written."""

_AT_ONCE: Final = 8
Post = Callable[[str, dict[str, str], bytes], Awaitable[Attempt]]
_log = logging.getLogger(__name__)


class Courier:
    """Sends for one database. `clock`, `chance` and `post` are what tests have in hand."""

    def __init__(
        self,
        database: Database,
        *,
        post: Post = post,
        clock: Callable[[], datetime] = now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._post = post
        self._clock = clock
        self._chance = chance
        self._name = secrets.token_hex(8)
        self._leased: datetime | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._few = asyncio.Semaphore(_AT_ONCE)

    async def run(self) -> None:
        """Send until cancelled."""
        loop = asyncio.get_running_loop()
        end = self._database.when_news(partial(_set, loop, self._woken))
        try:
            while True:
                self._woken.clear()
                again = await self._turn_or_complain()
                wait = min(max(again - self._clock(), timedelta()), LOOK_AGAIN)
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait.total_seconds()):
                        await self._woken.wait()
        finally:
            end()
            await self._stop()

    async def settle(self) -> None:
        """Send everything that is due now, and what is due behind it."""
        while True:
            await self._turn()
            if not self._tasks:
                break
            await asyncio.wait(self._tasks.values())
        await self._stop()

    async def deliver(self, due: Due) -> None:
        """Send one delivery, whatever else waits, and write down what came of it."""
        at = self._clock()
        told, body = await self._database.read(_packed, due.delivery, at)
        if told.refused:
            await self._database.write(outgoing.give_up, due.delivery, at, told.refused)
        elif not body:
            await self._database.write(outgoing.skip, due.delivery)
        else:
            headers = _headers(told, body, at)
            attempt = await self._post(told.address, headers, body)
            await self._database.write(outgoing.note, due, self._clock(), attempt, self._chance)

    async def _turn_or_complain(self) -> datetime:
        try:
            return await self._turn()
        except Exception:
            # Whatever it is (a full disk, a lock kept too long) may be over the next time.
            _log.exception("Webhooks could not be looked at")
            return self._clock() + LOOK_AGAIN

    async def _turn(self) -> datetime:
        """Begin to send what is due; returns when something is due next."""
        at = self._clock()
        heads = await self._database.read(outgoing.next_due)
        free = [due for due in heads if due.webhook not in self._tasks]
        ready = [due for due in free if due.at <= at]
        if ready and (other := await self._other_sends()):
            return other
        for due in ready:
            task = asyncio.create_task(self._serve(due))
            self._tasks[due.webhook] = task
            task.add_done_callback(partial(self._served, due.webhook))
        return min((due.at for due in free if due.at > at), default=at + LOOK_AGAIN)

    async def _serve(self, due: Due) -> None:
        async with self._few:
            if not await self._other_sends():
                await self.deliver(due)

    def _served(self, webhook: int, task: asyncio.Task[None]) -> None:
        del self._tasks[webhook]
        if not task.cancelled() and (error := task.exception()):
            _log.error("A webhook could not be sent", exc_info=error)
            return
        self._woken.set()

    async def _other_sends(self) -> datetime | None:
        """Until when another process does; None where it is this one."""
        at = self._clock()
        if self._leased is not None and timedelta() <= at - self._leased < LEASE / 4:
            return None
        other = await self._database.write(outgoing.take_lease, self._name, at)
        self._leased = at if other is None else None
        return other

    async def _stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._leased is not None:
            self._leased = None
            await self._database.write(outgoing.end_lease, self._name)


def _packed(session: Session, delivery_id: int, at: datetime) -> tuple[Letter, bytes]:
    """A letter and its body; no body where there is nothing to say."""
    told = letter(session, delivery_id, at)
    if told.content is None:
        return told, b""
    return told, json.dumps(told.content, ensure_ascii=False).encode()


def _headers(told: Letter, body: bytes, at: datetime) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": f"ioninv/{__version__}",
        DELIVERY: told.uid,
        SIGNATURE: signature(told.secret, int(at.timestamp()), body),
    }


def _set(loop: asyncio.AbstractEventLoop, event: Any) -> None:
    """From the thread that wrote. A loop that has ended needs no waking."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(event.set)
