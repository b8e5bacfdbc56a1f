"""The outbox: what webhooks are to be told of a change set, written in its own transaction."""

import json
from collections.abc import Collection
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.engine import NEWS
from ioninv.vocabulary import Entity


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


_POST: Final = text("""
    INSERT INTO webhook_delivery (webhook_id, change_set_id, created_at, due_at)
    SELECT w.id, :change_set, :at, :at FROM webhook w
    WHERE w.archived = 0 AND w.paused = 0
        AND (w.verbs = '[]' OR :verb IN (SELECT value FROM json_each(w.verbs)))
        AND (w.entities = '[]' OR EXISTS (
            SELECT 1 FROM json_each(w.entities) wanted
            JOIN json_each(:entities) touched ON touched.value = wanted.value))
    ORDER BY w.id""")
