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

_Entry = dict[int, tuple[str, str | int]]
"""Code and sort of each value of one part or item."""


def wrong(session: Session, applies_to: AppliesTo, table: str) -> Iterator[str]:
    """A sentence for each part or item whose values are none, or not those of the index."""
    attributes = attribute_rows(session, applies_to)
    entries = _entries(session, applies_to)
    entry = next(entries, None)
    for id_, stored in _stored(session, table):
        while entry and entry[0] < id_:
            yield _without(applies_to, entry[0])
            entry = next(entries, None)
        indexed: _Entry = {}
        if entry and entry[0] == id_:
            indexed, entry = entry[1], next(entries, None)
        unfit = list(_unfit(attributes, stored))
        yield from (f"{applies_to} {id_}: {sentence}" for sentence in unfit)
        if not unfit and indexed != {
            each: keyed(attributes[each].kind, value) for each, value in values_of(stored).items()
        }:
            yield f"{applies_to} {id_} is not found by its values"
    while entry:
        yield _without(applies_to, entry[0])
        entry = next(entries, None)


def _without(applies_to: AppliesTo, id_: int) -> str:
    return f"{applies_to} {id_} has not the values that it is found by"


def _unfit(attributes: Attributes, stored: str) -> Iterator[str]:
    try:
        values = values_of(stored)
        canonical = with_values(NO_VALUES, values) == stored
    except (ValueError, TypeError, AttributeError):
        values, canonical = {}, False
    if not canonical:
        yield "its values are not written as they must be"
    for id_, value in values.items():
        row = attributes.get(id_)
        if row is None:
            yield f"there is no attribute {id_} that it could have a value for"
        elif read_value(row, value) != (value, ""):
            yield f"“{value[:40]}” is no value of {row.name}"


def _stored(session: Session, table: str) -> Iterator[tuple[int, str]]:
    query = f"SELECT id, attributes FROM {table} WHERE attributes <> '{NO_VALUES}' ORDER BY id"
    for row in session.execute(text(query).execution_options(yield_per=_AT_ONCE)):
        yield row.id, row.attributes


def _entries(session: Session, applies_to: AppliesTo) -> Iterator[tuple[int, _Entry]]:
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
