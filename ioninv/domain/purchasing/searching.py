from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import Session

from ioninv import codes
from ioninv.domain.access import Actor, requires
from ioninv.domain.input import today
from ioninv.domain.listing import Listing, Query, order_by
from ioninv.domain.matching import matching
from ioninv.domain.purchasing.rows import LineRow, OrderRow, coming_rows, order_rows
from ioninv.domain.purchasing.states import DUE, STATE_OF_ORDER
from ioninv.errors import Invalid
from ioninv.vocabulary import Permission, PurchaseState

_LONGEST_TEXT: Final = 200
_NEXT: Final = (
    f"(SELECT min(coalesce(l.expected_on, r.expected_on)) FROM {DUE} AND l.order_id = r.id)"
)
_ORDERS: Final = {
    "number": "r.number_sort {way}",
    "supplier": "(SELECT s.name_key FROM supplier s WHERE s.id = r.supplier_id) {way}, r.number_sort",
    "expected": f"{_NEXT} IS NULL, {_NEXT} {{way}}, r.number_sort",
    "placed": "r.placed_at {way}, r.number_sort",
    "created": "r.created_at {way}",
    "updated": "r.updated_at {way}",
}


@dataclass(frozen=True)
class OrderFilter:
    """Which orders. Every word of `text` must be found in the number and the supplier's reference,
    or in the supplier, or in one of the parts. `states` are those of `PurchaseState`, all when empty;
    `overdue` are those of which something should be here and is not.
    """

    text: str = ""
    states: tuple[str, ...] = ()
    supplier_id: int | None = None
    part_id: int | None = None
    overdue: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "OrderFilter":
        """The filter of an address of the page: `q state supplier part overdue`. Raises Invalid."""
        return cls(
            text=codes.clean(query.get("q", ""))[:_LONGEST_TEXT],
            states=_states(query.get("state", "")),
            supplier_id=_id("supplier", query.get("supplier", "")),
            part_id=_id("part", query.get("part", "")),
            overdue=query.get("overdue") == "1",
        )

    def to_query(self) -> dict[str, str]:
        """The query that `from_query` reads back; what asks for nothing is empty."""
        return {
            "q": self.text,
            "state": ",".join(self.states),
            "supplier": str(self.supplier_id or ""),
            "part": str(self.part_id or ""),
            "overdue": "1" if self.overdue else "",
        }


@requires(Permission.VIEW_PURCHASING)
def orders(
    session: Session,
    actor: Actor,
    filter: OrderFilter,
    sort: str = "-number",
    page: int = 1,
    size: int = 50,
    after: str = "",
) -> Listing[OrderRow]:
    """One page of orders by `number`, `supplier`, `expected`, `placed`, `created` or `updated`."""
    where, parameters = conditions(filter)
    query = Query(table="purchase_order", where=where, parameters=parameters, order=order_of(sort))
    listed = query.page_ids(session, page, size, after)
    return Listing(order_rows(session, listed.ids), listed.total, page, size, listed.next)


@requires(Permission.VIEW_PURCHASING)
def count_by_state(session: Session, actor: Actor, filter: OrderFilter) -> dict[PurchaseState, int]:
    """How many orders of each state a filter lets through, whatever states it names itself."""
    where, parameters = conditions(replace(filter, states=()))
    rows = session.execute(
        text(
            f"SELECT {STATE_OF_ORDER} AS state, count(*) AS orders "
            f"FROM purchase_order r WHERE {where} GROUP BY 1"
        ),
        parameters,
    )
    return {PurchaseState(row.state): row.orders for row in rows}


@requires(Permission.VIEW_PURCHASING)
def count(session: Session, actor: Actor) -> int:
    """How many orders there are."""
    return session.execute(text("SELECT count(*) FROM purchase_order")).scalar_one()


@requires(Permission.VIEW_PURCHASING)
def coming(session: Session, actor: Actor, part_id: int) -> list[LineRow]:
    """The lines of which something of a part has still to come, the earliest first."""
    return sorted(coming_rows(session, part_id), key=lambda line: line.expected or "9")


def order_of(sort: str) -> str:
    """The SQL order of orders `r` that a sort means. Raises Invalid."""
    return order_by(sort, _ORDERS, "Orders")


def conditions(filter: OrderFilter) -> tuple[str, dict[str, Any]]:
    """The SQL condition on orders `r` that a filter means, and its parameters."""
    found = matching(filter.text, "number_key")
    named = matching(filter.text, "name_key").where
    where, parameters = ["1"], dict[str, Any](found.parameters)
    if found.parameters:
        where.append(
            f"({found.where} OR r.supplier_id IN (SELECT r.id FROM supplier r WHERE {named}) "
            "OR r.id IN (SELECT l.order_id FROM purchase_line l WHERE l.part_id IN "
            f"(SELECT r.id FROM part r WHERE {named})))"
        )
    states = [state.value for state in PurchaseState if state.value in filter.states]
    if filter.states:
        quoted = ", ".join(f"'{state}'" for state in states)
        where.append(f"{STATE_OF_ORDER} IN ({quoted})")
    if filter.supplier_id is not None:
        where.append("r.supplier_id = :supplier")
        parameters["supplier"] = filter.supplier_id
    if filter.part_id is not None:
        where.append("r.id IN (SELECT order_id FROM purchase_line WHERE part_id = :part)")
        parameters["part"] = filter.part_id
    if filter.overdue:
        where.append(f"{_NEXT} < :today")
        parameters["today"] = today().isoformat()
    return " AND ".join(where), parameters


def _states(value: str) -> tuple[str, ...]:
    """States of a query, apart by comma. Raises Invalid."""
    names = [name for name in value.split(",") if name]
    known = [state.value for state in PurchaseState]
    for name in names:
        if name not in known:
            raise Invalid(f"There is no state “{name[:40]}” of orders.", "state")
    return tuple(name for name in known if name in names)


def _id(name: str, value: str) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 15):
        raise Invalid(f"“{value[:40]}” names no {name}.", name)
    return int(value) or None
