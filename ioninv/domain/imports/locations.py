"""Locations in an import: the tree as it is, what files say of it, and places that rows name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.factory.archiving import refuse_in_use
from ioninv.domain.factory.settling import settle
from ioninv.domain.imports.fields import Kind
from ioninv.domain.imports.given import GivenRow, dated, truth
from ioninv.domain.imports.paths import Line, whole_paths
from ioninv.domain.imports.report import Report
from ioninv.domain.imports.sources import Source, Sources, sources_of
from ioninv.domain.locations.form import FACTS, read_texts
from ioninv.domain.locations.placing import BETWEEN, DEEPEST, derived, place_below
from ioninv.errors import Invalid, Refused
from ioninv.models import Location
from ioninv.vocabulary import Entity

_PLACED_BY: Final = {"parent_id", "name", "available"}
_TEXTS: Final = ("kind", "description")


@dataclass
class Spot:
    """A location as it will be; `changes` are the facts that differ from what is stored."""

    id: int
    parent_id: int | None
    name: str
    kind: str = ""
    description: str = ""
    available: bool = True
    archived: bool = False
    merged_into_id: int | None = None
    is_new: bool = True
    row: int = 0
    occurred_at: datetime | None = None
    changes: dict[str, Any] = field(default_factory=dict)


class Locations:
    """The whole tree in memory: it is small beside what lies in it."""

    def __init__(
        self, session: Session, sources: Sources, report: Report, system: str, now: datetime
    ) -> None:
        self._session, self._sources, self._report = session, sources, report
        self._system, self._now = system, now
        self._spots: dict[int, Spot] = {}
        self._below: dict[tuple[int | None, str], int] = {}
        self._merged: dict[tuple[int | None, str], int] = {}
        self._by_path: dict[str, int] = {}
        self._usable: dict[int, bool] = {}
        for row in session.execute(_ALL).mappings():
            self._index(Spot(**row, is_new=False))
        self._next = max(self._spots, default=0) + 1

    def take(self, rows: Iterable[GivenRow]) -> None:
        """What a file says of locations, those above first."""
        lines = [line for row in rows if (line := self._line(row))]
        self._sources.look_up(source for line in lines for source in line.sources)
        placed = sorted(whole_paths(lines, self._is_path), key=lambda line: len(line.names))
        for line in placed:
            self._take(line.names, line.row, line.sources)

    def at(self, path: str) -> int:
        """The id of the location at a path, made where there is none.

        Raises Invalid for a path that cannot be.
        """
        known = self._by_path.get(path)
        if known is None:
            known = self._by_path[path] = self._walk(_names(path)).id
        return known

    def is_archived(self, id_: int) -> bool:
        return self._spots[id_].archived

    def is_usable(self, id_: int) -> bool:
        """Whether it and everything above it is available."""
        if id_ not in self._usable:
            spot = self._spots[id_]
            above = spot.parent_id is None or self.is_usable(spot.parent_id)
            self._usable[id_] = bool(spot.available) and above
        return self._usable[id_]

    def path(self, id_: int | None) -> str:
        names: list[str] = []
        while id_ is not None:
            spot = self._spots[id_]
            names.append(spot.name)
            id_ = spot.parent_id
        return BETWEEN.join(reversed(names))

    def finish(self) -> None:
        """Tell what rows named without a file that says more of it."""
        named = [
            self.path(spot.id) for spot in self._spots.values() if spot.is_new and not spot.row
        ]
        if named:
            self._report.references["locations"] = named

    def write(self, act: history.Act) -> None:
        """Store what is new and what differs; items that became usable or not get their status."""
        new = [spot for spot in self._spots.values() if spot.is_new]
        places: dict[int, Any] = {}
        rows: list[Location] = []
        for spot in new:
            above = places.get(spot.parent_id) if spot.parent_id else None
            if above is None and spot.parent_id is not None:
                above = self._session.get(Location, spot.parent_id)
            row = Location(
                id=spot.id,
                **{name: getattr(spot, name) for name in FACTS},
                **derived(spot.name, spot.available, above),
            )
            places[spot.id] = row
            rows.append(row)
        history.create_rows(
            act, Entity.LOCATION, rows, FACTS, occurred_at=[spot.occurred_at for spot in new]
        )
        for spot in self._spots.values():
            if spot.changes and not spot.is_new:
                self._change(act, spot)

    def _change(self, act: history.Act, spot: Spot) -> None:
        row = self._session.get_one(Location, spot.id)
        history.change_row(act, Entity.LOCATION, row, spot.changes)
        if _PLACED_BY & spot.changes.keys():
            moved = place_below(self._session, spot.id)
            settle(self._session, moved.usability)

    def _line(self, row: GivenRow) -> Line | None:
        column = "path" if row.get("path") else "name"
        if not codes.clean(row.get(column)):
            row.refuse(column, "The name of the location is missing.")
            return None
        parent = row.get("parent") if column == "name" else ""
        try:
            names = _names(row.get(column))
            column = "parent"
            above = _names(parent) if parent else []
        except Invalid as refused:
            row.refuse_all(refused, column)
            return None
        return Line(row, names, above, sources_of(row, self._system))

    def _is_path(self, name: str, rows: Iterable[Line]) -> bool:
        """Whether a location stands there, and none of these rows says where it is from now on."""
        there = self._find(None, name)
        return there is not None and all(self._known(row.sources) is not there for row in rows)

    def _take(self, names: list[str], row: GivenRow, sources: list[Source]) -> None:
        facts = self._facts(row)
        if facts is None:
            return
        above = self._walk(names[:-1]) if names[:-1] else None
        parent_id = above.id if above else None
        spot = self._known(sources) or self._find(parent_id, names[-1])
        if spot is None:
            spot = self._add(parent_id, names[-1])
        if spot.row:
            row.refuse(
                "path" if row.get("path") else "name", f"It stands already in row {spot.row:,}."
            )
            return
        spot.row = row.number
        wanted: dict[str, Any] = {"parent_id": parent_id, "name": names[-1], **facts}
        if codes.key(spot.name) == codes.key(names[-1]) and spot.parent_id == parent_id:
            del wanted["name"]
        elif not self._place(spot, parent_id, names[-1], row):
            return
        if wanted.get("archived") and not spot.archived and not spot.is_new:
            try:
                refuse_in_use(self._session, spot.id, self.path(spot.id))
            except Refused as refused:
                row.refuse_all(refused, "archived")
                return
        at = wanted.pop("created_at", None)
        spot.occurred_at = at
        self._set(spot, wanted)
        self._sources.add(Entity.LOCATION, spot.id, sources)
        self._count(spot)

    def _facts(self, row: GivenRow) -> dict[str, Any] | None:
        reading = row.reading()
        texts = {name: row.get(name) for name in _TEXTS if row.get(name)}
        available = truth(reading, "available", "Available")
        archived = truth(reading, "archived", "Archived")
        external = truth(reading, "external", "External")
        structural = truth(reading, "structural", "Structural")
        created = dated(reading, "created_at", "Created at", self._now)
        try:
            facts = read_texts(texts)
        except Refused as refused:
            row.refuse_all(refused)
            return None
        if not row.passes(reading):
            return None
        facts = {name: value for name, value in facts.items() if value}
        tags = ["external"] * bool(external) + ["structural"] * bool(structural)
        if tags and "kind" not in facts:
            facts["kind"] = ", ".join(tags)
        given = {"available": available, "archived": archived, "created_at": created}
        return facts | {name: value for name, value in given.items() if value is not None}

    def _known(self, sources: list[Source]) -> Spot | None:
        for source in sources:
            id_ = self._sources.find(Entity.LOCATION, source)
            if id_ in self._spots:
                return self._survivor(id_)
        return None

    def _survivor(self, id_: int) -> Spot:
        spot = self._spots[id_]
        while spot.merged_into_id is not None:
            spot = self._spots[spot.merged_into_id]
        return spot

    def _walk(self, names: list[str]) -> Spot:
        parent_id: int | None = None
        spot: Spot | None = None
        for name in names:
            spot = self._find(parent_id, name) or self._add(parent_id, name)
            parent_id = spot.id
        if spot is None:
            raise Invalid("The path is empty.")
        return spot

    def _find(self, parent_id: int | None, name: str) -> Spot | None:
        place = (parent_id, codes.key(name))
        id_ = self._below.get(place) or self._merged.get(place)
        return self._survivor(id_) if id_ else None

    def _add(self, parent_id: int | None, name: str) -> Spot:
        spot = Spot(self._next, parent_id, name)
        self._next += 1
        self._index(spot)
        return spot

    def _index(self, spot: Spot) -> None:
        self._spots[spot.id] = spot
        index = self._merged if spot.merged_into_id else self._below
        index[spot.parent_id, codes.key(spot.name)] = spot.id

    def _place(self, spot: Spot, parent_id: int | None, name: str, row: GivenRow) -> bool:
        """Another name or place for a location that is known by where it came from."""
        taken = self._below.get((parent_id, codes.key(name)))
        above = parent_id
        while above is not None and above != spot.id:
            above = self._spots[above].parent_id
        if taken not in (None, spot.id) or above is not None:
            row.refuse("path", f"{self.path(spot.id)} cannot be moved there: the place is taken.")
            return False
        self._below.pop((spot.parent_id, codes.key(spot.name)), None)
        self._below[parent_id, codes.key(name)] = spot.id
        return True

    def _set(self, spot: Spot, wanted: dict[str, Any]) -> None:
        for name, value in wanted.items():
            if getattr(spot, name) != value:
                setattr(spot, name, value)
                spot.changes[name] = value
        self._usable.clear()

    def _count(self, spot: Spot) -> None:
        counter = (
            self._report.created
            if spot.is_new
            else self._report.changed
            if spot.changes
            else self._report.unchanged
        )
        counter[Kind.LOCATIONS] += 1


def _names(path: str) -> list[str]:
    names = [codes.clean(name) for name in path.split("/")]
    if not all(names):
        raise Invalid("A name is missing in the path. Write it like Factory / Room 1 / Shelf A.")
    if len(names) > DEEPEST:
        raise Invalid(f"Locations can lie at most {DEEPEST} deep in one another.")
    for name in names:
        read_texts({"name": name})
    return names


_ALL = text("""
    SELECT id, parent_id, name, kind, description, available, archived, merged_into_id
    FROM location""")
