"""What a form or a row of a file says of an item: the same rules for both."""

from decimal import Decimal
from typing import Any

from ioninv.db.types import to_micro
from ioninv.domain.input import Reading
from ioninv.domain.parts import counted


def read_facts(reading: Reading) -> dict[str, Any]:
    """The facts that are typed, in stored values; empty where nothing is."""
    cost = reading.decimal("unit_cost", "Unit cost")
    expires = reading.day("expires_on", "Expiry date")
    return {
        "lot": reading.text("lot", "Lot") or None,
        "unit_cost": None if cost is None else to_micro(cost),
        "currency": reading.currency("currency"),
        "note": reading.lines("note", "Note"),
        "purchase_order": reading.text("purchase_order", "Purchase order"),
        "expires_on": expires and expires.isoformat(),
    }


def read_quantity(
    reading: Reading, part_number: str, unit: str, *, serial: bool, may_be_empty: bool = False
) -> Decimal | None:
    """How much there is of an item: 1 where it has a serial, whole where its unit is counted.

    `may_be_empty` allows 0, which a new item cannot be.
    """
    before = len(reading.problems)
    quantity = reading.decimal("quantity", "Quantity", required=not serial)
    if len(reading.problems) > before:
        return None
    if serial:
        if quantity not in (None, Decimal(1)):
            reading.refuse(
                "quantity",
                "A serial means quantity 1. Set the quantity to 1, or take the serials away.",
            )
        return Decimal(1)
    if quantity == 0 and not may_be_empty:
        reading.refuse("quantity", "Quantity must be more than 0.")
    elif quantity and counted(unit) and quantity != int(quantity):
        reading.refuse(
            "quantity",
            f"{part_number} is counted in whole units: {quantity.normalize():,f} is not whole.",
        )
    return quantity
