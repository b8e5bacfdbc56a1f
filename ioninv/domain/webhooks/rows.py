import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.vocabulary import DeliveryState

FACTS: Final = (
    "name", "address", "verbs", "entities", "owner_id", "secret_at", "paused", "archived",
)  # fmt: skip


@dataclass(frozen=True)
class WebhookRow:
    """A webhook without its secret. Empty `verbs` or `entities` mean all of them.

    It hears what its owner may see. `waiting` and `given_up` count its deliveries; `answered` is
    when it last took one, ISO 8601 in UTC or empty, `failing` what the last attempt met if it did
    not take that. `dropped` counts what it was never told because too much waited, `last_dropped`
    is when that was last.
    """

    id: int
    name: str
    address: str
    verbs: tuple[str, ...]
    entities: tuple[str, ...]
    owner_id: int
    owner: str
    paused: bool
    archived: bool
    waiting: int
    given_up: int
    answered: str
    failing: str
    dropped: int
    last_dropped: str
    created: str
    version: int


def webhook_row(session: Session, webhook_id: int) -> WebhookRow:
    return webhook_rows(session, webhook_id)[0]


def webhook_rows(
    session: Session, webhook_id: int | None = None, archived: bool = True
) -> list[WebhookRow]:
    """One, or all of them in the order of their names, archived ones last."""
    asked = {"id": webhook_id, "archived": archived}
    return [_row(row) for row in session.execute(_ROWS, asked)]


def when(value: int | None) -> str:
    return "" if value is None else from_instant(value).isoformat(timespec="seconds")


def _row(row: Any) -> WebhookRow:
    return WebhookRow(
        id=row.id,
        name=row.name,
        address=row.address,
        verbs=tuple(json.loads(row.verbs)),
        entities=tuple(json.loads(row.entities)),
        owner_id=row.owner_id,
        owner=row.owner,
        paused=bool(row.paused),
        archived=bool(row.archived),
        waiting=row.waiting,
        given_up=row.given_up,
        answered=when(row.answered_at),
        failing=row.failing or "",
        dropped=row.dropped,
        last_dropped=when(row.dropped_at),
        created=when(row.created_at),
        version=row.version,
    )


_COUNTED = "(SELECT count(*) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = '{}')"
_ROWS = text(f"""
    SELECT w.*, u.name AS owner,
        {_COUNTED.format(DeliveryState.WAITING)} AS waiting,
        {_COUNTED.format(DeliveryState.GIVEN_UP)} AS given_up,
        (SELECT max(d.attempted_at) FROM webhook_delivery d
            WHERE d.webhook_id = w.id AND d.state = '{DeliveryState.DELIVERED}') AS answered_at,
        (SELECT d.problem FROM webhook_delivery d
            WHERE d.webhook_id = w.id AND d.attempted_at IS NOT NULL
            ORDER BY d.attempted_at DESC, d.id DESC LIMIT 1) AS failing
    FROM webhook w JOIN user u ON u.id = w.owner_id
    WHERE (:id IS NULL OR w.id = :id) AND w.archived <= :archived
    ORDER BY w.archived, w.name COLLATE NOCASE, w.id""")
