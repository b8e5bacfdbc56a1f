"""Items in an import: which there are already, what is new, and what refers to what."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db.types import from_instant
from ioninv.domain import history
from ioninv.domain.imports.fields import ANY_FILE, Kind
from ioninv.domain.imports.given import GivenRow, rows_of
from ioninv.domain.imports.headers import Layout
from ioninv.domain.imports.item_facts import HOLD_SOURCE, REFERENCES, Draft, ItemReader, Standing
from ioninv.domain.imports.naming import Named, count
from ioninv.domain.imports.parts import Parts, label
from ioninv.domain.imports.report import Problems, Report
from ioninv.domain.imports.sources import (
    Source,
    Sources,
    fingerprint,
    insert_sources,
    source_row,
    sources_of,
)
from ioninv.domain.imports.spool import Spool
from ioninv.domain.imports.tables import Table
from ioninv.domain.items.issue_links import settle_holds
from ioninv.domain.items.writing import (
    FACTS,
    insert_items,
    next_item_id,
    rederive,
    update_items,
)
from ioninv.errors import Refused
from ioninv.models import Hold
from ioninv.vocabulary import Entity

BATCH: Final = 2_000
_HOLD_FACTS: Final = ("item_id", "source", "reason", "released_at")
_FINGERPRINTED = "items"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much (0: not known yet)."""


@dataclass
class _Row:
    """A row with what it is known by; `target` is the id of the item it speaks of, if any."""

    given: GivenRow
    uid: str
    sources: list[Source]
    part: Named | None = None
    serial_key: str = ""
    natural: int | None = None
    target: int | None = None

    @property
    def known_elsewhere(self) -> bool:
        return bool(self.uid or self.sources)


@dataclass(frozen=True)
class _Reference:
    """A cell that names another item, to be looked up when all rows have been read."""

    row: GivenRow
    table: int
    item_id: int
    field: str
    written: str
    counts: bool


