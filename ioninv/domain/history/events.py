import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.vocabulary import Entity


@dataclass(frozen=True)
class Happened:
    """One event with the act it belongs to; `fields` are stored values, before and after."""

    entity: Entity
    entity_id: int
    version: int
    kind: str
    fields: dict[str, tuple[Any, Any]]
    change_set: int
    actor: str
    source: str
    reason: str
    occurred_at: datetime
    recorded_at: datetime


def events_of(
    session: Session, entity: Entity, ids: Iterable[int], limit: int = 500
) -> list[Happened]:
    """The newest events of these things, newest first, `limit` at most."""
    rows = session.execute(
        text(f"""
            {_HAPPENED} WHERE e.entity = :entity AND e.entity_id IN :ids
            ORDER BY e.id DESC LIMIT :limit""").bindparams(bindparam("ids", expanding=True)),
        {"entity": entity.value, "ids": list(ids), "limit": limit},
    )
    return [_happened(row) for row in rows]


def events_in(session: Session, change_set: int, limit: int) -> list[Happened]:
    """The events of one act in the order they were written, `limit` at most."""
    rows = session.execute(
        text(f"{_HAPPENED} WHERE e.change_set_id = :id ORDER BY e.id LIMIT :limit"),
        {"id": change_set, "limit": limit},
    )
    return [_happened(row) for row in rows]


def _happened(row: Any) -> Happened:
    fields = json.loads(row.changes)
    return Happened(
        entity=Entity(row.entity),
        entity_id=row.entity_id,
        version=row.version,
        kind=row.kind,
        fields={name: (before, after) for name, (before, after) in fields.items()},
        change_set=row.change_set_id,
        actor=row.actor,
        source=row.source,
        reason=row.reason,
        occurred_at=from_instant(row.occurred_at),
        recorded_at=from_instant(row.recorded_at),
    )


_HAPPENED = """
    SELECT e.entity, e.entity_id, e.version, e.kind, e.changes, e.change_set_id, e.occurred_at,
        c.recorded_at, c.source, c.reason, u.name AS actor
    FROM event e JOIN change_set c ON c.id = e.change_set_id JOIN user u ON u.id = c.actor_id"""
