"""The names that an attribute can have."""

from typing import Final

from sqlmodel import Session, col, select

from ioninv import codes
from ioninv.domain.input import Reading
from ioninv.errors import Conflict
from ioninv.models import Attribute
from ioninv.vocabulary import AppliesTo

LONGEST_NAME: Final = 60

_BOTH = (
    "ID", "Source", "Version", "Role", "History", "Created", "Created At", "Updated", "Updated At",
    "Part Number", "Part No", "PN", "IPN", "Part", "Part Name", "Name", "Revision", "Rev",
    "Part Revision", "Unit", "Units", "Cost", "Unit Cost", "Price", "Currency", "Supplier",
    "Location", "Status", "Quantity", "Tracking", "Attributes",
)  # fmt: skip
FIXED: Final[dict[AppliesTo, frozenset[str]]] = {
    AppliesTo.PART: frozenset(
        codes.code(name)
        for name in (
            *_BOTH, "Description", "Tracking Type", "Kind", "Part Kind", "Type", "Lead Time",
            "Lead Time Days", "Lead Time (days)", "Reorder Min", "Reorder Minimum", "Reorder Max",
            "Reorder Maximum", "Maximum Stock", "Minimum Stock", "Default Supplier",
            "Default Location", "Predecessor", "Predecessor Number", "Predecessor Revision",
            "Archived", "Active", "Trackable", "Items", "Available", "On Order", "In Progress",
            "Kitted", "Installed", "Unavailable", "Shipped", "Scrapped",
        )
    ),
    AppliesTo.ITEM: frozenset(
        codes.code(name)
        for name in (
            *_BOTH, "UID", "Code", "Serial", "Serials", "Serial Number", "Serial No", "SN", "Lot",
            "Lot Number", "Lot No", "Batch", "Batch Number", "Batch Code", "Qty", "Location Path",
            "Place", "Supplier Name", "Usage Type", "Usage", "Purchase Price", "Unit Price",
            "Purchase Price Currency", "Work Order", "WO", "Build", "Build Order",
            "Purchase Order", "PO", "PO Number", "Installed In", "Kit", "Split From",
            "Parent Item", "Merged Into", "Shipped To", "Customer", "Hold Reason", "Expires On",
            "Expires", "Expiry Date", "Expiry", "Note", "Notes", "Received At", "Received",
            "Work Started At", "Shipped At", "Scrapped At", "Voided At", "Is Building",
            "Last Updated", "Purchase Line", "PO Line", "Received Quantity", "Issues",
        )
    ),
}  # fmt: skip
"""Names that a fixed field or column has, or that files give it, as codes: none can mean two things."""


def read_name(reading: Reading, applies_to: AppliesTo) -> str:
    """The name, if it is one and no fixed field's."""
    name = reading.text("name", "Name", required=True, longest=LONGEST_NAME)
    code = codes.code(name)
    if name and not any(letter.isalnum() for letter in name):
        reading.refuse("name", "Name needs a letter or a digit.")
    elif code in FIXED[applies_to]:
        reading.refuse("name", f"“{name}” is a field that {applies_to.label.lower()} have already.")
    return name


def refuse_taken(
    session: Session, applies_to: AppliesTo, name: str, itself: int | None = None
) -> None:
    """Raises Conflict when another attribute of these parts or items has this name."""
    other = session.exec(
        select(Attribute).where(
            col(Attribute.applies_to) == applies_to.value,
            col(Attribute.name_key) == codes.code(name),
        )
    ).first()
    if other and other.id != itself:
        ending = " It is archived: restore it instead." if other.archived else ""
        raise Conflict(f"Attribute {other.name} already exists.{ending}", "name")
