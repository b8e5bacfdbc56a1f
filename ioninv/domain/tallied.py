"""Reading how many items of each status a part, location, supplier or usage type has."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from sqlalchemy import text
from sqlmodel import Session

from ioninv.db.types import from_micro
from ioninv.vocabulary import FIRST_HIDDEN_CODE, Status


class Per(IntEnum):
    """What is counted for; the numbers of `items.tally.Dimension`, which stands above this."""

    PART = 1
    LOCATION = 2
    SUPPLIER = 3
    USAGE_TYPE = 4


@dataclass(frozen=True)
class Tallied:
    """Items and, for a part alone, their quantity in its unit."""

    items: int = 0
    quantity: Decimal = Decimal(0)


def by_status(session: Session, per: Per, ids: Iterable[int]) -> dict[int, dict[Status, Tallied]]:
    """Counts by status of each id; statuses without items are left out."""
    rows = session.execute(
        text("""
            SELECT t.key, t.status, t.items, t.quantity
            FROM json_each(:ids) j JOIN tally t ON t.dimension = :per AND t.key = j.value
            WHERE t.items > 0 ORDER BY t.key, t.status"""),
        {"per": per.value, "ids": json.dumps(list(ids))},
    )
    found: dict[int, dict[Status, Tallied]] = {}
    for row in rows:
        tallied = Tallied(row.items, from_micro(row.quantity))
        found.setdefault(row.key, {})[Status.from_code(row.status)] = tallied
    return found


def shown_items(session: Session, per: Per, ids: Iterable[int]) -> dict[int, int]:
    """How many items each id has, without voided and merged ones."""
    counts = by_status(session, per, ids)
    return {
        id_: sum(tallied.items for status, tallied in found.items() if not status.hidden)
        for id_, found in counts.items()
    }


def joined(per: Per) -> str:
    """SQL that joins the shown items and their quantity as `t` to the rows `r`, for sorting."""
    return (
        "LEFT JOIN (SELECT key, sum(items) AS items, sum(quantity) AS quantity FROM tally "
        f"WHERE dimension = {per.value} AND status < {FIRST_HIDDEN_CODE} GROUP BY key) t "
        "ON t.key = r.id"
    )


def joined_status(per: Per, status: Status) -> str:
    """SQL that joins what there is in one status as `in_status` to the rows `r`, for sorting."""
    return (
        f"LEFT JOIN tally in_status ON in_status.dimension = {per.value} "
        f"AND in_status.key = r.id AND in_status.status = {status.code}"
    )
