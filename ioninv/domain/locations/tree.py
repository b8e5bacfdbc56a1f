"""The whole tree, flattened: each location with what lies in it and below it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.matching import matching
from ioninv.domain.tallied import Per, joined
from ioninv.vocabulary import Permission


@dataclass(frozen=True)
class LocationNode:
    """A location in the tree. `items` lie in itself, `items_below` in it and everything below it.

    `usable` is False too where one above is not available. `matches` tells the locations that were
    searched for from those that only lead to them. `has_children` looks at what is shown. The order
    of the `sort` texts is that of the tree.
    """

    id: int
    parent_id: int | None
    name: str
    path: str
    kind: str
    description: str
    depth: int
    items: int
    items_below: int
    available: bool
    usable: bool
    archived: bool
    has_children: bool
    matches: bool
    version: int
    sort: str


@requires(Permission.VIEW_LOCATIONS)
def tree(
    session: Session, actor: Actor, text: str = "", archived: bool = False
) -> list[LocationNode]:
    """Every location depth first in natural order; those that match a text, with all above them.

    Archived ones only if asked for, merged ones never. Items are counted without voided and merged
    ones, and those in archived locations below count too.
    """
    rows = {row.id: row for row in session.execute(_TREE)}
    totals = _totals(rows.values())
    found = _matching(session, text)
    shown = {
        id_
        for match in found
        if match in rows and (archived or not rows[match].archived)
        for id_ in _with_above(rows, match)
    }
    children: dict[int | None, list[Any]] = {}
    for id_ in rows:
        if id_ in shown:
            children.setdefault(rows[id_].parent_id, []).append(rows[id_])
    return [
        _node(row, depth, totals[row.id], row.id in children, row.id in found)
        for row, depth in _depth_first(children)
    ]


def _totals(rows: Collection[Any]) -> dict[int, int]:
    """Items with everything below. The rows come in tree order: children follow their parents."""
    totals = {row.id: row.items for row in rows}
    for row in reversed(list(rows)):
        if row.parent_id in totals:
            totals[row.parent_id] += totals[row.id]
    return totals


def _matching(session: Session, typed: str) -> set[int]:
    found = matching(typed, "name_key")
    query = text(f"SELECT r.id FROM location r WHERE {found.where}")
    return set(session.execute(query, found.parameters).scalars())


def _with_above(rows: dict[int, Any], id_: int) -> Iterable[int]:
    above: int | None = id_
    while above is not None:
        yield above
        above = rows[above].parent_id


def _depth_first(children: dict[int | None, list[Any]]) -> Iterator[tuple[Any, int]]:
    waiting = [(row, 0) for row in reversed(children.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        waiting += [(child, depth + 1) for child in reversed(children.get(row.id, []))]


def _node(row: Any, depth: int, below: int, has_children: bool, matches: bool) -> LocationNode:
    return LocationNode(
        id=row.id,
        parent_id=row.parent_id,
        name=row.name,
        path=row.path,
        kind=row.kind,
        description=row.description,
        depth=depth,
        items=row.items,
        items_below=below,
        available=bool(row.available),
        usable=bool(row.usable),
        archived=bool(row.archived),
        has_children=has_children,
        matches=matches,
        version=row.version,
        sort=row.path_sort,
    )


_TREE = text(f"""
    SELECT r.*, coalesce(t.items, 0) AS items FROM location r {joined(Per.LOCATION)}
    WHERE r.merged_into_id IS NULL ORDER BY r.path_sort, r.id""")
