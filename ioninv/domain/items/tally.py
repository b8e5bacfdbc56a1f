"""Counts of items by status, kept in the transaction that changes them."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

NO_KEY = 0


class Dimension(IntEnum):
    ALL = 0
    PART = 1
    LOCATION = 2
    SUPPLIER = 3
    USAGE_TYPE = 4


KEY_COLUMNS = {
    Dimension.ALL: None,
    Dimension.PART: "part_id",
    Dimension.LOCATION: "location_id",
    Dimension.SUPPLIER: "supplier_id",
    Dimension.USAGE_TYPE: "usage_type_id",
}


def count_in(session: Session, ids: Iterable[int]) -> None:
    """Add these items, as they are now, to the tally."""
    _apply(session, ids, sign=1)


def count_out(session: Session, ids: Iterable[int]) -> None:
    """Take these items, as they are now, out of the tally: call it before they change."""
    _apply(session, ids, sign=-1)


def recount(session: Session) -> None:
    """Make the whole tally anew from the items."""
    session.execute(text("DELETE FROM tally"))
    for dimension in Dimension:
        session.execute(text(f"INSERT INTO tally {truth(dimension)}"))


def truth(dimension: Dimension) -> str:
    """The rows the tally must hold for a dimension, as SQL over the items themselves."""
    key = KEY_COLUMNS[dimension]
    quantity = "sum(quantity)" if dimension is Dimension.PART else "0"
    return (
        f"SELECT {dimension.value} AS dimension, {f'coalesce({key}, 0)' if key else '0'} AS key, status, "
        f"count(*) AS items, {quantity} AS quantity FROM inventory_item GROUP BY 2, 3"
    )


def _apply(session: Session, ids: Iterable[int], sign: int) -> None:
    sums: dict[tuple[int, int, int], list[int]] = {}
    for row in session.execute(_ROWS, {"ids": "[" + ",".join(map(str, ids)) + "]"}):
        for dimension, key in enumerate((NO_KEY, row[1], row[2], row[3], row[4])):
            entry = sums.setdefault((dimension, key or NO_KEY, row[0]), [0, 0])
            entry[0] += sign
            if dimension == Dimension.PART:
                entry[1] += sign * row[5]
    rows: list[dict[str, Any]] = [
        {"dimension": d, "key": k, "status": s, "items": n, "quantity": q}
        for (d, k, s), (n, q) in sums.items()
    ]
    if rows:
        session.execute(_ADD if sign > 0 else _TAKE, rows)


_ROWS = text("""
    SELECT i.status, i.part_id, i.location_id, i.supplier_id, i.usage_type_id, i.quantity
    FROM json_each(:ids) j JOIN inventory_item i ON i.id = j.value""")

_ADD = text("""
    INSERT INTO tally (dimension, key, status, items, quantity)
    VALUES (:dimension, :key, :status, :items, :quantity)
    ON CONFLICT (dimension, key, status) DO UPDATE
    SET items = items + excluded.items, quantity = quantity + excluded.quantity""")

_TAKE = text("""
    UPDATE tally SET items = items + :items, quantity = quantity + :quantity
    WHERE dimension = :dimension AND key = :key AND status = :status""")
