"""Supplier parts: what a supplier calls a part, and how many stock units one of theirs holds."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain import history
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import Reading
from ioninv.domain.listing import Listing, Query
from ioninv.domain.loading import find, load
from ioninv.domain.parts.labels import part_label
from ioninv.domain.purchasing.facts import SUPPLIER_PART_FACTS
from ioninv.domain.purchasing.rows import plain
from ioninv.errors import Conflict
from ioninv.models import Part, Supplier, SupplierPart
from ioninv.vocabulary import Entity, Permission


@dataclass(frozen=True)
class SupplierPartForm:
    """A supplier part as it is typed."""

    supplier_id: int | None = None
    part_id: int | None = None
    sku: str = ""
    pack_size: str = "1"
    supplier_unit: str = ""


@dataclass(frozen=True)
class SupplierPartRow:
    """A supplier part. `pack_size` is an exact decimal as text; `label` is the SKU and its pack."""

    id: int
    supplier_id: int
    supplier: str
    part_id: int
    part: str
    unit: str
    sku: str
    pack_size: str
    supplier_unit: str
    label: str
    archived: bool
    version: int


@requires(Permission.VIEW_PURCHASING)
def supplier_parts(
    session: Session,
    actor: Actor,
    supplier_id: int | None = None,
    part_id: int | None = None,
    archived: bool = False,
) -> list[SupplierPartRow]:
    """What a supplier sells, or who sells a part; at most 500. `search_supplier_parts` has all."""
    return _rows(
        session,
        "(:supplier IS NULL OR t.supplier_id = :supplier) AND (:part IS NULL OR t.part_id = :part) "
        "AND t.archived <= :archived",
        {"supplier": supplier_id, "part": part_id, "archived": archived},
    )


@requires(Permission.VIEW_PURCHASING)
def search_supplier_parts(
    session: Session,
    actor: Actor,
    supplier_id: int | None = None,
    part_id: int | None = None,
    archived: bool = False,
    page: int = 1,
    size: int = 50,
    after: str = "",
) -> Listing[SupplierPartRow]:
    """One page of what suppliers sell, by supplier, part and SKU; of one supplier, or of one part."""
    query = Query(
        table="supplier_part",
        where="(:supplier IS NULL OR r.supplier_id = :supplier) "
        "AND (:part IS NULL OR r.part_id = :part) AND r.archived <= :archived",
        parameters={"supplier": supplier_id, "part": part_id, "archived": archived},
        order="s.name_key, p.sort, r.sku_key",
        join="JOIN supplier s ON s.id = r.supplier_id JOIN part p ON p.id = r.part_id",
    )
    found = query.page_ids(session, page, size, after)
    named = {"ids": json.dumps(found.ids)}
    rows = _rows(session, "t.id IN (SELECT value FROM json_each(:ids))", named)
    return Listing(rows, found.total, page, size, found.next)


@requires(Permission.VIEW_PURCHASING)
def supplier_part(session: Session, actor: Actor, supplier_part_id: int) -> SupplierPartRow:
    """Raises NotFound when there is no such supplier part."""
    load(session, SupplierPart, supplier_part_id, "supplier part")
    return _row_of(session, supplier_part_id)


@requires(Permission.EDIT_PURCHASING)
def create_supplier_part(
    session: Session, actor: Actor, form: SupplierPartForm, key: str | None = None
) -> SupplierPartRow:
    """Raises Invalid with every field that cannot be right, Conflict when it is there already."""
    payload = asdict(form)
    if done := history.repeated(session, actor, "created", Entity.SUPPLIER_PART, key, payload):
        return _row_of(session, done.ids[0])
    facts = _read(session, form)
    _refuse_taken(session, facts)
    with history.act(session, actor, "created", key=key, payload=payload) as act:
        row = SupplierPart(**facts, sku_key=codes.key(facts["sku"]))  # pyright: ignore[reportCallIssue]
        id_ = history.create_row(act, Entity.SUPPLIER_PART, row, SUPPLIER_PART_FACTS)
    return _row_of(session, id_)


@requires(Permission.EDIT_PURCHASING)
def edit_supplier_part(
    session: Session,
    actor: Actor,
    supplier_part_id: int,
    form: SupplierPartForm,
    version: int | None = None,
    key: str | None = None,
) -> SupplierPartRow:
    """Give it another SKU, pack or unit; its supplier and part stay. Lines keep their quantities.

    Raises Invalid, Conflict when it is there already or `version` is stale, NotFound.
    """
    payload = {"id": supplier_part_id, **asdict(form)}
    row = load(session, SupplierPart, supplier_part_id, "supplier part")
    if not history.repeated(session, actor, "edited", Entity.SUPPLIER_PART, key, payload):
        history.check_version(session, Entity.SUPPLIER_PART, row, version, row.sku)
        itself = replace(form, supplier_id=row.supplier_id, part_id=row.part_id)
        facts = _read(session, itself)
        _refuse_taken(session, facts, itself=supplier_part_id)
        with history.act(session, actor, "edited", key=key, payload=payload) as act:
            keyed = {"sku_key": codes.key(facts["sku"])}
            history.change_row(act, Entity.SUPPLIER_PART, row, facts, derived=keyed)
    return _row_of(session, supplier_part_id)


@requires(Permission.EDIT_PURCHASING)
def archive_supplier_part(
    session: Session,
    actor: Actor,
    supplier_part_id: int,
    archived: bool = True,
    key: str | None = None,
) -> SupplierPartRow:
    """Offer it no more, or again. Lines keep it. Raises NotFound."""
    verb, payload = "archived" if archived else "restored", {"id": supplier_part_id}
    row = load(session, SupplierPart, supplier_part_id, "supplier part")
    if not history.repeated(session, actor, verb, Entity.SUPPLIER_PART, key, payload):
        with history.act(session, actor, verb, key=key, payload=payload) as act:
            history.change_row(act, Entity.SUPPLIER_PART, row, {"archived": archived})
    return _row_of(session, supplier_part_id)


def _read(session: Session, form: SupplierPartForm) -> dict[str, Any]:
    reading = Reading(asdict(form))
    pack = reading.decimal("pack_size", "Pack size", required=True)
    if pack == 0:
        reading.refuse("pack_size", "A pack holds more than 0.")
    if form.supplier_id is None or find(session, Supplier, form.supplier_id) is None:
        reading.refuse("supplier", "Choose the supplier, or create it.")
    if form.part_id is None or find(session, Part, form.part_id) is None:
        reading.refuse("part", "Choose the part, or create it.")
    facts: dict[str, Any] = {
        "supplier_id": form.supplier_id,
        "part_id": form.part_id,
        "sku": reading.text("sku", "SKU", required=True),
        "pack_size": pack,
        "supplier_unit": reading.text("supplier_unit", "Supplier unit"),
    }
    reading.finish()
    return facts


def _refuse_taken(session: Session, facts: dict[str, Any], itself: int = 0) -> None:
    given = {**facts, "key": codes.key(facts["sku"]), "itself": itself, "pack_size": 0}
    row = session.execute(_TAKEN, given).first()
    if row:
        ending = " It is archived: restore it instead." if row.archived else ""
        raise Conflict(f"{row.sku} of this supplier and part exists already.{ending}", "sku")


def _row_of(session: Session, id_: int) -> SupplierPartRow:
    return _rows(session, "t.id = :id", {"id": id_})[0]


def _rows(session: Session, where: str, parameters: dict[str, Any]) -> list[SupplierPartRow]:
    query = text(f"{_ROWS} WHERE {where} ORDER BY s.name_key, p.sort, t.sku_key, t.id LIMIT 500")
    return [_row(row) for row in session.execute(query, parameters)]


def _row(row: Any) -> SupplierPartRow:
    size, unit = plain(row.pack_size), row.supplier_unit or "pack"
    label = row.sku if size == "1" else f"{row.sku}: {unit} of {size} {row.unit}".rstrip()
    return SupplierPartRow(
        id=row.id,
        supplier_id=row.supplier_id,
        supplier=row.supplier,
        part_id=row.part_id,
        part=part_label(row.part_number, row.revision),
        unit=row.unit,
        sku=row.sku,
        pack_size=size,
        supplier_unit=row.supplier_unit,
        label=label,
        archived=bool(row.archived),
        version=row.version,
    )


_TAKEN = text("""
    SELECT sku, archived FROM supplier_part
    WHERE supplier_id = :supplier_id AND part_id = :part_id AND sku_key = :key AND id <> :itself""")
_ROWS = """
    SELECT t.*, s.name AS supplier, p.part_number, p.revision, p.unit
    FROM supplier_part t JOIN supplier s ON s.id = t.supplier_id JOIN part p ON p.id = t.part_id"""
