"""The derived index of values, which filters and sorts look into."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session

from ioninv import codes
from ioninv.db import execute_many
from ioninv.db.types import to_micro
from ioninv.domain.attributes.rows import attribute_rows
from ioninv.domain.attributes.values import values_of
from ioninv.vocabulary import AttributeKind

_SORTED: Final = 100


def keep(session: Session, changes: Mapping[int, tuple[str | None, str]]) -> None:
    """Follow what parts, or items, store as values: before and after by their id."""
    changes = {id_: (was, now) for id_, (was, now) in changes.items() if was != now}
    if not changes:
        return
    attributes = attribute_rows(session)
    gone: list[dict[str, Any]] = []
    come: list[dict[str, Any]] = []
    used: Counter[int] = Counter()
    for entity_id, (was, now) in changes.items():
        before, after = values_of(was), values_of(now)
        for id_ in before.keys() | after.keys():
            value = after.get(id_)
            if before.get(id_) == value:
                continue
            if id_ in before:
                gone.append({"attribute": id_, "entity": entity_id})
            if value is not None:
                code, sort = keyed(attributes[id_].kind, value)
                come.append({"attribute": id_, "entity": entity_id, "code": code, "sort": sort})
            used[id_] += (id_ in after) - (id_ in before)
    execute_many(session, _DELETE, gone)
    execute_many(session, _INSERT, come)
    execute_many(session, _USED, [{"id": id_, "more": more} for id_, more in used.items() if more])


def keyed(kind: AttributeKind, value: str) -> tuple[str, str | int]:
    """What a stored value is found and sorted by."""
    match kind:
        case AttributeKind.NUMBER:
            return value, to_micro(Decimal(value))
        case AttributeKind.DATE | AttributeKind.YES_NO:
            return value, value
        case AttributeKind.CHOICE:
            return codes.key(value), codes.natural(value[:_SORTED])
        case AttributeKind.TEXT | AttributeKind.LINK:
            return codes.code(value), codes.natural(value[:_SORTED])


_DELETE = "DELETE FROM attribute_value WHERE attribute_id = :attribute AND entity_id = :entity"
_INSERT = (
    "INSERT INTO attribute_value (attribute_id, entity_id, code, sort) "
    "VALUES (:attribute, :entity, :code, :sort)"
)
_USED = "UPDATE attribute SET used = used + :more WHERE id = :id"
