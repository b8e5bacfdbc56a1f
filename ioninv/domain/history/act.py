"""An act: the one way anything is ever changed. Its events are written before its rows."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db import execute_many
from ioninv.db.types import to_instant
from ioninv.domain.access import Actor
from ioninv.domain.history import outbox
from ioninv.domain.history.chain import (
    NOTHING,
    SCHEMA,
    canonical,
    change_set_hash,
    digest,
    event_hash,
)
from ioninv.errors import Invalid, KeyUsed
from ioninv.vocabulary import KEPT_FOR_THEIR_KEY, VERBS, Entity

LONGEST_KEY: Final = 100


@dataclass(frozen=True)
class Change:
    """One thing's next version: its fields before and after, in stored values."""

    entity_id: int
    version: int
    fields: dict[str, tuple[Any, Any]]
    kind: str = ""
    occurred_at: int | None = None


@dataclass(frozen=True)
class Done:
    """What an act did: the number of its change set and the ids of what it touched, in order.

    `change_set` is 0 where there was nothing to do. Where an act took only a part of an item,
    `split_ids` names the new items that carry the parts; `notes` are sentences worth showing.
    """

    change_set: int
    ids: tuple[int, ...] = ()
    repeated: bool = False
    split_ids: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.ids)


@dataclass
class Act:
    """A change set in the making. `record` its changes, then write the rows they speak of."""

    session: Session
    actor: Actor
    id: int
    verb: str
    reason: str
    at: int
    key: str | None
    payload_hash: bytes | None
    undoes: int | None = None
    events: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)
    _entities: set[Entity] = field(default_factory=set[Entity])

    def record(self, entity: Entity, changes: Sequence[Change]) -> None:
        """Write one event for each change; each must be the next version of its thing."""
        previous = _last_hashes(self.session, entity, changes)
        rows = [
            self._event(entity, change, previous.get(change.entity_id, NOTHING))
            for change in changes
        ]
        execute_many(self.session, _INSERT_EVENT, rows)
        for row in rows:
            self._digest.update(row["hash"])
        self.events += len(rows)
        if rows:
            self._entities.add(entity)

    def _event(self, entity: Entity, change: Change, previous: bytes) -> dict[str, Any]:
        row: dict[str, Any] = {
            "change_set_id": self.id,
            "entity": entity.value,
            "entity_id": change.entity_id,
            "version": change.version,
            "schema": SCHEMA,
            "kind": change.kind or self.verb,
            "changes": canonical(change.fields),
            "occurred_at": self.at if change.occurred_at is None else change.occurred_at,
        }
        row["hash"] = event_hash(previous, SimpleNamespace(**row))
        return row

    def _seal(self) -> None:
        last = self.session.execute(
            text("SELECT hash FROM change_set ORDER BY id DESC LIMIT 1")
        ).scalar()
        row: dict[str, Any] = {
            "id": self.id,
            "verb": self.verb,
            "actor_id": self.actor.user_id,
            "source": self.actor.source.value,
            "reason": self.reason,
            "occurred_at": self.at,
            "recorded_at": to_instant(now()),
            "idempotency_key": self.key,
            "payload_hash": self.payload_hash,
            "event_count": self.events,
            "undoes_id": self.undoes,
        }
        row["hash"] = change_set_hash(
            last or NOTHING, SimpleNamespace(**row), self._digest.digest()
        )
        self.session.execute(_INSERT_CHANGE_SET, row)
        if self.events:
            outbox.post(self.session, self.id, self.verb, self._entities, row["recorded_at"])


@contextmanager
def act(
    session: Session,
    actor: Actor,
    verb: str,
    *,
    reason: str = "",
    key: str | None = None,
    payload: object = None,
    undoes: int | None = None,
) -> Iterator[Act]:
    """Begin an act; at the end its change set is sealed.

    An act without events leaves no trace but its key, so that it has no effect later either. `key`
    is the client's idempotency key: look with `repeated` first. `undoes` is the number of the
    change set that this act takes back.
    """
    if verb not in VERBS | KEPT_FOR_THEIR_KEY:
        raise ValueError(f"“{verb}” is not among the verbs of the vocabulary.")
    key = read_key(key)
    number = session.execute(text("SELECT coalesce(max(id), 0) + 1 FROM change_set")).scalar_one()
    begun = Act(
        session,
        actor,
        number,
        verb,
        reason,
        to_instant(now()),
        key,
        _hash(key, verb, payload),
        undoes,
    )
    yield begun
    session.flush()
    if begun.events or key is not None:
        begun._seal()  # pyright: ignore[reportPrivateUsage]


def repeated(
    session: Session, actor: Actor, verb: str, entity: Entity, key: str | None, payload: object
) -> Done | None:
    """What this key did the first time, if it was used before: then there is nothing more to do.

    Raises KeyUsed when the key was used for something else, Invalid when it is too long.
    """
    key = read_key(key)
    if key is None:
        return None
    row = session.execute(
        text(
            "SELECT id, payload_hash, event_count FROM change_set "
            "WHERE actor_id = :actor AND idempotency_key = :key"
        ),
        {"actor": actor.user_id, "key": key},
    ).first()
    if row is None:
        return None
    if row.payload_hash != _hash(key, verb, payload):
        raise KeyUsed("This form was already sent with other values. Close it and open it anew.")
    ids = session.execute(
        text(
            "SELECT entity_id FROM event WHERE change_set_id = :id AND entity = :entity ORDER BY id"
        ),
        {"id": row.id, "entity": entity.value},
    ).scalars()
    return Done(row.id if row.event_count else 0, tuple(dict.fromkeys(ids)), repeated=True)


def latest(session: Session) -> int:
    """The number of the newest change set; 0 in an empty house."""
    return session.execute(text("SELECT coalesce(max(id), 0) FROM change_set")).scalar_one()


def now() -> datetime:
    return datetime.now(UTC)


def read_key(key: str | None) -> str | None:
    """A key as it is stored. Raises Invalid when it is too long."""
    if key and len(key) > LONGEST_KEY:
        raise Invalid(f"A key has at most {LONGEST_KEY} characters.", "key")
    return codes.clean(key or "") or None


def _hash(key: str | None, verb: str, payload: object) -> bytes | None:
    return None if key is None else digest(b"", verb, payload)


def _last_hashes(session: Session, entity: Entity, changes: Sequence[Change]) -> dict[int, bytes]:
    later = {change.entity_id for change in changes if change.version > 1}
    if not later:
        return {}
    rows = session.execute(_LAST_HASHES, {"entity": entity.value, "ids": canonical(sorted(later))})
    return {row.entity_id: row.hash for row in rows}


_LAST_HASHES = text("""
    SELECT j.value AS entity_id,
        (SELECT hash FROM event WHERE entity = :entity AND entity_id = j.value
         ORDER BY version DESC LIMIT 1) AS hash
    FROM json_each(:ids) j""")

_INSERT_EVENT = """
    INSERT INTO event (change_set_id, entity, entity_id, version, schema, kind, changes, occurred_at, hash)
    VALUES (:change_set_id, :entity, :entity_id, :version, :schema, :kind, :changes, :occurred_at, :hash)"""

_INSERT_CHANGE_SET = text("""
    INSERT INTO change_set (id, verb, actor_id, source, reason, occurred_at, recorded_at, idempotency_key,
        payload_hash, event_count, undoes_id, hash)
    VALUES (:id, :verb, :actor_id, :source, :reason, :occurred_at, :recorded_at, :idempotency_key,
        :payload_hash, :event_count, :undoes_id, :hash)""")
