"""Custom attributes in the state of a form: a field for each, and what was typed in them."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

import reflex as rx

from ioninv.domain import attributes
from ioninv.domain.attributes import AttributeRow
from ioninv.ui.seeing import where_seen
from ioninv.vocabulary import AppliesTo, AttributeKind

PREFIX = "attribute_"
"""A form's field is called `attribute_<id>`; so are the problems of the domain."""


class Option(TypedDict):
    value: str
    label: str


class AttributeField(TypedDict):
    """One attribute as a form asks for it."""

    name: str
    label: str
    kind: str
    options: list[Option]
    unit: str
    hint: str
    value: str


class AttributeFormState(rx.State, mixin=True):
    """Mixed into the state of a form that asks for attributes: its components are in `fields`.

    `_ask_attributes` fills them; `typed` and `changed` read what comes back.
    """

    attributes: list[AttributeField] = []

    async def _ask_attributes(
        self, of: AppliesTo, values: Mapping[int, str] | None = None
    ) -> dict[str, str]:
        """A field for each attribute in use; returns what they start with, by field."""
        rows = await self._read(where_seen, attributes.all, of)
        self.attributes = fields_of(rows, values or {})
        return {each["name"]: each["value"] for each in self.attributes}

    def _start_attributes_with(self, given: Mapping[str, str]) -> None:
        """The same fields again, with these texts in them."""
        self.attributes = [
            AttributeField(**{**each, "value": given.get(each["name"], "")})
            for each in self.attributes
        ]


def fields_of(rows: Iterable[AttributeRow], values: Mapping[int, str]) -> list[AttributeField]:
    return [
        AttributeField(
            name=f"{PREFIX}{row.id}",
            label=row.name,
            kind=row.kind.value,
            options=options_of(row),
            unit=row.unit,
            hint=row.hint,
            value=values.get(row.id, ""),
        )
        for row in rows
    ]


def options_of(row: AttributeRow) -> list[Option]:
    """What a select offers beside the blank; nothing for what is typed."""
    match row.kind:
        case AttributeKind.CHOICE:
            return [Option(value=choice, label=choice) for choice in row.choices]
        case AttributeKind.YES_NO:
            return [Option(value="yes", label="Yes"), Option(value="no", label="No")]
        case _:
            return []


def names(given: Iterable[str]) -> list[str]:
    """The fields of a form that are attributes, also those that a restarted server has forgotten."""
    return [name for name in given if name.startswith(PREFIX)]


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """What was filled in, by the attribute's id, as the doors take it."""
    return {name.removeprefix(PREFIX): given[name] for name in names(given) if given[name].strip()}


def changed(given: Mapping[str, str], began: Mapping[str, str]) -> dict[str, str]:
    """What is no longer as it was, by the attribute's id; an empty text clears."""
    return {
        name.removeprefix(PREFIX): given[name]
        for name in names(given)
        if given[name].strip() != began.get(name, "").strip()
    }


def by_name(values: Mapping[int, str]) -> dict[str, str]:
    """Stored values by their field."""
    return {f"{PREFIX}{id_}": value for id_, value in values.items()}
