"""Parts in an import: what files say of them, and numbers that rows give."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.db.types import from_micro
from ioninv.domain import history
from ioninv.domain.attributes import index
from ioninv.domain.attributes.values import NO_VALUES, with_values
from ioninv.domain.imports.attributes import Values
from ioninv.domain.imports.fields import Kind
from ioninv.domain.imports.given import GivenRow, dated, truth
from ioninv.domain.imports.locations import Locations
from ioninv.domain.imports.naming import Named, count
from ioninv.domain.imports.report import Report
from ioninv.domain.imports.sources import Source, Sources, sources_of
from ioninv.domain.imports.suppliers import Suppliers
from ioninv.domain.input import Reading
from ioninv.domain.parts.contradicting import refuse_contradictions
from ioninv.domain.parts.form import FACTS, PartForm, derived, read_form
from ioninv.domain.parts.labels import part_label
from ioninv.errors import Invalid, Refused
from ioninv.models import Part
from ioninv.vocabulary import Entity, PartKind, TrackingType

_TEXTS = tuple(
    field.name
    for field in fields(PartForm)
    if field.name != "attributes" and not field.name.endswith("_id")
)
_DECIMALS = ("cost", "reorder_min", "reorder_max")


class Parts:
    """Every part, by number and revision."""

    def __init__(
        self,
        session: Session,
        sources: Sources,
        locations: Locations,
        suppliers: Suppliers,
        report: Report,
        system: str,
        now: datetime,
    ) -> None:
        self._session, self._sources, self._report = session, sources, report
        self._locations, self._suppliers = locations, suppliers
        self._system, self._now = system, now
        self._values = Values(session, Kind.PARTS)
        self._all: dict[int, Named] = {}
        self._by_key: dict[tuple[str, str], Named] = {}
        self._by_number: dict[str, list[Named]] = {}
        self._by_text: dict[tuple[str, str, bool], Named] = {}
        self._before: list[tuple[GivenRow, Named]] = []
        for row in session.execute(text(f"SELECT id, {', '.join(FACTS)} FROM part")).mappings():
            self._index(Named(row["id"], _facts(row), is_new=False))
        self._next = max(self._all, default=0) + 1

    def take(self, rows: Iterable[GivenRow]) -> None:
        """What a file says of parts."""
        given = [(row, sources_of(row, self._system)) for row in rows]
        self._sources.look_up(source for _, sources in given for source in sources)
        for row, sources in given:
            self._take(row, sources)

    def named(
        self, number: str, revision: str, name: str, unit: str, *, exact: bool = False
    ) -> Named:
        """The part of this number, made where there is none.

        No revision means the part without one, or, unless `exact`, the only one there is.
        Raises Invalid for a number that cannot be, or means several revisions.
        """
        known = self._by_text.get((number, revision, exact))
        if known is None:
            known = self._find(number, revision, exact) or self._refer(number, revision, name, unit)
            self._by_text[number, revision, exact] = known
        return known

    def called(self, text: str, revision: str) -> Named:
        """The part of this number, or else the only one of this name, made where there is none.

        Raises Invalid for a text that cannot be a number, or means several parts.
        """
        found = self._find(text, revision)
        if found is None and not revision:
            key = codes.key(text)
            named = [each for each in self._all.values() if codes.key(each.facts["name"]) == key]
            if len(named) > 1:
                numbers = ", ".join(label(each) for each in named[:4])
                raise Invalid(f"{text} is the name of several parts ({numbers}).", "part")
            found = next(iter(named), None)
        return found or self.named(text, revision, "", "")

    def of(self, id_: int) -> Named:
        return self._all[id_]

    def finish(self) -> None:
        """Look up predecessors, and tell what rows named without a file that says more of it."""
        for row, part in self._before:
            self._follow(row, part)
        named = [label(each) for each in self._all.values() if each.is_new and not each.row]
        if named:
            self._report.references["parts"] = named

    def write(self, act: history.Act) -> None:
        """Store what is new and what differs."""
        new = _predecessors_first([each for each in self._all.values() if each.is_new])
        history.create_rows(
            act,
            Entity.PART,
            [Part(id=each.id, **each.facts, **derived(each.facts)) for each in new],
            FACTS,
            occurred_at=[each.occurred_at for each in new],
        )
        index.keep(self._session, {each.id: (None, each.facts["attributes"]) for each in new})
        for each in self._all.values():
            if each.changes and not each.is_new:
                row = self._session.get_one(Part, each.id)
                before = row.attributes
                history.change_row(act, Entity.PART, row, each.changes, derived=derived(each.facts))
                index.keep(self._session, {each.id: (before, each.facts["attributes"])})

    def _take(self, row: GivenRow, sources: list[Source]) -> None:
        number = row.get("part_number") or row.get("name")
        key = (codes.key(number), codes.key(row.get("revision")))
        by_source = self._known(sources)
        known = by_source or self._by_key.get(key)
        facts = self._read(row, known.facts if known else {}, number)
        if facts is None:
            return
        if known and not by_source:
            # Known by its number, however that is written.
            facts |= {name: known.facts[name] for name in ("part_number", "revision")}
        key = (codes.key(facts["part_number"]), codes.key(facts["revision"]))
        holder = self._by_key.get(key)
        if holder is not None and holder is not known:
            row.refuse("part_number", f"There is another part {label(holder)} already.")
            return
        if known and known.row:
            row.refuse("part_number", f"{label(known)} stands already in row {known.row:,}.")
            return
        created = facts.pop("created_at", None)
        if known and not known.is_new and not self._may_become(row, known, facts):
            return
        part = known or self._add(facts)
        self._rename(part, key)
        part.set(facts)
        part.row, part.occurred_at = row.number, created
        if row.get("predecessor"):
            self._before.append((row, part))
        self._sources.add(Entity.PART, part.id, sources)
        count(self._report, Kind.PARTS, part.is_new, bool(part.changes))

    def _read(self, row: GivenRow, before: dict[str, Any], number: str) -> dict[str, Any] | None:
        """The facts of a row, with those of the part where the row is blank."""
        reading = row.reading()
        archived = _archived(reading)
        tracking = _tracking(reading, before.get("tracking"))
        created = dated(reading, "created_at", "Created at", self._now)
        values = self._values.read(row)
        least = reading.decimal("minimum_stock", "Minimum stock")
        given = {**row.cells, "part_number": number, "tracking": tracking}
        if least is not None:
            given["reorder_min"] = str(least) if least else ""
        texts: dict[str, Any] = {
            name: given.get(name) or _text(before.get(name)) for name in _TEXTS
        }
        if least == 0:
            texts["reorder_min"] = ""
        if not row.passes(reading):
            return None
        try:
            facts = read_form(self._session, PartForm(**texts))
            facts["supplier_id"] = self._reference(row, "supplier", before.get("supplier_id"))
            facts["location_id"] = self._reference(row, "location", before.get("location_id"))
        except Refused as refused:
            row.refuse_all(refused)
            return None
        facts["attributes"] = with_values(before.get("attributes", NO_VALUES), values)
        facts["archived"] = bool(before.get("archived")) if archived is None else archived
        facts["predecessor_id"] = before.get("predecessor_id")
        return facts | {"created_at": created}

    def _reference(self, row: GivenRow, field: str, before: int | None) -> int | None:
        given = row.get(field)
        if not given:
            return before
        try:
            return (
                self._suppliers.named(given) if field == "supplier" else self._locations.at(given)
            )
        except Refused as refused:
            raise Invalid(refused.message, field) from refused

    def _may_become(self, row: GivenRow, known: Named, facts: dict[str, Any]) -> bool:
        """Whether the items there are allow a new tracking or unit."""
        if (facts["tracking"], facts["unit"]) == (known.facts["tracking"], known.facts["unit"]):
            return True
        try:
            refuse_contradictions(self._session, self._session.get_one(Part, known.id), facts)
        except Refused as refused:
            row.refuse_all(refused)
            return False
        return True

    def _known(self, sources: list[Source]) -> Named | None:
        for source in sources:
            id_ = self._sources.find(Entity.PART, source)
            if id_ in self._all:
                return self._all[id_]
        return None

    def _find(self, number: str, revision: str, exact: bool = False) -> Named | None:
        if revision or exact:
            return self._by_key.get((codes.key(number), codes.key(revision)))
        revisions = self._by_number.get(codes.key(number), [])
        if len(revisions) <= 1:
            return revisions[0] if revisions else None
        plain = self._by_key.get((codes.key(number), ""))
        if plain is None:
            known = ", ".join(sorted(each.facts["revision"] for each in revisions))
            raise Invalid(f"{number} has several revisions ({known}): say which one.", "revision")
        return plain

    def _refer(self, number: str, revision: str, name: str, unit: str) -> Named:
        form = PartForm(part_number=number, revision=revision, name=name, unit=unit)
        return self._add(read_form(self._session, form))

    def _add(self, facts: dict[str, Any]) -> Named:
        part = Named(self._next, {"archived": False, "predecessor_id": None, **facts})
        self._next += 1
        self._index(part)
        return part

    def _index(self, part: Named) -> None:
        key = (codes.key(part.facts["part_number"]), codes.key(part.facts["revision"]))
        self._all[part.id] = self._by_key[key] = part
        self._by_number.setdefault(key[0], []).append(part)

    def _rename(self, part: Named, key: tuple[str, str]) -> None:
        before = (codes.key(part.facts["part_number"]), codes.key(part.facts["revision"]))
        if before == key:
            return
        del self._by_key[before]
        self._by_number[before[0]].remove(part)
        self._by_key[key] = part
        self._by_number.setdefault(key[0], []).append(part)

    def _follow(self, row: GivenRow, part: Named) -> None:
        try:
            before = self._find(row.get("predecessor"), row.get("predecessor_revision"))
        except Invalid as refused:
            row.refuse_all(refused, "predecessor")
            return
        if before is None:
            row.refuse("predecessor", f"There is no part {row.get('predecessor')[:40]}.")
            return
        above: Named | None = before
        while above is not None:
            if above is part:
                row.refuse("predecessor", f"{label(part)} would come before itself.")
                return
            above = self._all.get(above.facts["predecessor_id"] or 0)
        changed = bool(part.changes)
        part.set({"predecessor_id": before.id})
        if not part.is_new and part.changes and not changed:
            self._report.unchanged[Kind.PARTS] -= 1
            self._report.changed[Kind.PARTS] += 1


def label(part: Named) -> str:
    return part_label(part.facts["part_number"], part.facts["revision"])


def _facts(row: Any) -> dict[str, Any]:
    facts = {name: row[name] for name in FACTS}
    for name in _DECIMALS:
        facts[name] = None if facts[name] is None else from_micro(facts[name])
    return facts


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _archived(reading: Reading) -> bool | None:
    archived = truth(reading, "archived", "Archived")
    active = truth(reading, "active", "Active")
    return not active if archived is None and active is not None else archived


def _tracking(reading: Reading, before: str | None) -> str:
    """The tracking given; `Trackable` tells only whether it is by serial number."""
    given = reading.given("tracking")
    trackable = truth(reading, "trackable", "Trackable")
    if given or trackable is None:
        return _LABELS.get(codes.key(given), given)
    if trackable:
        return TrackingType.SERIAL
    if before == TrackingType.SERIAL or (not before and _is_no_tool(reading)):
        return TrackingType.NONE
    return ""


def _is_no_tool(reading: Reading) -> bool:
    return codes.key(reading.given("kind")) != PartKind.TOOL


def _predecessors_first(parts: list[Named]) -> list[Named]:
    """New parts in an order in which each comes after the new one before it."""
    new = {part.id: part for part in parts}
    ordered: dict[int, Named] = {}
    for part in parts:
        chain: list[Named] = []
        each: Named | None = part
        while each is not None and each.id not in ordered:
            chain.append(each)
            each = new.get(each.facts["predecessor_id"] or 0)
        ordered |= {link.id: link for link in reversed(chain)}
    return list(ordered.values())


_LABELS = {codes.key(tracking.label): tracking.value for tracking in TrackingType}
