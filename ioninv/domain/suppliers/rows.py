"""Suppliers as lists and panels show them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_instant
from ioninv.domain.access import Actor, requires
from ioninv.domain.loading import load
from ioninv.domain.tallied import Per, shown_items
from ioninv.models import Supplier
from ioninv.vocabulary import Permission


@dataclass(frozen=True)
class SupplierRow:
    """A supplier and how many items came from it (without voided and merged ones).

    Times are ISO 8601 in UTC.
    """

    id: int
    name: str
    description: str
    contact: str
    email: str
    phone: str
    website: str
    currency: str
    archived: bool
    items: int
    version: int
    created: str
    updated: str


@requires(Permission.VIEW_SUPPLIERS)
def get(session: Session, actor: Actor, supplier_id: int) -> SupplierRow:
    """Raises NotFound when there is no such supplier."""
    load(session, Supplier, supplier_id, "supplier")
    return supplier_rows(session, [supplier_id])[0]


def supplier_rows(session: Session, ids: Sequence[int]) -> list[SupplierRow]:
    """The rows of these suppliers, in the order of the ids."""
    items = shown_items(session, Per.SUPPLIER, ids)
    return [
        SupplierRow(
            id=row.id,
            name=row.name,
            description=row.description,
            contact=row.contact,
            email=row.email,
            phone=row.phone,
            website=row.website,
            currency=row.currency,
            archived=bool(row.archived),
            items=items.get(row.id, 0),
            version=row.version,
            created=from_instant(row.created_at).isoformat(timespec="seconds"),
            updated=from_instant(row.updated_at).isoformat(timespec="seconds"),
        )
        for row in session.execute(_ROWS, {"ids": json.dumps(list(ids))})
    ]


_ROWS = text("""
    SELECT s.* FROM json_each(:ids) j JOIN supplier s ON s.id = j.value ORDER BY j.key""")
