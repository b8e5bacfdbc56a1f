"""What a webhook was told and what it answered, and telling it again."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.engine import NEWS
from ioninv.db.types import to_instant
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.history import now
from ioninv.domain.loading import load
from ioninv.domain.webhooks.rows import when
from ioninv.errors import Conflict
from ioninv.models import Webhook, WebhookDelivery
from ioninv.vocabulary import DeliveryState, Entity, Permission

SHOWN: Final = 100
TESTED: Final = "webhook tested"
REDELIVERED: Final = "delivery sent again"


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery. `uid` is its Ioninv-Delivery; `change_set` and `verb` are empty for a test.

    `code` is the status of the last answer, None where there was none; `problem` says why it did
    not count, `answer` is the beginning of its body. Times are ISO 8601 in UTC or empty;
    `next_attempt` is only of one that waits.
    """

    id: int
    uid: str
    change_set: int | None
    verb: str
    state: DeliveryState
    attempts: int
    created: str
    attempted: str
    next_attempt: str
    code: int | None
    problem: str
    answer: str


@requires(Permission.EDIT_WEBHOOKS)
def deliveries(session: Session, actor: Actor, webhook_id: int) -> list[DeliveryRow]:
    """Its last hundred deliveries, the newest first. Raises NotFound."""
    load(session, Webhook, webhook_id, "webhook")
    asked = {"webhook": webhook_id, "id": None}
    return [_row(row) for row in session.execute(_ROWS, asked)]


@requires(Permission.EDIT_WEBHOOKS)
def redeliver(
    session: Session, actor: Actor, delivery_id: int, key: str | None = None
) -> DeliveryRow:
    """Send a delivery at once, and if need be ten times again: the same one, with the same uid.

    Raises NotFound, Conflict where its webhook is paused or archived.
    """
    delivery = load(session, WebhookDelivery, delivery_id, "delivery")
    payload = {"id": delivery_id}
    if not history.repeated(session, actor, REDELIVERED, Entity.WEBHOOK, key, payload):
        _refuse_silent(load(session, Webhook, delivery.webhook_id, "webhook"))
        with history.act(session, actor, REDELIVERED, key=key, payload=payload):
            session.execute(_AGAIN, {"id": delivery_id, "at": to_instant(now())})
        session.info[NEWS] = True
    return _delivery(session, delivery_id)


@requires(Permission.EDIT_WEBHOOKS)
def send_test(
    session: Session, actor: Actor, webhook_id: int, key: str | None = None
) -> DeliveryRow:
    """Send a delivery of no change, to see whether it arrives.

    Raises NotFound, Conflict where the webhook is paused or archived.
    """
    webhook = load(session, Webhook, webhook_id, "webhook")
    payload = {"id": webhook_id}
    if not history.repeated(session, actor, TESTED, Entity.WEBHOOK, key, payload):
        _refuse_silent(webhook)
        with history.act(session, actor, TESTED, key=key, payload=payload):
            session.execute(_TEST, {"webhook": webhook_id, "at": to_instant(now())})
        session.info[NEWS] = True
    newest = session.execute(_NEWEST_TEST, {"webhook": webhook_id}).scalar()
    if newest is None:
        raise Conflict("This test was sent long ago. Send another one.")
    return _delivery(session, newest)


def _refuse_silent(webhook: Webhook) -> None:
    if webhook.archived:
        raise Conflict(f"{webhook.name} is archived. Restore it first.")
    if webhook.paused:
        raise Conflict(f"{webhook.name} is paused. Resume it first.")


def _delivery(session: Session, delivery_id: int) -> DeliveryRow:
    return _row(session.execute(_ROWS, {"webhook": None, "id": delivery_id}).one())


def _row(row: Any) -> DeliveryRow:
    state = DeliveryState(row.state)
    return DeliveryRow(
        id=row.id,
        uid=row.uid,
        change_set=row.change_set_id,
        verb=row.verb or "",
        state=state,
        attempts=row.attempts,
        created=when(row.created_at),
        attempted=when(row.attempted_at),
        next_attempt=when(row.due_at) if state is DeliveryState.WAITING else "",
        code=row.code,
        problem=row.problem,
        answer=row.answer,
    )


_ROWS = text(f"""
    SELECT d.*, c.verb FROM webhook_delivery d LEFT JOIN change_set c ON c.id = d.change_set_id
    WHERE (:webhook IS NULL OR d.webhook_id = :webhook) AND (:id IS NULL OR d.id = :id)
    ORDER BY d.id DESC LIMIT {SHOWN}""")
_AGAIN = text(f"""
    UPDATE webhook_delivery SET state = '{DeliveryState.WAITING}', attempts = 0, due_at = :at
    WHERE id = :id""")
_TEST = text("""
    INSERT INTO webhook_delivery (webhook_id, created_at, due_at) VALUES (:webhook, :at, :at)""")
_NEWEST_TEST = text("""
    SELECT max(id) FROM webhook_delivery
    WHERE webhook_id = :webhook AND change_set_id IS NULL""")
