"""Purchase orders: their lines are inventory, on order, from the moment they are there."""

from collections.abc import Iterable, Iterator
from typing import NotRequired, TypedDict, Unpack

from ioninv.client.connection import Connection, Where
from ioninv.client.reading import shaped
from ioninv.client.shapes import Done, LineRow, OrderDetail, OrderRow


class NewOrder(TypedDict, total=False):
    """Fields of *New Order*; without a number it gets the next one."""

    number: str
    supplier_id: int | None
    supplier_reference: str
    currency: str
    expected_on: str
    location_id: int | None
    note: str


class NewLine(TypedDict, total=False):
    """Fields of a line; `part_id` and `quantity` are needed. `pack` is empty or `supplier`."""

    part_id: int | None
    quantity: str
    pack: str
    supplier_part_id: int | None
    unit_cost: str
    currency: str
    expected_on: str
    location_id: int | None
    note: str
    serials: str
    lot: str


class Receipt(TypedDict):
    """What came in of a line: an item, a quantity, or serials for what has none yet."""

    line_id: int
    item_id: NotRequired[int | None]
    quantity: NotRequired[str]
    serials: NotRequired[str]
    lot: NotRequired[str]
    location_id: NotRequired[int | None]
    instead_of: NotRequired[int | None]
    extra: NotRequired[bool]


class Purchasing(Connection):
    """What a program does with purchase orders."""

    def orders(self, where: Where = "", sort: str = "") -> Iterator[OrderRow]:
        """Purchase orders, one after another (`state=ordered&supplier=3`)."""
        return self.rows("/purchase-orders", OrderRow, where, sort)

    def order(self, order_id: int) -> OrderDetail:
        """An order with its lines and their items."""
        return shaped(OrderDetail, self.call("GET", f"/purchase-orders/{order_id}"))

    def create_order(self, *, key: str | None = None, **fields: Unpack[NewOrder]) -> OrderRow:
        """Open an order as a draft."""
        return shaped(OrderRow, self.call("POST", "/purchase-orders", fields, key=key))

    def add_line(
        self, order_id: int, *, key: str | None = None, **fields: Unpack[NewLine]
    ) -> LineRow:
        """Add a line to an order; its items are there at once, on order."""
        path = f"/purchase-orders/{order_id}/lines"
        return shaped(LineRow, self.call("POST", path, fields, key=key))

    def place(self, order_id: int, *, key: str | None = None) -> OrderRow:
        """A draft becomes ordered."""
        return shaped(OrderRow, self.call("POST", f"/purchase-orders/{order_id}/place", key=key))

    def cancel_order(self, order_id: int, reason: str, *, key: str | None = None) -> OrderRow:
        """Cancel all that has still to come of an order."""
        path = f"/purchase-orders/{order_id}/cancel"
        return shaped(OrderRow, self.call("POST", path, {"reason": reason}, key=key))

    def receive_order(
        self, order_id: int, receipts: Iterable[Receipt], *, key: str | None = None
    ) -> Done:
        """Take in what came of an order, all that is said or nothing; `ids` came in."""
        path = f"/purchase-orders/{order_id}/receive"
        return shaped(Done, self.call("POST", path, {"receipts": list(receipts)}, key=key))

    def receive_all(
        self,
        order_id: int,
        location_id: int | None = None,
        *,
        lot: str = "",
        key: str | None = None,
    ) -> Done:
        """Take in all that has still to come of an order."""
        path = f"/purchase-orders/{order_id}/receive-all"
        body = {"location_id": location_id, "lot": lot}
        return shaped(Done, self.call("POST", path, body, key=key))
