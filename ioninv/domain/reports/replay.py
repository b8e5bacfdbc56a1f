"""Folding the events of things, and comparing what they give with the rows that stand there."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from sqlalchemy import TextClause, text
from sqlmodel import Session

from ioninv.domain.accounts.api_tokens import FACTS as TOKEN_FACTS
from ioninv.domain.accounts.custom_roles import FACTS as ROLE_FACTS
from ioninv.domain.accounts.rows import FACTS as USER_FACTS
from ioninv.domain.attachments.attaching import FACTS as ATTACHMENT_FACTS
from ioninv.domain.attributes.rows import FACTS as ATTRIBUTE_FACTS
from ioninv.domain.history import BLANK
from ioninv.domain.issues.commenting import FACTS as COMMENT_FACTS
from ioninv.domain.issues.form import FACTS as ISSUE_FACTS
from ioninv.domain.items.issue_links import FACTS as LINK_FACTS
from ioninv.domain.items.writing import FACTS as ITEM_FACTS
from ioninv.domain.purchasing.facts import LINE_FACTS, ORDER_FACTS, SUPPLIER_PART_FACTS
from ioninv.domain.webhooks.rows import FACTS as WEBHOOK_FACTS
from ioninv.vocabulary import Entity

FACTS: Final[dict[Entity, tuple[str, tuple[str, ...]]]] = {
    Entity.ITEM: ("inventory_item", ITEM_FACTS),
    Entity.HOLD: ("hold", ("item_id", "source", "reason", "released_at")),
    Entity.KIT: ("kit", ("name", "reference", "destination_id", "closed_at")),
    Entity.PART: (
        "part",
        (
            "part_number", "revision", "name", "description", "tracking", "kind", "unit", "cost",
            "currency", "lead_time_days", "reorder_min", "reorder_max", "supplier_id",
            "location_id", "predecessor_id", "archived", "attributes",
        ),
    ),
    Entity.LOCATION: (
        "location",
        ("parent_id", "name", "kind", "description", "available", "archived", "merged_into_id"),
    ),
    Entity.SUPPLIER: (
        "supplier",
        ("name", "description", "contact", "email", "phone", "website", "currency", "archived"),
    ),
    Entity.USAGE_TYPE: ("usage_type", ("name", "archived")),
    Entity.ATTRIBUTE: ("attribute", ATTRIBUTE_FACTS),
    Entity.ATTACHMENT: ("attachment", ATTACHMENT_FACTS),
    Entity.PURCHASE_ORDER: ("purchase_order", ORDER_FACTS),
    Entity.PURCHASE_LINE: ("purchase_line", LINE_FACTS),
    Entity.SUPPLIER_PART: ("supplier_part", SUPPLIER_PART_FACTS),
    Entity.ISSUE: ("issue", ISSUE_FACTS),
    Entity.ISSUE_ITEM: ("issue_item", LINK_FACTS),
    Entity.ISSUE_COMMENT: ("issue_comment", COMMENT_FACTS),
    Entity.USER: ("user", USER_FACTS),
    Entity.ROLE: ("role", ROLE_FACTS),
    Entity.TOKEN: ("api_token", TOKEN_FACTS),
    Entity.WEBHOOK: ("webhook", WEBHOOK_FACTS),
}  # fmt: skip


def _streamed(query: str) -> TextClause:
    return text(query).execution_options(yield_per=2000)


_ROWS = {
    entity: _streamed(f"SELECT id, version, {', '.join(facts)} FROM {table} ORDER BY id")
    for entity, (table, facts) in FACTS.items()
}
_EVENTS = _streamed(
    "SELECT entity_id, changes FROM event WHERE entity = :entity ORDER BY entity_id, version"
)


def differences(session: Session, entity: Entity) -> Iterator[str]:
    """A sentence for each thing whose folded events are not its row, or whose row has no events."""
    facts = FACTS[entity][1]
    rows = iter(session.execute(_ROWS[entity]))
    row: Any = next(rows, None)
    for id_, folded, count in _folded(session, entity):
        while row is not None and row.id < id_:
            yield f"{entity} {row.id} has no events"
            row = next(rows, None)
        if row is None or row.id != id_:
            yield f"{entity} {id_} has events and no row"
            continue
        yield from _compared(entity, row, facts, folded, count)
        row = next(rows, None)
    while row is not None:
        yield f"{entity} {row.id} has no events"
        row = next(rows, None)


def _folded(session: Session, entity: Entity) -> Iterator[tuple[int, dict[str, Any], int]]:
    events = session.execute(_EVENTS, {"entity": entity.value})
    for id_, group in groupby(events, key=lambda event: event.entity_id):
        folded: dict[str, Any] = {}
        count = 0
        for event in group:
            folded |= {name: after for name, (_, after) in json.loads(event.changes).items()}
            count += 1
        yield id_, folded, count


def _compared(
    entity: Entity, row: Any, facts: tuple[str, ...], folded: dict[str, Any], count: int
) -> Iterator[str]:
    if row.version != count:
        yield f"{entity} {row.id} has version {row.version} and {count} events"
    for name in facts:
        now, told = getattr(row, name), folded.get(name)
        if now != told and not (told in (None, 0) and now in (*BLANK, 0)):
            yield f"{entity} {row.id}: {name} is {now!r}, its events say {told!r}"