class Items:
    """Every row of every file of items: first all are read and checked, then all are written."""

    def __init__(
        self,
        session: Session,
        reader: ItemReader,
        parts: Parts,
        sources: Sources,
        problems: Problems,
        report: Report,
        system: str,
        progress: Progress,
    ) -> None:
        self._session, self._reader, self._parts = session, reader, parts
        self._sources, self._problems, self._report = sources, problems, report
        self._system, self._progress = system, progress
        self._first_new = self._next = next_item_id(session)
        self._spool = Spool()
        self._tables = 0
        self._seen: dict[bytes, int] = {}
        self._occurrences: dict[str, int] = {}
        self._wanted: set[str] = set()
        self._by_id: dict[tuple[int, str], int] = {}
        self._by_uid: dict[str, int] = {}
        self._references: list[_Reference] = []
        self._resolved: dict[tuple[int, str], int] = {}

    def take(self, table: Table, layout: Layout) -> None:
        """Read and check a file in batches; drafts go to the spool."""
        self._wanted |= set(_references_in(table, layout))
        rows = rows_of(table, layout, self._problems)
        done = 0
        while batch := [self._row(row) for row in islice(rows, BATCH)]:
            self._identify(batch)
            standing = self._standing(batch)
            drafts = [self._draft(row, standing) for row in batch]
            if not self._problems:
                self._spool.add([draft for draft in drafts if draft is not None])
            done += len(batch)
            self._progress(f"Checking {table.name}", done, 0)
        self._tables += 1

    def finish(self) -> None:
        """Look up the items that rows name, and refuse what would lie inside itself."""
        unknown = self._look_up()
        parents: dict[int, int] = {}
        before = self._parents_now()
        for reference in self._references:
            other = self._resolved.get((reference.table, reference.written))
            if other is None:
                continue
            if other == reference.item_id:
                reference.row.refuse(reference.field, "It names the item itself.")
            if reference.field == "parent":
                parents[reference.item_id] = other
            now = before.get((reference.item_id, REFERENCES[reference.field]))
            if reference.counts and other != now:
                self._report.unchanged[Kind.ITEMS] -= 1
                self._report.changed[Kind.ITEMS] += 1
        for reference in unknown:
            reference.row.refuse(
                reference.field,
                f"There is no item {reference.written[:40]}, neither here nor in the files. "
                "Give the UID of one, or the ID of another row.",
            )
        self._refuse_cycles(parents)

    def write(self, act: history.Act) -> None:
        """Store every draft; statuses, tally and search follow."""
        done = 0
        for batch in self._spool.batches():
            self._write(act, batch)
            done += len(batch)
            self._progress("Writing items", done, self._spool.rows)

    def close(self) -> None:
        self._spool.close()

    def _row(self, given: GivenRow) -> _Row:
        row = _Row(given, codes.clean(given.get("uid")).upper(), sources_of(given, self._system))
        number = given.get("part_number") or given.get("part_name")
        if number:
            try:
                row.part = self._parts.named(
                    number,
                    given.get("revision"),
                    given.get("part_name"),
                    given.get("unit"),
                    exact=bool(row.uid),
                )
            except Refused as refused:
                given.refuse_all(refused)
        serial = given.get("serial")
        if row.part and serial:
            row.serial_key = codes.key(serial)
        elif not row.known_elsewhere:
            row.sources = [self._fingerprint(given)]
        return row

    def _fingerprint(self, given: GivenRow) -> Source:
        """The identity of a row that has no other: its content, counted where it comes again.

        Attributes are no part of it: one that is defined later must not make another item of it.
        """
        print_ = fingerprint(
            {
                name: cell
                for name, cell in given.cells.items()
                if name not in given.layout.attributes
            }
            if given.layout.attributes
            else given.cells
        )
        self._occurrences[print_] = self._occurrences.get(print_, 0) + 1
        system = ANY_FILE if self._system == "inventree" else self._system
        return Source(system, _FINGERPRINTED, f"{print_}:{self._occurrences[print_]}")

    def _identify(self, rows: Sequence[_Row]) -> None:
        """Find the item that each row speaks of: by uid, by source, by part and serial."""
        self._sources.look_up(source for row in rows for source in row.sources)
        if self._first_new == 1:
            return
        by_uid = self._find_uids({row.uid for row in rows if row.uid})
        serials = {
            (row.part.id, row.serial_key)
            for row in rows
            if row.part and row.serial_key and not row.part.is_new
        }
        by_serial = self._find_serials(serials)
        for row in rows:
            by_source: set[int] = {
                id_
                for source in row.sources
                if (id_ := self._sources.find(Entity.ITEM, source)) and id_ < self._first_new
            }
            found = by_uid.get(row.uid)
            if len(by_source | set(filter(None, [found]))) > 1:
                row.given.refuse(
                    "uid" if found else "source", "UID and source name different items."
                )
                continue
            row.natural = by_serial.get((row.part.id, row.serial_key)) if row.part else None
            row.target = found or next(iter(by_source), None) or row.natural

    def _draft(self, row: _Row, standing: Mapping[int, Standing]) -> tuple[Any, ...] | None:
        given = row.given
        if row.target is None:
            return self._new(row)
        item = standing[row.target]
        part = self._parts.of(item.facts["part_id"])
        if row.part and row.part is not part:
            given.refuse(
                "part_number",
                f"The item is a {label(part)}, and the part of an item cannot be changed.",
            )
            return None
        if self._stands_twice(given, "uid" if row.uid else "id", f"#{item.id}", "This item"):
            return None
        if row.natural not in (None, item.id) and item.facts["voided_at"] is None:
            serial = codes.clean(given.get("serial"))
            given.refuse("serial", f"Serial {serial} of {label(part)} is another item.")
            return None
        draft = self._reader.changed(given, part, item, renames=row.known_elsewhere)
        if draft is None or ("serial" in draft.facts and self._serial_stands_twice(row, part)):
            return None
        self._remember(row, item.id)
        missing = [source for source in row.sources if not self._sources.find(Entity.ITEM, source)]
        self._refer(row, item.id, draft, counts=not (draft.facts or draft.holds))
        count(self._report, Kind.ITEMS, False, bool(draft.facts or draft.holds))
        self._report.statuses[draft.status] += 1
        return _spooled(item.id, False, draft, missing, self._tables)

    def _new(self, row: _Row) -> tuple[Any, ...] | None:
        given = row.given
        if row.part is None:
            if not given.get("part_number") and not given.get("part_name"):
                told = f"There is no item {row.uid} here, so" if row.uid else "For a new item"
                given.refuse("part_number", f"{told} its part must be given.")
            return None
        draft = self._reader.new(given, row.part, row.known_elsewhere and not self._is_print(row))
        if draft is None:
            return None
        if self._stands_already(row, draft):
            return None
        id_ = self._next
        self._next += 1
        self._remember(row, id_)
        self._refer(row, id_, draft, counts=False)
        count(self._report, Kind.ITEMS, True, False)
        self._report.statuses[draft.status] += 1
        return _spooled(id_, True, draft, row.sources, self._tables)

    def _is_print(self, row: _Row) -> bool:
        return bool(row.sources) and row.sources[0].table == _FINGERPRINTED and not row.uid

    def _stands_already(self, row: _Row, draft: Draft) -> bool:
        """Whether an earlier row is this item: the same UID, source, or part and serial."""
        given = row.given
        if row.uid and self._stands_twice(given, "uid", f"u{row.uid}", f"UID {row.uid}"):
            return True
        for source in row.sources:
            column = "id" if given.get("id") else "source"
            if self._stands_twice(given, column, f"s{source}", f"{source.id}"):
                return True
        voided = draft.facts["voided_at"] is not None
        return bool(row.part and not voided and self._serial_stands_twice(row, row.part))

    def _serial_stands_twice(self, row: _Row, part: Named) -> bool:
        if not row.serial_key:
            return False
        told = f"Serial {codes.clean(row.given.get('serial'))} of {label(part)}"
        key = f"n{part.id}/{row.serial_key}"
        return self._stands_twice(row.given, "serial", key, told)

    def _stands_twice(self, given: GivenRow, column: str, key: str, told: str) -> bool:
        # Digests instead of texts: a million rows must fit into little memory, and no two be one.
        digest = blake2b(key.encode(), digest_size=16).digest()
        first = self._seen.get(digest)
        if first is None:
            self._seen[digest] = given.number
            return False
        given.refuse(column, f"{told} stands already in row {first:,}.")
        return True

    def _remember(self, row: _Row, id_: int) -> None:
        """Keep what other rows call this item, if any does."""
        if row.uid in self._wanted:
            self._by_uid[row.uid] = id_
        written = codes.clean(row.given.get("id"))
        if written in self._wanted:
            self._by_id[self._tables, written] = id_

    def _refer(self, row: _Row, id_: int, draft: Draft, *, counts: bool) -> None:
        for field, fact in REFERENCES.items():
            if fact in draft.references:
                written = draft.references[fact]
                self._references.append(
                    _Reference(row.given, self._tables, id_, field, written, counts)
                )

    def _look_up(self) -> list[_Reference]:
        """Resolve every reference: in its own file, in the others, then in what is stored."""
        missing: list[_Reference] = []
        for reference in self._references:
            place = (reference.table, reference.written)
            found = self._by_id.get(place) or self._by_uid.get(reference.written.upper())
            if found:
                self._resolved[place] = found
            else:
                missing.append(reference)
        if not missing:
            return []
        written = {reference.written for reference in missing}
        uids = self._find_uids({text.upper() for text in written})
        by_source: dict[str, Source] = {}
        for reference in missing:
            by_source |= {
                source.id: source
                for source in sources_of(_as_id(reference.row, reference.written), self._system)
            }
        self._sources.look_up(by_source.values())
        for reference in missing:
            source = by_source.get(reference.written)
            found = (source and self._sources.find(Entity.ITEM, source)) or uids.get(
                reference.written.upper()
            )
            if found:
                self._resolved[reference.table, reference.written] = found
        return [each for each in missing if (each.table, each.written) not in self._resolved]

    def _parents_now(self) -> dict[tuple[int, str], int]:
        """What the items that are there refer to today."""
        ids = [each.item_id for each in self._references if each.item_id < self._first_new]
        rows = self._session.execute(_REFERENCES_NOW, {"ids": json.dumps(ids)}).mappings()
        return {(row["id"], fact): row[fact] for row in rows for fact in REFERENCES.values()}

    def _refuse_cycles(self, parents: dict[int, int]) -> None:
        if any(item < self._first_new for item in parents):
            rows = self._session.execute(_ALL_PARENTS)
            parents = {row.id: row.parent_id for row in rows} | parents
        sound: set[int] = set()
        for start in parents:
            path: set[int] = set()
            each: int | None = start
            while each is not None and each not in sound:
                if each in path:
                    self._refuse_cycle(path)
                    return
                path.add(each)
                each = parents.get(each)
            sound |= path

    def _refuse_cycle(self, inside: set[int]) -> None:
        for reference in self._references:
            if reference.field == "parent" and reference.item_id in inside:
                reference.row.refuse("parent", "It would be installed in itself, by way of others.")
                return

    def _find_uids(self, uids: Iterable[str]) -> dict[str, int]:
        rows = self._session.execute(_BY_UID, {"uids": json.dumps(list(uids))})
        return {row.uid: row.id for row in rows}

    def _find_serials(self, serials: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
        rows = self._session.execute(_BY_SERIAL, {"serials": json.dumps(list(serials))})
        return {(row.part_id, row.serial_key): row.id for row in rows}

    def _standing(self, rows: Sequence[_Row]) -> dict[int, Standing]:
        """The items that these rows speak of, as they are."""
        ids = json.dumps([row.target for row in rows if row.target])
        if ids == "[]":
            return {}
        holds: dict[int, list[Any]] = {}
        for hold in self._session.execute(_HOLDS, {"ids": ids}):
            holds.setdefault(hold.item_id, []).append(hold)
        return {
            row["id"]: Standing(
                row["id"],
                dict(row),
                tuple(h.reason for h in holds.get(row["id"], ()) if h.released_at is None),
                tuple(h.reason for h in holds.get(row["id"], ()) if h.source == HOLD_SOURCE),
            )
            for row in self._session.execute(_STANDING, {"ids": ids}).mappings()
        }

    def _write(self, act: history.Act, batch: Sequence[tuple[Any, ...]]) -> None:
        new: list[dict[str, Any]] = []
        first = 0
        at: list[int | None] = []
        changes: dict[int, dict[str, Any]] = {}
        holds: list[tuple[int, str, int | None]] = []
        sources: list[dict[str, object]] = []
        for id_, is_new, facts, references, reasons, when, added, table in batch:
            for fact, written in references.items():
                facts[fact] = self._resolved[table, written]
            if is_new:
                first = first or id_
                new.append(facts)
                at.append(when)
            elif facts:
                changes[id_] = facts
            holds += [(id_, reason, when if is_new else None) for reason in reasons]
            sources += [source_row(Source(*source), Entity.ITEM, id_) for source in added]
        settle_holds(act, update_items(act, changes))
        insert_items(act, new, occurred_at=at, first_id=first)
        insert_sources(self._session, sources)
        self._hold(act, holds)

    def _hold(self, act: history.Act, holds: Sequence[tuple[int, str, int | None]]) -> None:
        if not holds:
            return
        first = self._session.execute(_NEXT_HOLD).scalar_one()
        history.create_rows(
            act,
            Entity.HOLD,
            [
                Hold(id=number, item_id=item_id, source=HOLD_SOURCE, reason=reason)  # pyright: ignore[reportCallIssue]
                for number, (item_id, reason, _) in enumerate(holds, start=first)
            ],
            _HOLD_FACTS,
            occurred_at=[None if when is None else from_instant(when) for _, _, when in holds],
        )
        rederive(self._session, {item_id for item_id, _, _ in holds})


def _spooled(
    id_: int, is_new: bool, draft: Draft, sources: Sequence[Source], table: int
) -> tuple[Any, ...]:
    """A draft in the plain values that a spool keeps."""
    added = [tuple(source) for source in sources]
    return id_, is_new, draft.facts, draft.references, draft.holds, draft.at, added, table


def _as_id(row: GivenRow, written: str) -> GivenRow:
    return GivenRow(row.file, row.number, {"id": written}, row.layout, row.problems)


def _references_in(table: Table, layout: Layout) -> Iterator[str]:
    """Every text by which the rows of a file name other items."""
    places = [place for place, field in layout.columns if field.name in REFERENCES]
    if not places:
        return
    for _, cells in table.rows():
        for place in places:
            if cells[place]:
                written = codes.clean(cells[place])
                yield written
                yield written.upper()


_BY_UID = text("""
    SELECT i.uid, i.id FROM json_each(:uids) j JOIN inventory_item i ON i.uid = j.value""")
_BY_SERIAL = text("""
    SELECT i.part_id, i.serial_key, i.id FROM json_each(:serials) j
    JOIN inventory_item i ON i.part_id = json_extract(j.value, '$[0]')
        AND i.serial_key = json_extract(j.value, '$[1]')""")
_STANDING = text(
    f"SELECT i.id, {', '.join('i.' + name for name in FACTS)} "
    "FROM json_each(:ids) j JOIN inventory_item i ON i.id = j.value"
)
_HOLDS = text("""
    SELECT h.item_id, h.reason, h.source, h.released_at
    FROM json_each(:ids) j JOIN hold h ON h.item_id = j.value""")
_REFERENCES_NOW = text(
    f"SELECT i.id, {', '.join('i.' + fact for fact in REFERENCES.values())} "
    "FROM json_each(:ids) j JOIN inventory_item i ON i.id = j.value"
)
_ALL_PARENTS = text("SELECT id, parent_id FROM inventory_item WHERE parent_id IS NOT NULL")
_NEXT_HOLD = text("SELECT coalesce(max(id), 0) + 1 FROM hold")
