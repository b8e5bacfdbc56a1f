"""The orders a list of items can have, each driven by an index."""

from dataclasses import dataclass
from typing import Final

from ioninv.domain.attributes.filtering import NAME
from ioninv.errors import Invalid


@dataclass(frozen=True)
class Order:
    """How one column sorts.

    `keys` are SQL over `i` (and `t`, the table that is joined) that end in uniqueness together with
    `i.id`, which a walk may read from `t` as `id`; `has_value` is the condition under which a row
    has one: rows without come last, by id.
    """

    keys: tuple[str, ...]
    index: str = ""
    table: str = ""
    reference: str = ""
    has_value: str = ""
    join: str = ""
    driven: str = ""
    id: str = "i.id"

    @property
    def on(self) -> str:
        """The condition that joins a row of `t` to `i`."""
        return self.join or f"t.id = {self.reference}"

    @property
    def source(self) -> str:
        """What a walk goes along, for rows that have a value: `t` drives where there is one."""
        indexed = f" INDEXED BY {self.index}" if self.index else ""
        if not self.table:
            return f"inventory_item i{indexed}"
        return f"{self.table} t{self.driven} CROSS JOIN inventory_item i{indexed}"


ORDERS: Final[dict[str, Order]] = {
    "updated": Order(("i.updated_at",), "item_updated"),
    "created": Order(()),
    "code": Order(("i.uid",)),
    "part": Order(("t.sort", "t.id"), "item_part", "part", "i.part_id"),
    "serial": Order(("i.serial_sort",), "item_serial_sort", has_value="i.serial_sort IS NOT NULL"),
    "lot": Order(("i.lot_sort",), "item_lot_sort", has_value="i.lot_sort IS NOT NULL"),
    "quantity": Order(("i.quantity",), "item_quantity"),
    "status": Order(("i.status", "i.updated_at"), "item_status"),
    "location": Order(
        ("t.path_sort", "t.id"),
        "item_location",
        "location",
        "i.location_id",
        "i.location_id IS NOT NULL",
    ),
    "supplier": Order(
        ("t.name_key", "t.id"),
        "item_supplier",
        "supplier",
        "i.supplier_id",
        "i.supplier_id IS NOT NULL",
    ),
    "usage": Order(
        ("t.name_key", "t.id"),
        "item_usage",
        "usage_type",
        "i.usage_type_id",
        "i.usage_type_id IS NOT NULL",
    ),
    "cost": Order(("i.unit_cost",), "item_cost", has_value="i.unit_cost IS NOT NULL"),
    "expires": Order(("i.expires_on",), "item_expires", has_value="i.expires_on IS NOT NULL"),
    "work_order": Order(("i.work_order",), "item_work_order", has_value="i.work_order <> ''"),
    "purchase_order": Order(
        ("i.purchase_order",), "item_purchase_order", has_value="i.purchase_order <> ''"
    ),
}


@dataclass(frozen=True)
class ItemSort:
    """A column or attribute and a direction; written as `serial`, `-serial` or `a12`."""

    column: str = "updated"
    descending: bool = True

    @classmethod
    def parse(cls, value: str) -> "ItemSort":
        """Raises Invalid for a column that cannot be sorted by."""
        if not value:
            return cls()
        column = value.removeprefix("-")
        if column not in ORDERS and not NAME.fullmatch(column):
            raise Invalid(f"Items cannot be sorted by “{column[:40]}”.", "sort")
        return cls(column, value.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column

    @property
    def order(self) -> Order:
        return ORDERS[self.column] if self.column in ORDERS else _by_attribute(self.column)


def _by_attribute(column: str) -> Order:
    attribute = f"attribute_id = {int(column.removeprefix('a'))}"
    return Order(
        ("t.sort",),
        table="attribute_value",
        has_value=f"EXISTS (SELECT 1 FROM attribute_value WHERE {attribute} AND entity_id = i.id)",
        join=f"t.{attribute} AND t.entity_id = i.id",
        driven=" INDEXED BY attribute_value_sort",
        id="t.entity_id",
    )
