from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_micro
from ioninv.domain.access import Actor, requires, visible_to
from ioninv.domain.loading import load
from ioninv.models import Supplier
from ioninv.vocabulary import FIRST_HIDDEN_CODE, Entity, Permission

MOST = 200


@dataclass(frozen=True)
class Supplied:
    """What came from a supplier of one part. Quantity and cost are exact decimals as text."""

    part_id: int
    part_number: str
    revision: str
    name: str
    items: int
    quantity: str
    unit: str
    last_cost: str
    currency: str


@requires(Permission.VIEW_SUPPLIERS)
def supplied(session: Session, actor: Actor, supplier_id: int) -> list[Supplied]:
    """What was bought from a supplier, one row per part in the order of part numbers.

    At most the first 200 parts; voided and merged items do not count. `last_cost` is the newest
    item's that has one. Nothing for who may not see parts and items. Raises NotFound when there is no such supplier.
    """
    load(session, Supplier, supplier_id, "supplier")
    if not (visible_to(actor, Entity.PART) and visible_to(actor, Entity.ITEM)):
        return []
    rows = session.execute(
        _SUPPLIED, {"supplier": supplier_id, "hidden": FIRST_HIDDEN_CODE, "most": MOST}
    )
    return [
        Supplied(
            part_id=row.id,
            part_number=row.part_number,
            revision=row.revision,
            name=row.name,
            items=row.items,
            quantity=str(from_micro(row.quantity)),
            unit=row.unit,
            last_cost="" if row.unit_cost is None else str(from_micro(row.unit_cost)),
            currency=row.currency or "",
        )
        for row in rows
    ]


_SUPPLIED = text("""
    SELECT p.id, p.part_number, p.revision, p.name, p.unit, bought.items, bought.quantity,
        last.unit_cost, last.currency
    FROM (
        SELECT i.part_id, count(*) AS items, sum(i.quantity) AS quantity,
            max(CASE WHEN i.unit_cost IS NOT NULL THEN i.id END) AS last_id
        FROM inventory_item i
        WHERE i.supplier_id = :supplier AND i.status < :hidden GROUP BY i.part_id
    ) bought
    JOIN part p ON p.id = bought.part_id
    LEFT JOIN inventory_item last ON last.id = bought.last_id
    ORDER BY p.sort, p.id LIMIT :most""")
