"""The doors of an import: all that is in the files is checked, then all is stored, or nothing."""

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from ioninv.domain import history
from ioninv.domain.access import Actor, demand, requires
from ioninv.domain.imports.attributes import APPLIES_TO, Values, defined
from ioninv.domain.imports.fields import ANY_FILE, INVENTREE, Kind, looks_like_inventree, plain
from ioninv.domain.imports.files import FileGiven
from ioninv.domain.imports.given import GivenRow, rows_of
from ioninv.domain.imports.headers import Defined, Layout, known, layout_of
from ioninv.domain.imports.item_facts import ItemReader
from ioninv.domain.imports.items import Items, Progress
from ioninv.domain.imports.kits import open_kits
from ioninv.domain.imports.locations import Locations
from ioninv.domain.imports.parts import Parts
from ioninv.domain.imports.purchase_lines import PurchaseLines
from ioninv.domain.imports.report import Problems, Report
from ioninv.domain.imports.sources import Sources
from ioninv.domain.imports.suppliers import Suppliers, UsageTypes
from ioninv.domain.imports.tables import Table, open_table
from ioninv.errors import Conflict, Invalid, Problem, Refused
from ioninv.vocabulary import Entity, Permission, Source

LARGEST_SMALL_FILE: Final = 250_000
"""Rows of parts, suppliers or locations in one file: these are kept in memory."""

_NEEDED: Final = {
    Kind.LOCATIONS: (Permission.CREATE_LOCATIONS, Permission.EDIT_LOCATIONS),
    Kind.SUPPLIERS: (Permission.CREATE_SUPPLIERS, Permission.EDIT_SUPPLIERS),
    Kind.PARTS: (Permission.CREATE_PARTS, Permission.EDIT_PARTS),
    Kind.PURCHASE_LINES: (Permission.EDIT_PURCHASING,),
    Kind.ITEMS: (Permission.CREATE_ITEMS, Permission.EDIT_ITEMS),
}
"""What one must be allowed to do beside importing, by what a file holds."""

_COLLECT_AFTER = 100_000
_VERB = "imported"
_SYSTEM = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


@dataclass(frozen=True)
class _Laid:
    table: Table
    layout: Layout


def _silent(_doing: str, _done: int, _of: int) -> None:
    """Progress that nobody looks at."""


@requires(Permission.IMPORT)
def plan(
    session: Session,
    actor: Actor,
    files: Sequence[FileGiven],
    *,
    kind: Kind | None = None,
    mapping: Mapping[str, str] | None = None,
    system: str = "",
    progress: Progress = _silent,
) -> Report:
    """What `run` would do, without doing it, on a session that only reads. Raises as `run` does."""
    with _few_collections():
        return _Import(session, actor, files, kind, mapping or {}, system, progress).plan()


@requires(Permission.IMPORT)
def run(
    session: Session,
    actor: Actor,
    files: Sequence[FileGiven],
    *,
    kind: Kind | None = None,
    mapping: Mapping[str, str] | None = None,
    system: str = "",
    key: str | None = None,
    progress: Progress = _silent,
) -> Report:
    """Import CSV files in one change set: all that they say, or nothing.

    The files may come in any order. `kind` says what they hold and `mapping` which field a header
    means, where their headers do not tell; `system` is the name of where their `ID` columns come
    from. Rows that are known already (by UID, source, or their natural key) change what differs: a
    blank cell changes nothing, and a second import of the same files does nothing.

    Raises Invalid with up to a hundred problems, each with file, row and column; Conflict.
    """
    payload = _payload(files, kind, mapping or {}, system) if key else None
    if history.repeated(session, actor, _VERB, Entity.ITEM, key, payload):
        return Report.as_before(history.kept_answer(session, actor, key))
    with _few_collections():
        made = _Import(session, actor, files, kind, mapping or {}, system, progress)
        return made.run(key, payload)


def _payload(
    files: Sequence[FileGiven], kind: Kind | None, mapping: Mapping[str, str], system: str
) -> list[object]:
    """What a key stands for: what is in the files, and how they are read."""
    return [[[each.name, each.digest()] for each in files], kind, sorted(mapping.items()), system]


@contextmanager
def _few_collections() -> Iterator[None]:
    """Rows make no cycles: looking for some after every few hundred costs a seventh of the time."""
    first, *others = gc.get_threshold()
    gc.set_threshold(max(first, _COLLECT_AFTER), *others)
    try:
        yield
    finally:
        gc.set_threshold(first, *others)


