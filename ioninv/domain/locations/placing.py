"""Where a location stands in the tree, and what follows from that: path, order, text, usability."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session, col, select

from ioninv import codes
from ioninv.domain.loading import find
from ioninv.domain.locations.below import with_below
from ioninv.domain.matching import search_text
from ioninv.errors import Conflict, Invalid
from ioninv.models import Location

DEEPEST: Final = 20
BETWEEN: Final = " / "
# Lower than every character of a name, so that plain text order is the order of the tree.
_BELOW = "\x01"
_NAMESAKES = "\x02"


@dataclass(frozen=True)
class Place:
    """What a location's row derives from its own facts and from the place above."""

    name_key: str
    path: str
    path_sort: str
    search_text: str
    usable: bool


@dataclass(frozen=True)
class Moved:
    """What placing anew changed: how many rows, and which ids are usable or not unlike before."""

    rows: int
    usability: tuple[int, ...]


def place_of(name: str, available: bool, above: Any) -> Place:
    """The place of a location below `above` (a row or Place with path, path_sort, usable; or None).

    The order is natural; names that are equal in it (1 and 01) stay apart, each with what is below.
    """
    own_sort = f"{codes.natural(name)}{_NAMESAKES}{codes.key(name)}"
    path = f"{above.path}{BETWEEN}{name}" if above else name
    return Place(
        name_key=codes.key(name),
        path=path,
        path_sort=f"{above.path_sort}{_BELOW}{own_sort}" if above else own_sort,
        search_text=search_text([name, path]),
        usable=available and (above is None or bool(above.usable)),
    )


def derived(name: str, available: bool, above: Location | None) -> dict[str, Any]:
    """The same as columns of the row."""
    return asdict(place_of(name, available, above))


def place_below(session: Session, location_id: int) -> Moved:
    """Derive the places of a location and of everything below it anew."""
    differing: list[dict[str, Any]] = []
    usability: list[int] = []
    for row, place in places(session, location_id):
        if (row.path, row.path_sort, row.usable) != (place.path, place.path_sort, place.usable):
            differing.append({"id": row.id, **asdict(place)})
        if row.usable != place.usable:
            usability.append(row.id)
    if differing:
        session.execute(_PLACE, differing)
    return Moved(len(differing), tuple(usability))


def places(session: Session, top: int | None = None) -> Iterator[tuple[Any, Place]]:
    """Rows and their places from the top down: all, or a location and everything below it."""
    rows = {row.id: row for row in session.execute(_ALL)}
    children: dict[int | None, list[Any]] = {}
    for row in rows.values():
        children.setdefault(row.parent_id, []).append(row)
    above = None if top is None else rows.get(rows[top].parent_id)
    starts = children.get(None, []) if top is None else [rows[top]]
    waiting: list[tuple[Any, Any]] = [(row, above) for row in starts]
    while waiting:
        row, above = waiting.pop()
        place = place_of(row.name, bool(row.available), above)
        yield row, place
        waiting += [(child, place) for child in children.get(row.id, [])]


def load_parent(session: Session, parent_id: int | None) -> Location | None:
    """The location that something is to be put below.

    Raises Invalid when it does not exist, Conflict when it is archived or lies too deep (`parent`).
    """
    if parent_id is None:
        return None
    parent = find(session, Location, parent_id)
    if parent is None:
        raise Invalid("This location does not exist. Choose another.", "parent")
    if parent.merged_into_id is not None:
        raise Conflict(f"{parent.path} was merged into another location. Choose that.", "parent")
    if parent.archived:
        raise Conflict(f"{parent.path} is archived. Restore it first, or choose another.", "parent")
    refuse_too_deep(parent, 1)
    return parent


def refuse_too_deep(parent: Location | None, levels: int, field: str = "parent") -> None:
    """Raises Conflict when so many levels below a location are more than there may be."""
    depth = parent.path.count("/") + 1 if parent else 0
    if depth + levels > DEEPEST:
        raise Conflict(f"Locations can lie at most {DEEPEST} deep in one another.", field)


def height(session: Session, location_id: int) -> int:
    """How many levels a location and what is below it make; 1 when nothing is below."""
    paths = session.execute(_PATHS, {"ids": json.dumps(with_below(session, location_id))}).scalars()
    depths = [path.count("/") for path in paths]
    return max(depths) - min(depths) + 1


def namesake(session: Session, parent_id: int | None, name: str) -> Location | None:
    """The location of this name, however it is written, directly below a parent."""
    return session.exec(
        select(Location)
        .where(
            col(Location.parent_id) == parent_id,
            col(Location.name_key) == codes.key(name),
            col(Location.merged_into_id).is_(None),
        )
        .execution_options(populate_existing=True)
    ).first()


def refuse_namesake(
    session: Session,
    parent_id: int | None,
    name: str,
    *,
    itself: int | None = None,
    field: str = "name",
) -> None:
    """Raises Conflict when another location of this name lies below the same parent."""
    other = namesake(session, parent_id, name)
    if other is None or other.id == itself:
        return
    ending = " It is archived: restore it instead." if other.archived else ""
    raise Conflict(f"{other.path} already exists.{ending}", field)


_ALL = text("""
    SELECT id, parent_id, name, available, usable, name_key, path, path_sort, search_text
    FROM location""")
_PATHS = text("SELECT path FROM location WHERE id IN (SELECT value FROM json_each(:ids))")
_PLACE = text("""
    UPDATE location SET name_key = :name_key, path = :path, path_sort = :path_sort,
        search_text = :search_text, usable = :usable
    WHERE id = :id""")
