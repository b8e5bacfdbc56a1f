"""What imported things are called where they came from: `inventree/stock/206`."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db import execute_many
from ioninv.domain.history import Act
from ioninv.domain.imports.fields import source_table
from ioninv.domain.imports.given import GivenRow
from ioninv.vocabulary import Entity

BETWEEN = "; "
_ESCAPES = (("%", "%25"), (";", "%3B"))
_LONGEST = 200


class Source(NamedTuple):
    """A system, its table, and the id of one row there."""

    system: str
    table: str
    id: str

    def __str__(self) -> str:
        return "/".join(_escaped(part) for part in self)


class Sources:
    """The references there are, looked up as they are asked for, and those to be added."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[Source, tuple[str, int]] = {}
        self._looked_up: set[Source] = set()
        self._added: dict[Source, tuple[str, int]] = {}

    def look_up(self, sources: Iterable[Source]) -> None:
        """Fetch many at once. What was fetched before is forgotten: it served its rows."""
        self._known.clear()
        self._looked_up = set(sources)
        if not self._looked_up:
            return
        rows = self._session.execute(_FIND, {"sources": json.dumps(list(self._looked_up))})
        self._known = {Source(*row[:3]): (row.entity, row.entity_id) for row in rows}

    def find(self, entity: Entity, source: Source) -> int | None:
        """The id of what a reference means, if it is known."""
        if source not in self._looked_up and source not in self._added:
            self.look_up({*self._looked_up, source})
        found = self._added.get(source) or self._known.get(source)
        return found[1] if found and found[0] == entity else None

    def add(self, entity: Entity, id_: int, sources: Iterable[Source]) -> None:
        for source in sources:
            if source not in self._known:
                self._added[source] = (entity.value, id_)

    def write(self, act: Act) -> None:
        """Store what was added."""
        rows = [source_row(source, entity, id_) for source, (entity, id_) in self._added.items()]
        insert_sources(act.session, rows)
        self._added.clear()


def source_row(source: Source, entity: str, id_: int) -> dict[str, object]:
    system, table, source_id = source
    return {
        "system": system,
        "source_table": table,
        "source_id": source_id,
        "entity": entity,
        "entity_id": id_,
    }


def insert_sources(session: Session, rows: Sequence[dict[str, object]]) -> None:
    execute_many(session, _INSERT, rows)


def sources_of(row: GivenRow, system: str) -> list[Source]:
    """The references that a row gives in its columns ID and Source."""
    found: list[Source] = []
    if id_ := codes.clean(row.get("id"))[:_LONGEST]:
        found.append(Source(system, source_table(system, row.layout.kind), id_))
    for written in filter(None, map(str.strip, row.get("source").split(";"))):
        parts = tuple(_unescaped(part) for part in written.split("/", 2))
        if len(parts) != 3 or not all(parts) or len(written) > _LONGEST:
            row.refuse("source", f"“{written[:40]}” is not like inventree/stock/206.")
        else:
            found.append(Source(*parts))
    return list(dict.fromkeys(found))


def fingerprint(cells: dict[str, str]) -> str:
    """One short text for the content of a row, whatever the order of its columns."""
    content = json.dumps(sorted((name, codes.clean_lines(cell)) for name, cell in cells.items()))
    return hashlib.sha256(content.encode()).hexdigest()[:24]


def _escaped(part: str) -> str:
    for mark, escape in _ESCAPES:
        part = part.replace(mark, escape)
    return part


def _unescaped(part: str) -> str:
    for mark, escape in reversed(_ESCAPES):
        part = part.replace(escape, mark)
    return part


_FIND = text("""
    SELECT r.system, r.source_table, r.source_id, r.entity, r.entity_id FROM json_each(:sources) j
    JOIN source_ref r ON r.system = json_extract(j.value, '$[0]')
        AND r.source_table = json_extract(j.value, '$[1]')
        AND r.source_id = json_extract(j.value, '$[2]')""")

_INSERT = """
    INSERT INTO source_ref (system, source_table, source_id, entity, entity_id)
    VALUES (:system, :source_table, :source_id, :entity, :entity_id)
    ON CONFLICT DO NOTHING"""
