"""The hash chains: each entity's events, and the change sets, are linked by SHA-256."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

NOTHING = b""
SCHEMA = 1
"""The schema of the events written today; a reader of old events looks at theirs."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: object) -> str:
    """One text for one value: JSON with sorted keys and no blanks (as RFC 8785 orders it)."""
    return _ENCODER.encode(value)


def digest(previous: bytes, *parts: object) -> bytes:
    """SHA-256 over the previous link and the canonical JSON of what this link says."""
    return hashlib.sha256(previous + canonical(parts).encode()).digest()


def broken_links(session: Session) -> list[str]:
    """Every link of every chain that does not verify, as a sentence each."""
    return [*_broken_events(session), *_broken_change_sets(session)]


def _broken_events(session: Session) -> Iterable[str]:
    rows = session.execute(
        text(
            "SELECT entity, entity_id, version, schema, kind, changes, change_set_id, occurred_at, hash"
            " FROM event ORDER BY entity, entity_id, version"
        ).execution_options(yield_per=2000)
    )
    chain: tuple[str, int] = ("", 0)
    previous, expected = NOTHING, 1
    for row in rows:
        if (row.entity, row.entity_id) != chain:
            chain, previous, expected = (row.entity, row.entity_id), NOTHING, 1
        if row.version != expected or row.hash != event_hash(previous, row):
            yield f"{row.entity} {row.entity_id}: event {row.version} does not follow from the one before"
        previous, expected = row.hash, row.version + 1


def _broken_change_sets(session: Session) -> Iterable[str]:
    events = session.execute(
        text("SELECT change_set_id, hash FROM event ORDER BY change_set_id, id").execution_options(
            yield_per=2000
        )
    )
    digests: dict[int, Any] = {}
    for row in events:
        digests.setdefault(row.change_set_id, hashlib.sha256()).update(row.hash)
    previous = NOTHING
    for row in session.execute(text("SELECT * FROM change_set ORDER BY id")):
        of_events = digests.get(row.id, hashlib.sha256()).digest()
        if row.hash != change_set_hash(previous, row, of_events):
            yield f"change set {row.id} does not follow from the one before"
        previous = row.hash


def event_hash(previous: bytes, row: Any) -> bytes:
    return digest(
        previous,
        row.entity,
        row.entity_id,
        row.version,
        row.schema,
        row.kind,
        row.changes,
        row.change_set_id,
        row.occurred_at,
    )


def change_set_hash(previous: bytes, row: Any, of_events: bytes) -> bytes:
    return digest(
        previous,
        row.id,
        row.verb,
        row.actor_id,
        row.source,
        row.reason,
        row.occurred_at,
        row.recorded_at,
        row.idempotency_key,
        row.payload_hash.hex() if row.payload_hash else None,
        row.event_count,
        of_events.hex(),
        *(() if row.undoes_id is None else (row.undoes_id,)),
    )
