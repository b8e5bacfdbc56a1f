"""What a webhook is told: one change set, as far as the webhook's owner may see it when it is sent."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, bindparam, text
from sqlmodel import Session, SQLModel

from ioninv.db.types import Instant, Micro, from_instant, from_micro
from ioninv.domain.access import Actor, visible_to
from ioninv.domain.accounts.permitted import ROLE_OF_USER, permissions_of
from ioninv.vocabulary import Entity, Permission, Source

MOST_CHANGES: Final = 500
OWNER_GONE: Final = "Its owner is deactivated. Edit it to make it yours."


@dataclass(frozen=True)
class Letter:
    """One delivery as it is sent: where to, signed with what, and what it says.

    `content` is None where its owner may see nothing of it, or of what it wants to hear.
    `refused` is a sentence where it is not to be sent at all. `dropped` in the content counts what
    this webhook was never told, so that its receiver can see a gap.
    """

    uid: str
    address: str
    secret: str = field(repr=False)
    content: dict[str, Any] | None = None
    refused: str = ""


_DROPPED: Final = Letter("", "", "")
"""Of a delivery that is gone since it was due."""


def letter(session: Session, delivery_id: int, at: datetime) -> Letter:
    """What is to be sent for a delivery now."""
    row = session.execute(_DELIVERY, {"id": delivery_id}).first()
    if row is None:
        return _DROPPED
    if not row.active:
        return Letter(row.uid, row.address, row.secret, refused=OWNER_GONE)
    content: dict[str, Any] | None = {
        "id": row.uid,
        "delivered_at": at.isoformat(timespec="seconds"),
        "test": row.change_set_id is None,
        "dropped": row.dropped,
        "change_set": None,
        "changes": [],
        "more": None,
    }
    if row.change_set_id is not None:
        permissions = permissions_of(row.role, row.permissions)
        owner = Actor(row.owner_id, row.owner, permissions, Source.SYSTEM, row.role)
        told = _told(session, row.change_set_id, _heard(owner, json.loads(row.entities)))
        content = {**content, **told} if told else None
    return Letter(row.uid, row.address, row.secret, content)


def _heard(owner: Actor, wanted: Collection[str]) -> list[Entity]:
    """The kinds of things that it is told of."""
    if not owner.may(Permission.VIEW_HISTORY):
        return []
    return [
        each for each in Entity if visible_to(owner, each) and (not wanted or each.value in wanted)
    ]


def _told(session: Session, change_set: int, heard: Collection[Entity]) -> dict[str, Any]:
    """The change set and its first changes of these kinds; nothing where there are none."""
    asked = {"id": change_set, "kinds": [each.value for each in heard], "limit": MOST_CHANGES + 1}
    events = session.execute(_EVENTS, asked).all()
    if not events:
        return {}
    names = _names(session, events[:MOST_CHANGES])
    act = session.execute(_CHANGE_SET, {"id": change_set}).one()
    return {
        "change_set": {
            "id": act.id,
            "verb": act.verb,
            "actor": act.actor,
            "source": act.source,
            "reason": act.reason,
            "occurred_at": from_instant(act.occurred_at).isoformat(timespec="seconds"),
        },
        "changes": [_change(event, names) for event in events[:MOST_CHANGES]],
        "more": f"/api/v1/change-sets/{act.id}" if len(events) > MOST_CHANGES else None,
    }


def _change(event: Any, names: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    entity = Entity(event.entity)
    called = _CALLED.get(entity)
    name = names.get((event.entity, event.entity_id))
    fields = json.loads(event.changes)
    return {
        "entity": event.entity,
        "id": event.entity_id,
        **({called.word: name} if called and name is not None else {}),
        "version": event.version,
        "kind": event.kind,
        "occurred_at": from_instant(event.occurred_at).isoformat(timespec="seconds"),
        "before": {each: said(entity, each, before) for each, (before, _) in fields.items()},
        "after": {each: said(entity, each, after) for each, (_, after) in fields.items()},
    }


def said(entity: Entity, field: str, value: Any) -> Any:
    """A stored value as REST tells it: decimals as text, times in RFC 3339, JSON as it is."""
    if value is None:
        return None
    if field in _JSON and isinstance(value, str):
        return json.loads(value or "{}")
    column = SQLModel.metadata.tables[_TABLES.get(entity, entity.value)].columns.get(field)
    if column is None:
        return value
    if isinstance(column.type, Boolean):
        return bool(value)
    if isinstance(column.type, Instant):
        return from_instant(value).isoformat(timespec="seconds")
    return str(from_micro(value)) if isinstance(column.type, Micro) else value


def _names(session: Session, events: Collection[Any]) -> dict[tuple[str, int], str]:
    """What the things of these events are called today, by kind and id."""
    found: dict[tuple[str, int], str] = {}
    for entity, called in _CALLED.items():
        ids = {event.entity_id for event in events if event.entity == entity.value}
        if ids:
            rows = session.execute(text(called.query), {"ids": json.dumps([*ids])})
            found |= {(entity.value, row.id): row.called for row in rows}
    return found


@dataclass(frozen=True)
class _Called:
    """By which word of the change its thing is named, and where that stands."""

    word: str
    table: str
    column: str

    @property
    def query(self) -> str:
        return (
            f"SELECT t.id, {self.column} AS called FROM json_each(:ids) j "
            f"CROSS JOIN {self.table} t ON t.id = j.value"
        )


_CALLED: Final = {
    Entity.ITEM: _Called("uid", "inventory_item", "t.uid"),
    Entity.PART: _Called("number", "part", "t.part_number"),
    Entity.PURCHASE_ORDER: _Called("number", "purchase_order", "t.number"),
    Entity.ISSUE: _Called("number", "issue", "'ISS-' || t.number"),
    Entity.SUPPLIER_PART: _Called("number", "supplier_part", "t.sku"),
    Entity.LOCATION: _Called("name", "location", "t.path"),
    Entity.SUPPLIER: _Called("name", "supplier", "t.name"),
    Entity.KIT: _Called("name", "kit", "t.name"),
    Entity.USAGE_TYPE: _Called("name", "usage_type", "t.name"),
    Entity.ATTRIBUTE: _Called("name", "attribute", "t.name"),
    Entity.ATTACHMENT: _Called("name", "attachment", "t.name"),
    Entity.USER: _Called("name", "user", "t.name"),
    Entity.ROLE: _Called("name", "role", "t.name"),
    Entity.TOKEN: _Called("name", "api_token", "t.name"),
    Entity.WEBHOOK: _Called("name", "webhook", "t.name"),
}
_TABLES: Final = {Entity.ITEM: "inventory_item", Entity.TOKEN: "api_token"}
_JSON: Final = frozenset({"attributes", "permissions", "verbs", "entities"})

_DELIVERY = text(f"""
    SELECT d.uid, d.change_set_id, w.address, w.secret, w.entities, w.dropped, w.owner_id, u.name AS owner,
        u.active, u.role, r.permissions
    FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
    JOIN user u ON u.id = w.owner_id {ROLE_OF_USER} WHERE d.id = :id""")
_CHANGE_SET = text("""
    SELECT c.*, u.name AS actor FROM change_set c JOIN user u ON u.id = c.actor_id WHERE c.id = :id""")
_EVENTS = text("""
    SELECT entity, entity_id, version, kind, changes, occurred_at FROM event
    WHERE change_set_id = :id AND entity IN :kinds ORDER BY id LIMIT :limit""").bindparams(
    bindparam("kinds", expanding=True)
)
