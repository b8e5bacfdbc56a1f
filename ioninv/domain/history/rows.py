"""Writing a versioned row together with its event: parts, locations, suppliers, usage types."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from sqlalchemy import Table, text
from sqlmodel import SQLModel

from ioninv.db.types import from_instant, to_instant, to_micro
from ioninv.domain.history.act import Act, Change
from ioninv.domain.history.events import events_of
from ioninv.errors import Stale
from ioninv.vocabulary import Entity

BLANK: Final = (None, "", "{}")
"""Stored values that stay out of a first event."""


def create_row(
    act: Act,
    entity: Entity,
    row: SQLModel,
    fields: Sequence[str],
    *,
    kind: str = "",
    occurred_at: datetime | None = None,
) -> int:
    """Insert a new versioned row after its first event; returns its id.

    `fields` are the facts that go into the event; empty ones stay out of it.
    """
    new: Any = row
    new.id = next_id(act, new.__tablename__)
    new.version = 1
    new.created_at = new.updated_at = from_instant(act.at)
    values = {name: stored(getattr(new, name)) for name in fields}
    changes = {name: (None, value) for name, value in values.items() if value not in BLANK}
    at = None if occurred_at is None else to_instant(occurred_at)
    act.record(entity, [Change(new.id, 1, changes, kind, at)])
    act.session.add(new)
    act.session.flush()
    return new.id


def create_rows(
    act: Act,
    entity: Entity,
    rows: Sequence[SQLModel],
    fields: Sequence[str],
    *,
    occurred_at: Sequence[datetime | None] = (),
) -> None:
    """Insert many new versioned rows, which have their ids already, after their first events.

    A row may refer to those before it.
    """
    if not rows:
        return
    at = from_instant(act.at)
    changes: list[Change] = []
    inserted: list[dict[str, Any]] = []
    model: Any = type(rows[0])
    table: Table = model.__table__
    for number, row in enumerate(rows):
        new: Any = row
        new.version, new.created_at, new.updated_at = 1, at, at
        values = {name: stored(getattr(new, name)) for name in fields}
        given = {name: (None, value) for name, value in values.items() if value not in BLANK}
        when = occurred_at[number] if occurred_at else None
        changes.append(Change(new.id, 1, given, "", None if when is None else to_instant(when)))
        inserted.append({column.name: getattr(new, column.name) for column in table.columns})
    act.record(entity, changes)
    act.session.execute(table.insert(), inserted)


def change_row(
    act: Act,
    entity: Entity,
    row: SQLModel,
    values: Mapping[str, Any],
    *,
    derived: Mapping[str, Any] | None = None,
    kind: str = "",
) -> bool:
    """Give a versioned row new facts after the event that says so; False when nothing differs."""
    old: Any = row
    fields = {
        name: (stored(getattr(old, name)), stored(value))
        for name, value in values.items()
        if stored(getattr(old, name)) != stored(value)
    }
    if fields:
        act.record(entity, [Change(old.id, old.version + 1, fields, kind)])
        for name in fields:
            setattr(old, name, values[name])
        old.version += 1
        old.updated_at = from_instant(act.at)
    for name, value in (derived or {}).items():
        setattr(old, name, value)
    act.session.add(old)
    act.session.flush()
    return bool(fields)


def check_version(
    act_session: Any, entity: Entity, row: Any, version: int | None, name: str
) -> None:
    """Refuse an edit that began from an older version.

    Raises Stale naming who changed what meanwhile. `version` None means: take it as it is.
    """
    if version is None or row.version == version:
        return
    since = [e for e in events_of(act_session, entity, [row.id]) if e.version > version]
    if not since:
        raise Stale(f"This form shows {name} as it never was. Load the page again.")
    who = " and ".join(dict.fromkeys(event.actor for event in since))
    what = ", ".join(dict.fromkeys(_said(field) for event in since for field in event.fields))
    raise Stale(
        f"{who} changed {name} meanwhile{f' ({what})' if what else ''}. Your text is kept: look at "
        "the new values, then save again."
    )


def _said(field: str) -> str:
    return field.replace("_", " ").removesuffix(" id")


def next_id(act: Act, table: str) -> int:
    """The next free id. Safe because a write transaction holds the lock from its beginning."""
    return act.session.execute(text(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")).scalar_one()


def stored(value: Any) -> Any:
    """A value as its column stores it, fit for JSON."""
    match value:
        case Enum():
            return value.value
        case bool():
            return int(value)
        case Decimal():
            return to_micro(value)
        case datetime():
            return to_instant(value)
        case date():
            return value.isoformat()
        case _:
            return value
