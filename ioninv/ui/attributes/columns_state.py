"""Custom attributes in the state of a list: its columns, the cells of its rows, its conditions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import attributes
from ioninv.domain.attributes import AttributeRow
from ioninv.ui.attributes.form_state import PREFIX
from ioninv.ui.attributes.words import cell_text, condition_text
from ioninv.ui.columns import Choice
from ioninv.ui.seeing import where_seen
from ioninv.vocabulary import AppliesTo, AttributeKind


class AttributeColumn(TypedDict):
    """A column of a grid; `key` is the word it sorts and filters by in a URL."""

    key: str
    id: str
    field: str
    name: str
    kind: str
    numeric: bool


class Condition(TypedDict):
    """A filter in force."""

    name: str
    title: str
    value: str


class AttributeListState(rx.State, mixin=True):
    """Mixed into the state of a list of things that have attributes."""

    has_attributes: bool = False

    _attributes: tuple[AttributeRow, ...] = ()

    async def _load_attributes(self, of: AppliesTo) -> None:
        self._attributes = tuple(await self._read(where_seen, attributes.all, of))
        self.has_attributes = bool(self._attributes)


def key_of(attribute_id: int) -> str:
    return f"a{attribute_id}"


def id_of(key: str) -> int:
    """The attribute that a word of the address stands for; 0 when it is none."""
    digits = key.removeprefix("a")
    fits = key.startswith("a") and digits.isascii() and digits.isdigit() and len(digits) <= 15
    return int(digits) if fits else 0


def conditions_of(query: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """The conditions that an address names, by the attribute's id."""
    named = {id_of(name): value for name, value in query.items() if value}
    return tuple(sorted((id_, value) for id_, value in named.items() if id_))


def keys(rows: Iterable[AttributeRow]) -> list[str]:
    return [key_of(row.id) for row in rows]


def column_choices(rows: Iterable[AttributeRow], chosen: str) -> list[Choice]:
    kept = chosen.split(",")
    return [
        Choice(value=key_of(row.id), label=row.name, checked=key_of(row.id) in kept) for row in rows
    ]


def shown_columns(rows: Iterable[AttributeRow], chosen: str) -> list[AttributeColumn]:
    """The attributes that show as columns, in their order."""
    kept = chosen.split(",")
    return [
        AttributeColumn(
            key=key_of(row.id),
            id=str(row.id),
            field=f"{PREFIX}{row.id}",
            name=row.name,
            kind=row.kind.value,
            numeric=row.kind is AttributeKind.NUMBER,
        )
        for row in rows
        if key_of(row.id) in kept
    ]


def cells(rows: Sequence[AttributeRow], values: Mapping[int, str]) -> dict[str, str]:
    """What the cells of a thing show, by the attribute's id as text."""
    if not values:
        return {}
    return {
        str(row.id): cell_text(row.kind, values[row.id], row.unit)
        for row in rows
        if row.id in values
    }


def conditions_told(
    rows: Sequence[AttributeRow], conditions: Iterable[tuple[int, str]]
) -> list[Condition]:
    """The chips of the conditions in force."""
    by_id = {row.id: row for row in rows}
    return [_told(by_id.get(id_), id_, condition) for id_, condition in conditions]


def _told(row: AttributeRow | None, id_: int, condition: str) -> Condition:
    told: dict[str, Any] = {"title": "Attribute", "value": condition}
    if row:
        told = {"title": row.name, "value": condition_text(row, condition)}
    return Condition(name=key_of(id_), **told)