class _Import:
    """One call's worth of files, and what is known while they are read."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        files: Sequence[FileGiven],
        kind: Kind | None,
        mapping: Mapping[str, str],
        system: str,
        progress: Progress,
    ) -> None:
        self._session, self._progress = session, progress
        self._actor = replace(actor, source=Source.IMPORT)
        self._report, self._problems = Report(), Problems()
        self._files = _laid_out(files, kind, mapping, defined(session))
        for laid in self._files:
            for permission in _NEEDED[laid.layout.kind]:
                demand(actor, permission)
        self._report.left_out = {
            laid.table.name: list(laid.layout.left_out)
            for laid in self._files
            if laid.layout.left_out
        }
        self._tell_encodings()
        self._tell_empty()
        self._tell_left_out()
        self._system = _system(system, self._files)

    def plan(self) -> Report:
        self._report.dry_run = True
        items = self._read()
        items.close()
        return self._report

    def run(self, key: str | None, payload: object) -> Report:
        items = self._read()
        try:
            with history.act(self._session, self._actor, _VERB, key=key, payload=payload) as act:
                self._locations.write(act)
                self._suppliers.write(act)
                self._usage_types.write(act)
                self._parts.write(act)
                self._lines.write(act)
                items.write(act)
                self._lines.link(act)
                self._sources.write(act)
        except IntegrityError as error:
            raise Conflict(
                "The rows stand against one another, as when two exchange their serials: import "
                f"them one after the other. Nothing was stored. ({error.orig})"
            ) from error
        finally:
            items.close()
        if act.events:
            self._report.change_set = act.id
        history.keep_answer(act, self._report.kept())
        return self._report

    def _read(self) -> Items:
        """Read and check every file. Raises Invalid with all that is wrong."""
        session, report, system, now = self._session, self._report, self._system, history.now()
        self._sources = Sources(session)
        self._locations = Locations(session, self._sources, report, system, now)
        self._suppliers = Suppliers(session, self._sources, report, system, now)
        self._usage_types = UsageTypes(session, report)
        self._parts = Parts(
            session, self._sources, self._locations, self._suppliers, report, system, now
        )
        self._lines = PurchaseLines(
            session,
            self._sources,
            self._parts,
            self._locations,
            self._suppliers,
            report,
            system,
            now,
        )
        reader = ItemReader(
            self._locations,
            self._suppliers,
            self._usage_types,
            now,
            open_kits(self._session),
            Values(session, Kind.ITEMS),
            self._lines,
        )
        items = Items(
            session,
            reader,
            self._parts,
            self._sources,
            self._problems,
            report,
            system,
            self._progress,
        )
        try:
            for laid in self._files:
                self._take(laid, items)
            self._locations.finish()
            self._suppliers.finish()
            self._usage_types.finish()
            self._parts.finish()
            items.finish()
            self._lines.finish()
            self._problems.finish()
        except BaseException:
            items.close()
            raise
        return items

    def _take(self, laid: _Laid, items: Items) -> None:
        match laid.layout.kind:
            case Kind.LOCATIONS:
                self._locations.take(self._rows(laid))
            case Kind.SUPPLIERS:
                self._suppliers.take(self._rows(laid))
            case Kind.PARTS:
                self._parts.take(self._rows(laid))
            case Kind.PURCHASE_LINES:
                self._lines.take(self._rows(laid))
            case Kind.ITEMS:
                items.take(laid.table, laid.layout)

    def _rows(self, laid: _Laid) -> Iterator[GivenRow]:
        for count, row in enumerate(rows_of(laid.table, laid.layout, self._problems), start=1):
            if count > LARGEST_SMALL_FILE:
                raise Invalid(
                    f"{laid.table.name} has more than {LARGEST_SMALL_FILE:,} rows. "
                    "Split it into several files."
                )
            yield row

    def _tell_encodings(self) -> None:
        for laid in self._files:
            if not laid.table.encoding.startswith("utf-8"):
                self._report.notices.append(
                    f"{laid.table.name} was read as {_ENCODINGS.get(laid.table.encoding, '')}."
                )

    def _tell_left_out(self) -> None:
        for laid in self._files:
            if laid.layout.left_out and laid.layout.kind in APPLIES_TO:
                word = APPLIES_TO[laid.layout.kind].label.lower()
                self._report.notices.append(
                    f"To keep what is left out of {laid.table.name}, define attributes of {word} "
                    "with those names in Settings first."
                )

    def _tell_empty(self) -> None:
        for laid in self._files:
            if next(laid.table.rows(), None) is None:
                self._report.notices.append(f"{laid.table.name} has no rows below its header.")


def _laid_out(
    files: Sequence[FileGiven], kind: Kind | None, mapping: Mapping[str, str], defined: Defined
) -> list[_Laid]:
    """The files in the order in which they need each other, their columns understood."""
    if not files:
        raise Invalid("Name a file to import.")
    problems: list[Problem] = []
    laid: list[_Laid] = []
    headers: set[str] = set()
    wanted = set(map(plain, mapping))
    for file in files:
        try:
            table = open_table(file, lambda header: known(header) or plain(header) in wanted)
            headers |= set(map(plain, table.header))
            laid.append(_Laid(table, layout_of(table, kind, mapping, defined)))
        except Refused as refused:
            problems += refused.problems
    problems += [
        Problem(f"--map: no file has a column “{header}”.")
        for header in mapping
        if plain(header) not in headers and not problems
    ]
    if problems:
        raise Invalid.because(problems)
    order = list(Kind)
    return sorted(laid, key=lambda each: order.index(each.layout.kind))


def _system(given: str, files: Sequence[_Laid]) -> str:
    if not given:
        theirs = any(looks_like_inventree(laid.table.header) for laid in files)
        return INVENTREE if theirs else ANY_FILE
    name = given.strip().lower()
    if _SYSTEM.fullmatch(name) is None:
        raise Invalid(f"--system “{given[:40]}” must be a short name such as inventree or erp.")
    return name


_ENCODINGS = {"cp1252": "Windows-1252", "utf-16": "UTF-16"}
