"""What items are of, come from and lie in: parts, suppliers, locations, attributes."""

from collections.abc import Iterable, Iterator
from typing import TypedDict, Unpack

from ioninv.client.connection import Connection, Where
from ioninv.client.reading import shaped
from ioninv.client.shapes import (
    AttributeRow,
    LocationNode,
    LocationRow,
    PartRow,
    SupplierPartRow,
    SupplierRow,
    UsageTypeRow,
)


class NewPart(TypedDict, total=False):
    """Fields of *New Part*; `part_number` is needed. `tracking` is `serial`, `lot` or `none`."""

    part_number: str
    revision: str
    name: str
    description: str
    tracking: str
    kind: str
    unit: str
    cost: str
    currency: str
    lead_time_days: str
    reorder_min: str
    reorder_max: str
    supplier_id: int | None
    location_id: int | None
    attributes: dict[str, str]


class NewSupplier(TypedDict, total=False):
    """Fields of a supplier; `name` is needed."""

    name: str
    description: str
    contact: str
    email: str
    phone: str
    website: str
    currency: str


class Catalogue(Connection):
    """What a program does with parts, suppliers, locations and attributes."""

    def parts(self, where: Where = "", sort: str = "") -> Iterator[PartRow]:
        """Parts, one after another (`q=gear`)."""
        return self.rows("/parts", PartRow, where, sort)

    def part(self, part_id: int) -> PartRow:
        """A part, and what there is of it."""
        return shaped(PartRow, self.call("GET", f"/parts/{part_id}"))

    def create_part(self, *, key: str | None = None, **fields: Unpack[NewPart]) -> PartRow:
        """Create a part."""
        return shaped(PartRow, self.call("POST", "/parts", fields, key=key))

    def suppliers(self, where: Where = "", sort: str = "") -> Iterator[SupplierRow]:
        """Suppliers, one after another."""
        return self.rows("/suppliers", SupplierRow, where, sort)

    def create_supplier(
        self, *, key: str | None = None, **fields: Unpack[NewSupplier]
    ) -> SupplierRow:
        """Create a supplier."""
        return shaped(SupplierRow, self.call("POST", "/suppliers", fields, key=key))

    def locations(self, text: str = "", *, archived: bool = False) -> Iterator[LocationNode]:
        """Every location depth first; those that match a text, with all above them."""
        where = {"q": text or None, "archived": archived or None}
        return self.rows("/locations", LocationNode, where)

    def location(self, path: str, *, key: str | None = None) -> LocationRow:
        """The location of a path (`Factory / Room 1 / Shelf`), made where it is missing."""
        return shaped(LocationRow, self.call("POST", "/locations/path", {"path": path}, key=key))

    def attributes(self, *, archived: bool = False) -> Iterator[AttributeRow]:
        """The attributes of parts, then those of items, in their order."""
        return self.rows("/attributes", AttributeRow, {"archived": archived})

    def usage_types(self, *, archived: bool = False) -> Iterator[UsageTypeRow]:
        """What items are meant for, by name."""
        return self.rows("/usage-types", UsageTypeRow, {"include_archived": archived})

    def supplier_parts(self, where: Where = "") -> Iterator[SupplierPartRow]:
        """How suppliers sell parts (`supplier_id=1`, `part_id=3`)."""
        return self.rows("/supplier-parts", SupplierPartRow, where)

    def create_attribute(
        self,
        name: str,
        *,
        applies_to: str = "item",
        kind: str = "text",
        choices: Iterable[str] = (),
        unit: str = "",
        hint: str = "",
        key: str | None = None,
    ) -> AttributeRow:
        """Define an attribute of items, or of parts (`part`)."""
        body = {
            "applies_to": applies_to,
            "name": name,
            "kind": kind,
            "choices": "\n".join(choices),
            "unit": unit,
            "hint": hint,
        }
        return shaped(AttributeRow, self.call("POST", "/attributes", body, key=key))
