from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.kits.rows import KitRow, kit_rows
from ioninv.domain.listing import Listing, Query, order_by
from ioninv.domain.matching import matching
from ioninv.vocabulary import Permission

FIRST_SORT: Final = "-created"
_ITEMS = "(SELECT count(*) FROM inventory_item i WHERE i.kit_id = r.id)"
_ORDERS: Final = {
    "name": "r.name_key {way}",
    "reference": "r.reference = '', r.reference {way}, r.name_key",
    "destination": "l.path_sort IS NULL, l.path_sort {way}, r.name_key",
    "items": f"{_ITEMS} {{way}}, r.name_key",
    "created": "r.created_at {way}, r.id {way}",
    "closed": "r.closed_at IS NULL, r.closed_at {way}",
}
_JOINS: Final = {"destination": "LEFT JOIN location l ON l.id = r.destination_id"}


class KitState(StrEnum):
    """Which kits a list shows."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


_IN_STATE: Final = {
    KitState.OPEN: "r.closed_at IS NULL",
    KitState.CLOSED: "r.closed_at IS NOT NULL",
    KitState.ALL: "1",
}


@dataclass(frozen=True)
class KitFilter:
    """Which kits: every word of `text` must be found in the name or the reference."""

    text: str = ""
    state: KitState = KitState.OPEN


@requires(Permission.VIEW_KITS)
def search(
    session: Session,
    actor: Actor,
    filter: KitFilter,
    sort: str = FIRST_SORT,
    page: int = 1,
    size: int = 50,
    after: str = "",
) -> Listing[KitRow]:
    """One page of kits by `name`, `reference`, `destination`, `items`, `created` or `closed`
    (`-name` turns it round)."""
    found = matching(filter.text, "name_key")
    query = Query(
        table="kit",
        where=f"{found.where} AND {_IN_STATE[filter.state]}",
        parameters=found.parameters,
        order=order_by(sort, _ORDERS, "Kits"),
        join=_JOINS.get(sort.removeprefix("-"), ""),
    )
    listed = query.page_ids(session, page, size, after)
    return Listing(kit_rows(session, listed.ids), listed.total, page, size, listed.next)
