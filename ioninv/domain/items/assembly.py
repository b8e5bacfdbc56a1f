"""How items stand in one another: what each is installed in, up to the root, and how much is below it."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import text
from sqlmodel import Session

DEEPEST: Final = 50
"""Levels of an assembly, its root among them."""
TOO_DEEP: Final = f"Items can be installed at most {DEEPEST} deep in one another."


def ancestors(session: Session, item_id: int) -> list[int]:
    """The ids of what an item is installed in, from its parent to its root."""
    return chains(session, [item_id])[item_id]


def chains(
    session: Session, ids: Iterable[int], instead: Mapping[int, int | None] | None = None
) -> dict[int, list[int]]:
    """The same for many, as it would be with other parents `instead`.

    An item that would be installed in itself is among its own.
    """
    ids, instead = list(ids), instead or {}
    start = {*ids, *instead, *(parent for parent in instead.values() if parent)}
    rows = session.execute(_ABOVE, {"ids": json.dumps(list(start))})
    parents: dict[int, int | None] = {row.id: row.parent_id for row in rows} | {**instead}
    return {id_: _climb(parents, id_) for id_ in ids}


def height(session: Session, ids: Iterable[int]) -> int:
    """How many levels are below the one of these that has most; one more than can be says enough."""
    found = session.execute(_BELOW, {"ids": json.dumps(list(ids)), "most": DEEPEST})
    return found.scalar_one()


def too_deep(above: int, below: int) -> bool:
    """Whether an item with so many levels above it and below it makes too deep an assembly."""
    return above + 1 + below > DEEPEST


def _climb(parents: Mapping[int, int | None], item_id: int) -> list[int]:
    found: dict[int, None] = {}
    above = parents.get(item_id)
    while above is not None and above not in found:
        found[above] = None
        above = parents.get(above)
    return list(found)


_ABOVE = text("""
    WITH RECURSIVE up (id, parent_id) AS (
        SELECT i.id, i.parent_id FROM json_each(:ids) j JOIN inventory_item i ON i.id = j.value
        UNION
        SELECT i.id, i.parent_id FROM up JOIN inventory_item i ON i.id = up.parent_id)
    SELECT id, parent_id FROM up""")

_BELOW = text("""
    WITH RECURSIVE down (id, level) AS (
        SELECT value, 0 FROM json_each(:ids)
        UNION
        SELECT i.id, level + 1 FROM down JOIN inventory_item i ON i.parent_id = down.id
        WHERE level < :most)
    SELECT max(level) FROM down""")
