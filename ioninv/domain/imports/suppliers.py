"""Suppliers and usage types in an import: what files say of them, and names that rows give."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.imports.fields import Kind
from ioninv.domain.imports.given import GivenRow, dated, truth
from ioninv.domain.imports.naming import Named, count
from ioninv.domain.imports.report import Report
from ioninv.domain.imports.sources import Source, Sources, sources_of
from ioninv.domain.suppliers.form import FACTS, SupplierForm, derived, read_form
from ioninv.domain.usage_types.naming import read_name
from ioninv.domain.usage_types.rows import FACTS as USAGE_TYPE_FACTS
from ioninv.errors import Refused
from ioninv.models import Supplier, UsageType
from ioninv.vocabulary import Entity

_TEXTS = tuple(name for name in FACTS if name != "archived")


class Suppliers:
    """Every supplier, by name."""

    def __init__(
        self, session: Session, sources: Sources, report: Report, system: str, now: datetime
    ) -> None:
        self._session, self._sources, self._report = session, sources, report
        self._system, self._now = system, now
        rows = session.execute(text(f"SELECT id, {', '.join(FACTS)} FROM supplier")).mappings()
        self._all = {row["id"]: Named(row["id"], dict(row), is_new=False) for row in rows}
        self._by_key = {codes.key(named.facts["name"]): named for named in self._all.values()}
        self._by_text: dict[str, int] = {}
        self._next = max(self._all, default=0) + 1

    def take(self, rows: Iterable[GivenRow]) -> None:
        """What a file says of suppliers."""
        given = [(row, sources_of(row, self._system)) for row in rows]
        self._sources.look_up(source for _, sources in given for source in sources)
        for row, sources in given:
            self._take(row, sources)

    def named(self, name: str) -> int:
        """The id of the supplier of this name, made where there is none.

        Raises Invalid for a name that cannot be.
        """
        known = self._by_text.get(name)
        if known is None:
            found = self._by_key.get(codes.key(name)) or self._add(SupplierForm(name=name))
            known = self._by_text[name] = found.id
        return known

    def is_archived(self, id_: int) -> bool:
        return bool(self._all[id_].facts["archived"])

    def finish(self) -> None:
        """Tell what rows named without a file that says more of it."""
        named = [each.facts["name"] for each in self._all.values() if each.is_new and not each.row]
        if named:
            self._report.references["suppliers"] = named

    def write(self, act: history.Act) -> None:
        """Store what is new and what differs."""
        new = [each for each in self._all.values() if each.is_new]
        history.create_rows(
            act,
            Entity.SUPPLIER,
            [Supplier(id=each.id, **each.facts, **derived(each.facts)) for each in new],
            FACTS,
            occurred_at=[each.occurred_at for each in new],
        )
        for each in self._all.values():
            if each.changes and not each.is_new:
                row = self._session.get_one(Supplier, each.id)
                history.change_row(
                    act, Entity.SUPPLIER, row, each.changes, derived=derived(each.facts)
                )

    def _take(self, row: GivenRow, sources: list[Source]) -> None:
        by_source = self._known(sources)
        known = by_source or self._by_key.get(codes.key(row.get("name")))
        before = known.facts if known else {}
        texts = {name: row.get(name) or before.get(name) or "" for name in _TEXTS}
        reading = row.reading()
        archived = truth(reading, "archived", "Archived")
        active = truth(reading, "active", "Active")
        created = dated(reading, "created_at", "Created at", self._now)
        if not row.passes(reading):
            return
        try:
            facts = read_form(SupplierForm(**texts))
        except Refused as refused:
            row.refuse_all(refused)
            return
        if known and not by_source:
            # Known by its name, however that is written.
            facts["name"] = known.facts["name"]
        if archived is None and active is not None:
            archived = not active
        facts["archived"] = bool(before.get("archived")) if archived is None else archived
        holder = self._by_key.get(codes.key(facts["name"]))
        if holder is not None and holder is not known:
            row.refuse("name", f"There is another supplier {holder.facts['name']} already.")
            return
        if known and known.row:
            row.refuse("name", f"{facts['name']} stands already in row {known.row:,}.")
            return
        named = known or self._add(SupplierForm(name=facts["name"]))
        self._by_key.pop(codes.key(named.facts["name"]), None)
        named.set(facts)
        self._by_key[codes.key(facts["name"])] = named
        named.row, named.occurred_at = row.number, created
        self._sources.add(Entity.SUPPLIER, named.id, sources)
        count(self._report, Kind.SUPPLIERS, named.is_new, bool(named.changes))

    def _known(self, sources: list[Source]) -> Named | None:
        for source in sources:
            id_ = self._sources.find(Entity.SUPPLIER, source)
            if id_ in self._all:
                return self._all[id_]
        return None

    def _add(self, form: SupplierForm) -> Named:
        facts = read_form(form)
        named = Named(self._next, facts | {"archived": False})
        self._next += 1
        self._all[named.id] = self._by_key[codes.key(facts["name"])] = named
        return named


class UsageTypes:
    """Every usage type, by name. No file speaks of them: items name them."""

    def __init__(self, session: Session, report: Report) -> None:
        self._report = report
        rows = session.execute(text("SELECT id, name, archived FROM usage_type")).all()
        self._by_key = {codes.key(row.name): row.id for row in rows}
        self._archived = {row.id for row in rows if row.archived}
        self._new: dict[int, str] = {}
        self._by_text: dict[str, int] = {}
        self._next = max(self._by_key.values(), default=0) + 1

    def named(self, name: str) -> int:
        """The id of the usage type of this name, made where there is none.

        Raises Invalid for a name that cannot be.
        """
        known = self._by_text.get(name)
        if known is None:
            cleaned = read_name(name)
            known = self._by_key.get(codes.key(cleaned))
            if known is None:
                known = self._by_key[codes.key(cleaned)] = self._next
                self._new[known] = cleaned
                self._next += 1
            self._by_text[name] = known
        return known

    def is_archived(self, id_: int) -> bool:
        return id_ in self._archived

    def finish(self) -> None:
        """Tell what rows named."""
        if self._new:
            self._report.references["usage types"] = list(self._new.values())

    def write(self, act: history.Act) -> None:
        """Store what is new."""
        history.create_rows(
            act,
            Entity.USAGE_TYPE,
            [
                UsageType(id=id_, name=name, name_key=codes.key(name))  # pyright: ignore[reportCallIssue]
                for id_, name in self._new.items()
            ],
            USAGE_TYPE_FACTS,
        )
