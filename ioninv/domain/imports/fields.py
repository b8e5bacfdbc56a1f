"""The columns of files: what each kind of thing has, its header in our own files, other names."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RESERVED: Final = ("version", "role", "history")
"""Headers that no file may have: what they name is made here, never given."""

_BETWEEN = re.compile(r"[\s_.\-/]+")


class Kind(StrEnum):
    """What a file holds, in the order in which they need each other."""

    LOCATIONS = "locations"
    SUPPLIERS = "suppliers"
    PARTS = "parts"
    PURCHASE_LINES = "purchase-lines"
    ITEMS = "items"

    @property
    def one(self) -> str:
        """A word that the name of such a file holds."""
        return self.value.replace("-", "")[:-1]


@dataclass(frozen=True)
class Field:
    """One column: its name in code, its header in our own files, what else it is called.

    One that is not `exported` is read from others' files alone; one that is not `read` says
    something that is derived here, and is passed over.
    """

    name: str
    header: str
    also: tuple[str, ...] = ()
    exported: bool = True
    read: bool = True


def _theirs(name: str, header: str, *also: str) -> Field:
    return Field(name, header, also, exported=False)


_COMMON: Final = (
    Field("source", "Source"),
    Field("created_at", "Created At", ("Created",)),
    Field("updated_at", "Updated At", read=False),
    _theirs("id", "ID"),
)

FIELDS: Final[dict[Kind, tuple[Field, ...]]] = {
    Kind.LOCATIONS: (
        Field("path", "Path", ("Location Path",)),
        Field("name", "Name", ("Location", "Location Name")),
        Field("parent", "Parent", ("Parent Path", "Parent Location")),
        Field("kind", "Kind", ("Type", "Location Type")),
        Field("description", "Description"),
        Field("available", "Available"),
        Field("archived", "Archived"),
        _theirs("structural", "Structural"),
        _theirs("external", "External"),
        *_COMMON,
    ),
    Kind.SUPPLIERS: (
        Field("name", "Name", ("Supplier", "Supplier Name", "Company")),
        Field("description", "Description"),
        Field("contact", "Contact", ("Contact Name",)),
        Field("email", "Email", ("E-mail", "Mail")),
        Field("phone", "Phone", ("Telephone",)),
        Field("website", "Website", ("URL", "Web")),
        Field("currency", "Currency"),
        Field("archived", "Archived"),
        _theirs("active", "Active"),
        *_COMMON,
    ),
    Kind.PARTS: (
        Field("part_number", "Part Number", ("Part No", "PN", "IPN", "Part")),
        Field("revision", "Revision", ("Rev", "Part Revision")),
        Field("name", "Name", ("Part Name",)),
        Field("description", "Description"),
        Field("tracking", "Tracking", ("Tracking Type",)),
        Field("kind", "Kind", ("Part Kind", "Type")),
        Field("unit", "Unit", ("Units",)),
        Field("cost", "Cost", ("Unit Cost", "Price")),
        Field("currency", "Currency"),
        Field("lead_time_days", "Lead Time Days", ("Lead Time", "Lead Time (days)")),
        Field("reorder_min", "Reorder Min", ("Reorder Minimum",)),
        Field("reorder_max", "Reorder Max", ("Reorder Maximum", "Maximum Stock")),
        Field("supplier", "Default Supplier", ("Supplier",)),
        Field("location", "Default Location", ("Location",)),
        Field("predecessor", "Predecessor", ("Predecessor Number",)),
        Field("predecessor_revision", "Predecessor Revision"),
        Field("archived", "Archived"),
        _theirs("trackable", "Trackable"),
        _theirs("minimum_stock", "Minimum Stock"),
        _theirs("active", "Active"),
        *_COMMON,
    ),
    Kind.PURCHASE_LINES: (
        Field("order", "Order", ("Order Number", "Purchase Order", "PO", "PO Number")),
        Field("position", "Line", ("Position", "Line Number")),
        Field("order_status", "Order Status"),
        Field("supplier", "Supplier", ("Supplier Name",)),
        Field("supplier_reference", "Supplier Reference"),
        Field("placed_at", "Issue Date", ("Placed At", "Placed")),
        Field("expected_on", "Target Date", ("Expected On", "Expected", "ETA")),
        Field("part", "Part", ("Part Number", "Part No", "PN", "IPN")),
        Field("revision", "Revision", ("Rev", "Part Revision")),
        Field("sku", "SKU"),
        Field("pack_size", "Pack Size"),
        Field("supplier_unit", "Supplier Unit"),
        Field("quantity", "Quantity", ("Qty",)),
        Field("received", "Received"),
        Field("open", "Open", read=False),
        Field("unit_cost", "Unit Price", ("Unit Cost", "Cost", "Price")),
        Field("currency", "Currency"),
        Field("location", "Destination", ("Location",)),
        Field("note", "Note", ("Notes",)),
        Field("order_note", "Order Note"),
        Field("cancelled_at", "Cancelled At"),
        Field("source", "Source"),
        Field("updated_at", "Updated At", read=False),
        _theirs("id", "Line ID", "ID"),
    ),
    Kind.ITEMS: (
        Field("uid", "UID"),
        Field("part_number", "Part Number", ("Part No", "PN", "IPN")),
        Field("revision", "Revision", ("Rev", "Part Revision")),
        Field("part_name", "Part Name", ("Part",)),
        Field("serial", "Serial", ("Serial Number", "Serial No", "SN", "S/N")),
        Field("lot", "Lot", ("Lot Number", "Lot No", "Batch", "Batch Number", "Batch Code")),
        Field("quantity", "Quantity", ("Qty",)),
        Field("unit", "Unit", ("Units",)),
        Field("status", "Status"),
        Field("location", "Location", ("Location Path",)),
        Field("supplier", "Supplier", ("Supplier Name",)),
        Field("usage_type", "Usage Type", ("Usage",)),
        Field("unit_cost", "Unit Cost", ("Cost", "Purchase Price", "Unit Price", "Price")),
        Field("currency", "Currency", ("Purchase Price Currency",)),
        Field("work_order", "Work Order", ("WO", "Build", "Build Order")),
        Field("purchase_order", "Purchase Order", ("PO", "PO Number")),
        Field("purchase_line", "Purchase Line", ("PO Line",)),
        Field("received_quantity", "Received Quantity"),
        Field("parent", "Installed In"),
        Field("kit", "Kit"),
        Field("origin", "Split From", ("Parent Item",)),
        Field("merged_into", "Merged Into"),
        Field("shipped_to", "Shipped To", ("Customer",)),
        Field("hold_reason", "Hold Reason"),
        Field("expires_on", "Expires On", ("Expires", "Expiry Date", "Expiry")),
        Field("note", "Note", ("Notes",)),
        Field("received_at", "Received At", ("Received",)),
        Field("work_started_at", "Work Started At"),
        Field("shipped_at", "Shipped At"),
        Field("scrapped_at", "Scrapped At"),
        Field("voided_at", "Voided At"),
        _theirs("building", "Is Building"),
        _theirs("dated", "Last Updated"),
        *_COMMON,
    ),
}

REQUIRED: Final[dict[Kind, tuple[tuple[str, ...], ...]]] = {
    Kind.LOCATIONS: (("path", "name"),),
    Kind.SUPPLIERS: (("name",),),
    Kind.PARTS: (("part_number", "name"),),
    Kind.PURCHASE_LINES: (("order",), ("part",), ("quantity",)),
    Kind.ITEMS: (("part_number", "part_name", "uid"), ("quantity", "serial", "uid")),
}
"""Of each group a file needs one column at least."""

INVENTREE: Final = "inventree"
ANY_FILE: Final = "file"

_INVENTREE_HEADERS = {
    "ipn", "trackable", "minimumstock", "structural", "external", "isbuilding", "parentitem",
    "consumedby", "batch",
}  # fmt: skip
_INVENTREE_LINES = {"lineid", "orderstatus", "issuedate", "targetdate"}
_INVENTREE_SUPPLIERS = {"id", "name", "description", "website", "currency"}
_INVENTREE_TABLES = {
    Kind.LOCATIONS: "location",
    Kind.SUPPLIERS: "company",
    Kind.PARTS: "part",
    Kind.PURCHASE_LINES: "purchaseorderline",
    Kind.ITEMS: "stock",
}


def plain(header: str) -> str:
    """A header as it is compared: without case, blanks, dashes, dots and underscores."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", header).casefold())


def source_table(system: str, kind: Kind) -> str:
    """What a system calls the table of these things."""
    return _INVENTREE_TABLES[kind] if system == INVENTREE else kind.value


def looks_like_inventree(header: tuple[str, ...]) -> bool:
    found = set(map(plain, header))
    if found >= _INVENTREE_LINES:
        return True
    return "id" in found and bool(found & _INVENTREE_HEADERS or found == _INVENTREE_SUPPLIERS)


ALIASES: Final[dict[Kind, dict[str, Field]]] = {
    kind: {plain(name): field for field in fields for name in (field.header, *field.also)}
    for kind, fields in FIELDS.items()
}
KNOWN: Final = {name for aliases in ALIASES.values() for name in aliases}
