from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from ioninv.domain.access import Actor, requires
from ioninv.domain.attributes.filtering import Asked, sorted_by, wanted
from ioninv.domain.listing import Listing, Query, order_by
from ioninv.domain.matching import matching
from ioninv.domain.parts.rows import PartRow, part_rows
from ioninv.domain.tallied import Per, joined, joined_status
from ioninv.vocabulary import SHOWN_STATUSES, AppliesTo, Permission, TrackingType

_ORDERS: Final = {
    "number": "r.sort {way}",
    "name": "r.name COLLATE NOCASE {way}, r.sort",
    "tracking": "r.tracking {way}, r.sort",
    "unit": "r.unit COLLATE NOCASE {way}, r.sort",
    "supplier": "s.name_key IS NULL, s.name_key {way}, r.sort",
    "cost": "r.cost IS NULL, r.cost {way}, r.sort",
    "lead_time": "r.lead_time_days IS NULL, r.lead_time_days {way}, r.sort",
    "items": "coalesce(t.items, 0) {way}, r.sort",
    "quantity": "coalesce(t.quantity, 0) {way}, r.sort",
    "updated": "r.updated_at {way}",
    "created": "r.created_at {way}",
    **{status.value: "coalesce(in_status.quantity, 0) {way}, r.sort" for status in SHOWN_STATUSES},
}
_JOINS: Final = {
    "supplier": "LEFT JOIN supplier s ON s.id = r.supplier_id",
    "items": joined(Per.PART),
    "quantity": joined(Per.PART),
    **{status.value: joined_status(Per.PART, status) for status in SHOWN_STATUSES},
}
_BY_ATTRIBUTE: Final = "v.sort IS NULL, v.sort {way}, r.sort"


@dataclass(frozen=True)
class PartFilter:
    """Which parts: every word of `text` must be found; `archived` also shows archived ones.

    `attributes` are what is asked of each by its id.
    """

    text: str = ""
    archived: bool = False
    tracking: TrackingType | None = None
    attributes: Asked = ()


@requires(Permission.VIEW_PARTS)
def search(
    session: Session,
    actor: Actor,
    filter: PartFilter,
    sort: str = "number",
    page: int = 1,
    size: int = 50,
    after: str = "",
) -> Listing[PartRow]:
    """One page of parts, by `number`, `name`, `tracking`, `unit`, `supplier`, `cost`, `lead_time`,
    `items`, `quantity`, the quantity in a status (`available`), an attribute (`a12`), `updated` or
    `created`; `-number` turns it round.
    """
    found = matching(filter.text, "number_key")
    asked = wanted(session, AppliesTo.PART, filter.attributes, "r")
    column = sort.removeprefix("-")
    by_attribute = sorted_by(session, AppliesTo.PART, column)
    query = Query(
        table="part",
        where=(
            f"{found.where} AND r.archived <= :archived "
            "AND (:tracking IS NULL OR r.tracking = :tracking)"
            + "".join(f" AND {each.clause}" for each in asked)
        ),
        parameters={
            **found.parameters,
            **{name: value for each in asked for name, value in each.parameters.items()},
            "archived": filter.archived,
            "tracking": filter.tracking and filter.tracking.value,
        },
        order=order_by(sort, _ORDERS | ({column: _BY_ATTRIBUTE} if by_attribute else {}), "Parts"),
        join=_joined(by_attribute) if by_attribute else _JOINS.get(column, ""),
    )
    listed = query.page_ids(session, page, size, after)
    return Listing(part_rows(session, listed.ids), listed.total, page, size, listed.next)


def _joined(attribute_id: int) -> str:
    return f"LEFT JOIN attribute_value v ON v.attribute_id = {attribute_id} AND v.entity_id = r.id"
