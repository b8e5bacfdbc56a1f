"""Values of attributes as a part or item stores them: JSON, canonical texts by attribute id."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from ioninv.domain.attributes.rows import AttributeRow, Attributes, attribute_rows
from ioninv.domain.history import changed, day_text
from ioninv.domain.history.chain import canonical
from ioninv.vocabulary import AttributeKind

NO_VALUES: Final = "{}"


@dataclass(frozen=True)
class AttributeValue:
    """What a part or item has for one attribute, as stored; `unit` stands behind a number."""

    id: int
    name: str
    kind: AttributeKind
    value: str
    unit: str


def values_of(stored: str | None) -> dict[int, str]:
    """The stored texts by attribute id."""
    if not stored or stored == NO_VALUES:
        return {}
    return {int(id_): value for id_, value in json.loads(stored).items()}


def with_values(stored: str, given: Mapping[int, str]) -> str:
    """What is stored when these values are given to it: an empty one clears."""
    if not given:
        return stored
    values = values_of(stored) | dict(given)
    return canonical({str(id_): value for id_, value in values.items() if value})


def described(session: Session, stored: str) -> tuple[AttributeValue, ...]:
    """The values with their attributes, in order, without archived ones."""
    values = values_of(stored)
    if not values:
        return ()
    return tuple(
        AttributeValue(row.id, row.name, row.kind, values[row.id], row.unit)
        for row in attribute_rows(session).values()
        if row.id in values and not row.archived
    )


def changes_told(attributes: Attributes, before: str | None, after: str | None) -> Iterable[str]:
    """A line for each value that changed, by its attribute's name of today."""
    was, now = values_of(before), values_of(after)
    for row in attributes.values():
        if was.get(row.id) != now.get(row.id):
            yield changed(row.name, _shown(row, was.get(row.id)), _shown(row, now.get(row.id)))


def _shown(row: AttributeRow, value: str | None) -> str:
    if not value:
        return ""
    match row.kind:
        case AttributeKind.DATE:
            return day_text(date.fromisoformat(value))
        case AttributeKind.YES_NO:
            return value.capitalize()
        case AttributeKind.NUMBER:
            return f"{value} {row.unit}".strip()
        case _:
            return value
