"""What history keeps of orders, lines and supplier parts."""

from typing import Final

ORDER_FACTS: Final = (
    "number", "supplier_id", "supplier_reference", "currency", "note", "location_id",
    "expected_on", "placed_at", "cancelled_at",
)  # fmt: skip
LINE_FACTS: Final = (
    "order_id", "position", "part_id", "quantity", "supplier_part_id", "unit_cost", "currency",
    "expected_on", "location_id", "note", "received_before", "cancelled_at",
    "pack_size", "pack_cost",
)  # fmt: skip
SUPPLIER_PART_FACTS: Final = (
    "supplier_id", "part_id", "sku", "pack_size", "supplier_unit", "archived",
)  # fmt: skip
