"""The outbox as the one who sends sees it: what is due, who may send, and what came of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant, to_instant
from ioninv.domain.webhooks.deliveries import SHOWN
from ioninv.vocabulary import DeliveryState

MOST_ATTEMPTS: Final = 10
LEASE: Final = timedelta(seconds=60)
FIRST_DELAY: Final = timedelta(seconds=10)
LONGEST_DELAY: Final = timedelta(hours=6)
LONGEST_ANSWER: Final = 500
KEPT: Final = 10 * SHOWN
"""Settled deliveries of a webhook that are kept; older ones are forgotten."""
_GROWTH: Final = 2.61
"""Nine delays between ten attempts grow from the first to the longest by this."""
_JITTER: Final = 0.2
_LONGEST_PROBLEM: Final = 200


@dataclass(frozen=True)
class Due:
    """The delivery that is next for a webhook, and when it may be sent."""

    webhook: int
    delivery: int
    at: datetime
    attempts: int


@dataclass(frozen=True)
class Attempt:
    """What came of sending: the status and the beginning of the answer, or why there was none."""

    code: int | None = None
    answer: str = ""
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        return self.code is not None and 200 <= self.code < 300


def next_due(session: Session) -> list[Due]:
    """The oldest waiting delivery of each webhook that hears: those behind it wait for it."""
    return [
        Due(row.webhook_id, row.id, from_instant(row.due_at), row.attempts)
        for row in session.execute(_NEXT)
    ]


def take_lease(session: Session, holder: str, at: datetime) -> datetime | None:
    """Be the one process that sends, for so long; None, or until when another one is it."""
    until = to_instant(at + LEASE)
    session.execute(_LEASE, {"holder": holder, "at": to_instant(at), "until": until})
    row = session.execute(_HOLDER).one()
    return None if row.holder == holder else from_instant(row.until)


def end_lease(session: Session, holder: str) -> None:
    """Let another process send."""
    session.execute(_END_LEASE, {"holder": holder})


def hold_back(session: Session, delivery_id: int, until: datetime) -> None:
    """Leave it to the one who asks, until then."""
    session.execute(_HOLD_BACK, {"id": delivery_id, "until": to_instant(until)})


def skip(session: Session, delivery_id: int) -> None:
    """There is nothing in it for this webhook."""
    session.execute(_SETTLE, {"id": delivery_id, "state": DeliveryState.SKIPPED.value})


def give_up(session: Session, delivery_id: int, at: datetime, problem: str) -> None:
    """It is not to be sent at all."""
    session.execute(
        _ATTEMPTED, _attempted(delivery_id, at, Attempt(problem=problem), DeliveryState.GIVEN_UP)
    )


def note(
    session: Session,
    due: Due,
    at: datetime,
    attempt: Attempt,
    chance: Callable[[], float] = random.random,
) -> None:
    """Write down what came of an attempt, and when the next one is; after the last one give up."""
    attempts = due.attempts + 1
    if attempt.is_taken:
        state = DeliveryState.DELIVERED
    elif attempts >= MOST_ATTEMPTS:
        state = DeliveryState.GIVEN_UP
    else:
        state = DeliveryState.WAITING
    again = at + delay(attempts, chance())
    said = _attempted(due.delivery, at, attempt, state)
    session.execute(_ATTEMPTED, {**said, "due_at": to_instant(again)})
    if state is not DeliveryState.WAITING:
        session.execute(_FORGET, {"webhook": due.webhook})


def delay(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts: 10 s at first, 6 h at last, a fifth more or less."""
    usual = min(FIRST_DELAY * _GROWTH ** (attempts - 1), LONGEST_DELAY)
    return usual * (1 - _JITTER + 2 * _JITTER * chance)


def _attempted(
    delivery_id: int, at: datetime, attempt: Attempt, state: DeliveryState
) -> dict[str, Any]:
    return {
        "id": delivery_id,
        "state": state.value,
        "at": to_instant(at),
        "due_at": to_instant(at),
        "code": attempt.code,
        "problem": attempt.problem[:_LONGEST_PROBLEM],
        "answer": attempt.answer[:LONGEST_ANSWER],
    }


_NEXT = text(f"""
    SELECT d.id, d.webhook_id, d.due_at, d.attempts FROM webhook w
    CROSS JOIN webhook_delivery d ON d.id = (
        SELECT min(first.id) FROM webhook_delivery first
        WHERE first.webhook_id = w.id AND first.state = '{DeliveryState.WAITING}')
    WHERE w.archived = 0 AND w.paused = 0 ORDER BY d.due_at, d.id""")
_LEASE = text(f"""
    INSERT INTO webhook_lease (id, holder, until) VALUES (1, :holder, :until)
    ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE webhook_lease.holder = excluded.holder OR webhook_lease.until <= :at
        -- A clock that was set back must not silence everybody.
        OR webhook_lease.until > :at + {2 * LEASE // timedelta(microseconds=1)}""")
_HOLDER = text("SELECT holder, until FROM webhook_lease")
_END_LEASE = text("DELETE FROM webhook_lease WHERE holder = :holder")
_HOLD_BACK = text("UPDATE webhook_delivery SET due_at = :until WHERE id = :id")
_SETTLE = text(f"""
    UPDATE webhook_delivery SET state = :state
    WHERE id = :id AND state = '{DeliveryState.WAITING}'""")
_ATTEMPTED = text(f"""
    UPDATE webhook_delivery SET state = :state, attempts = attempts + 1, attempted_at = :at,
        due_at = :due_at, code = :code, problem = :problem, answer = :answer
    WHERE id = :id AND state = '{DeliveryState.WAITING}'""")
_FORGET = text(f"""
    DELETE FROM webhook_delivery
    WHERE webhook_id = :webhook AND state <> '{DeliveryState.WAITING}' AND id < (
        SELECT id FROM webhook_delivery WHERE webhook_id = :webhook
        ORDER BY id DESC LIMIT 1 OFFSET {KEPT})""")
