"""The outbox: what webhooks are to be told of a change set, written in its own transaction."""

import json
from collections.abc import Collection
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.engine import NEWS
from ioninv.vocabulary import Entity

MOST_WAITING: Final = 10_000
"""Deliveries that wait for one webhook; of more, the oldest are dropped."""


def post(
    session: Session, change_set: int, verb: str, entities: Collection[Entity], at: int
) -> None:
    """One statement, whatever was changed. Where nobody listens it writes nothing."""
    told = {
        "change_set": change_set,
        "verb": verb,
        "entities": json.dumps([each.value for each in entities]),
        "at": at,
    }
    if session.execute(_POST, told).rowcount:  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        session.info[NEWS] = True
        _drop_oldest(session, at)


def _drop_oldest(session: Session, at: int) -> None:
    """A receiver that is dead must not fill the disk: what is too much is counted, and gone."""
    for row in session.execute(_TOO_MUCH, {"most": MOST_WAITING}).all():
        gone = {"webhook": row.webhook, "newest": row.newest}
        count = session.execute(_DROP, gone).rowcount  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
        session.execute(_COUNT, {"webhook": row.webhook, "count": count, "at": at})


_POST: Final = text("""
    INSERT INTO webhook_delivery (webhook_id, change_set_id, created_at, due_at)
    SELECT w.id, :change_set, :at, :at FROM webhook w
    WHERE w.archived = 0 AND w.paused = 0
        AND (w.verbs = '[]' OR :verb IN (SELECT value FROM json_each(w.verbs)))
        AND (w.entities = '[]' OR EXISTS (
            SELECT 1 FROM json_each(w.entities) wanted
            JOIN json_each(:entities) touched ON touched.value = wanted.value))
    ORDER BY w.id""")
_TOO_MUCH: Final = text("""
    SELECT * FROM (
        SELECT w.id AS webhook, (
            SELECT d.id FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting'
            ORDER BY d.id DESC LIMIT 1 OFFSET :most) AS newest
        FROM webhook w WHERE w.archived = 0 AND w.paused = 0)
    WHERE newest IS NOT NULL""")
_DROP: Final = text("""
    DELETE FROM webhook_delivery
    WHERE webhook_id = :webhook AND state = 'waiting' AND id <= :newest""")
_COUNT: Final = text("""
    UPDATE webhook SET dropped = dropped + :count, dropped_at = :at WHERE id = :webhook""")
