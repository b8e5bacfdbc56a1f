"""The proof that values are values, and that the derived index has them as they are."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.attributes.index import keyed
from ioninv.domain.attributes.reading import read_value
from ioninv.domain.attributes.rows import Attributes, attribute_rows
from ioninv.domain.attributes.values import NO_VALUES, values_of, with_values
from ioninv.vocabulary import AppliesTo

_AT_ONCE: Final = 2_000


def wrong(session: Session, applies_to: AppliesTo, table: str) -> Iterator[str]:
    """A sentence for each part or item whose values are none, or not those of the index."""
    attributes = attribute_rows(session, applies_to)
    entries = _entries(session, applies_to)
    entry = next(entries, None)
    rows = session.execute(
        text(
            f"SELECT id, attributes FROM {table} WHERE attributes <> '{NO_VALUES}' ORDER BY id"
        ).execution_options(yield_per=_AT_ONCE)
    )
    for row in rows:
        while entry and entry[0] < row.id:
            yield f"{applies_to} {entry[0]} has no such values as the index says"
            entry = next(entries, None)
        values = values_of(row.attributes)
        indexed: dict[int, tuple[str, str | int]] = {}
        if entry and entry[0] == row.id:
            indexed, entry = entry[1], next(entries, None)
        yield from _unfit(applies_to, row.id, row.attributes, attributes)
        known = {id_: value for id_, value in values.items() if id_ in attributes}
        if {id_: keyed(attributes[id_].kind, value) for id_, value in known.items()} != indexed:
            yield f"{applies_to} {row.id} is not found by its values"
    while entry:
        yield f"{applies_to} {entry[0]} has no such values as the index says"
        entry = next(entries, None)


def _unfit(applies_to: AppliesTo, id_: int, stored: str, attributes: Attributes) -> Iterator[str]:
    values = values_of(stored)
    if stored != with_values(NO_VALUES, values):
        yield f"{applies_to} {id_}: its values are not written as they must be"
    for attribute_id, value in values.items():
        row = attributes.get(attribute_id)
        if row is None:
            yield f"{applies_to} {id_} has a value of an attribute that is not there"
        elif read_value(row, value) != (value, ""):
            yield f"{applies_to} {id_}: “{value[:40]}” is no value of {row.name}"


def _entries(
    session: Session, applies_to: AppliesTo
) -> Iterator[tuple[int, dict[int, tuple[str, str | int]]]]:
    """What the index holds for each part or item, by their id."""
    rows = session.execute(
        _INDEXED.execution_options(yield_per=_AT_ONCE), {"applies_to": applies_to.value}
    )
    for id_, group in groupby(rows, key=lambda row: row.entity_id):
        yield id_, {row.attribute_id: (row.code, row.sort) for row in group}


_INDEXED = text("""
    SELECT v.entity_id, v.attribute_id, v.code, v.sort
    FROM attribute a JOIN attribute_value v ON v.attribute_id = a.id
    WHERE a.applies_to = :applies_to ORDER BY v.entity_id""")
