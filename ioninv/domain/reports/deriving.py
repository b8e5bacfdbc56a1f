"""What rows derive from their own facts: names, keys and the search index, derived anew."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.accounts.naming import derived as derived_of_user
from ioninv.domain.attributes.form import derived as derived_of_attribute
from ioninv.domain.attributes.proof import wrong
from ioninv.domain.issues.form import derived as derived_of_issue
from ioninv.domain.items.writing import indexed, with_keys
from ioninv.domain.kits.form import derived as derived_of_kit
from ioninv.domain.locations.placing import places
from ioninv.domain.parts.form import derived as derived_of_part
from ioninv.domain.purchasing.form import derived as derived_of_order
from ioninv.domain.suppliers.form import derived as derived_of_supplier
from ioninv.domain.usage_types.naming import derived as derived_of_usage_type
from ioninv.vocabulary import AppliesTo

SERIAL_KEYS: Final = ("serial_key", "serial_code", "serial_sort")
OTHER_KEYS: Final = ("lot_code", "lot_sort", "order_code")

_NAMED: Final[dict[str, Callable[[dict[str, Any]], Mapping[str, Any]]]] = {
    "part": derived_of_part,
    "supplier": derived_of_supplier,
    "kit": derived_of_kit,
    "usage_type": lambda row: derived_of_usage_type(row["name"]),
    "attribute": lambda row: derived_of_attribute(row["name"]),
    "purchase_order": derived_of_order,
    "supplier_part": lambda row: {"sku_key": codes.key(row["sku"])},
    "issue": derived_of_issue,
    "user": lambda row: derived_of_user(row["name"]),
    "role": lambda row: derived_of_user(row["name"]),
}
_PLACED: Final = ("name_key", "path", "path_sort", "search_text")
_GRAM: Final = 3
_PRIME: Final = 1_000_003
_LOOKED_INTO: Final = 50
_AT_ONCE: Final = 2_000
_PHRASES: Final = 500


def names(session: Session) -> Iterator[str]:
    """A sentence for each column of what has a name that is not the name's."""
    for table, derive in _NAMED.items():
        for row in _rows(session, f"SELECT * FROM {table}"):
            for column, wanted in derive(row).items():
                if row[column] != wanted:
                    yield f"{table} {row['id']}: {column} is not that of its name"
    for row, place in places(session):
        for column in _PLACED:
            if getattr(row, column) != getattr(place, column):
                yield f"location {row.id}: {column} is not that of its name and place"


def keys(*columns: str) -> Callable[[Session], Iterator[str]]:
    """A check that these columns of every item are what its serial, lot and orders make."""

    def look(session: Session) -> Iterator[str]:
        for row in _rows(session, _ITEMS):
            derived = with_keys(dict(row))
            for column in columns:
                if row[column] != derived[column]:
                    yield f"item {row['id']}: {column} is not what its facts make"

    return look


def values(session: Session) -> Iterator[str]:
    """A sentence for each value of an attribute that is none, or that the index has otherwise."""
    yield from wrong(session, AppliesTo.PART, "part")
    yield from wrong(session, AppliesTo.ITEM, "inventory_item")


def index(session: Session) -> Iterator[str]:
    """A sentence for each item that the full-text index holds under another code than its own.

    The index keeps no texts, only which items hold which three letters in a row: for each three,
    the items that the index knows are compared with those that it should, by number and sums.
    """
    try:
        yield from _compared(session)
    except DatabaseError as error:
        yield f"the search index cannot be read: {error.orig}"


def _compared(session: Session) -> Iterator[str]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for id_, grams in _grams(session):
        mixed = id_ * id_ % _PRIME
        for gram in grams:
            entry = sums[gram]
            entry[0] += 1
            entry[1] += id_
            entry[2] += mixed
    if wrong := list(_wrong(session, sums)):
        yield from _misplaced(session, wrong[:_LOOKED_INTO])


def _wrong(session: Session, sums: dict[str, list[int]]) -> Iterator[str]:
    """Those whose items in the index are not these."""
    grams = [*sums]
    for start in range(0, len(grams), _PHRASES):
        asked = grams[start : start + _PHRASES]
        phrases = json.dumps([codes.phrase(gram) for gram in asked])
        found = session.execute(_SUMS, {"phrases": phrases}).scalars()
        for gram, held in zip(asked, found, strict=True):
            if json.loads(held) != sums[gram]:
                yield gram


def _misplaced(session: Session, wrong: list[str]) -> Iterator[str]:
    """Which items make the difference."""
    wanted: dict[str, set[int]] = {gram: set() for gram in wrong}
    for id_, grams in _grams(session):
        for gram in grams & wanted.keys():
            wanted[gram].add(id_)
    told: set[int] = set()
    for gram, ids in wanted.items():
        there = set(session.execute(_HOLDING, {"phrase": codes.phrase(gram)}).scalars())
        for id_ in sorted((ids ^ there) - told):
            told.add(id_)
            yield f"item {id_} is {'not ' if id_ in ids else ''}found by “{gram}”"


def _grams(session: Session) -> Iterator[tuple[int, set[str]]]:
    """Every three letters in a row of each item's code."""
    for row in _rows(session, _ITEMS):
        code = indexed(with_keys(row))
        yield row["id"], {code[at : at + _GRAM] for at in range(len(code) - _GRAM + 1)}


def _rows(session: Session, query: str) -> Iterator[dict[str, Any]]:
    rows = session.execute(text(query).execution_options(yield_per=_AT_ONCE))
    columns = tuple(rows.keys())
    for row in rows:
        yield dict(zip(columns, row, strict=True))


_ITEMS = (
    "SELECT id, uid, serial, lot, voided_at, purchase_order, work_order, "
    f"{', '.join((*SERIAL_KEYS, *OTHER_KEYS))} FROM inventory_item"
)
_HOLDING = text("SELECT rowid FROM item_fts WHERE item_fts MATCH :phrase")
_SUMS = text(f"""
    SELECT (
        SELECT json_array(count(*), sum(rowid), sum(rowid * rowid % {_PRIME}))
        FROM item_fts WHERE item_fts MATCH j.value)
    FROM json_each(:phrases) j ORDER BY j.key""")
