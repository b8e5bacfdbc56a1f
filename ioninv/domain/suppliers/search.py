from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.listing import Listing, Query, order_by
from ioninv.domain.matching import matching
from ioninv.domain.suppliers.rows import SupplierRow, supplier_rows
from ioninv.domain.tallied import Per, joined
from ioninv.vocabulary import Permission

_ORDERS: Final = {
    "name": "r.name_key {way}",
    "items": "coalesce(t.items, 0) {way}, r.name_key",
    "updated": "r.updated_at {way}",
    "created": "r.created_at {way}",
}


@dataclass(frozen=True)
class SupplierFilter:
    """Which suppliers: every word of `text` must be found; `archived` also shows archived ones."""

    text: str = ""
    archived: bool = False


@requires(Permission.VIEW_SUPPLIERS)
def search(
    session: Session,
    actor: Actor,
    filter: SupplierFilter,
    sort: str = "name",
    page: int = 1,
    size: int = 50,
    after: str = "",
) -> Listing[SupplierRow]:
    """One page of suppliers by `name`, `items`, `updated` or `created` (`-name` turns it round)."""
    found = matching(filter.text, "name_key")
    query = Query(
        table="supplier",
        where=f"{found.where} AND r.archived <= :archived",
        parameters={**found.parameters, "archived": filter.archived},
        order=order_by(sort, _ORDERS, "Suppliers"),
        join=joined(Per.SUPPLIER) if "t." in _ORDERS[sort.removeprefix("-")] else "",
    )
    listed = query.page_ids(session, page, size, after)
    return Listing(supplier_rows(session, listed.ids), listed.total, page, size, listed.next)
