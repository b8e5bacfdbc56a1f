"""The tables, one per file. Table classes do not validate: doors check input before they build one."""

from ioninv.models.attribute import Attribute
from ioninv.models.attribute_value import AttributeValue
from ioninv.models.change_set import ChangeSet
from ioninv.models.event import Event
from ioninv.models.hold import Hold
from ioninv.models.inventory_item import InventoryItem
from ioninv.models.issue import Issue
from ioninv.models.issue_comment import IssueComment
from ioninv.models.issue_item import IssueItem
from ioninv.models.kit import Kit
from ioninv.models.location import Location
from ioninv.models.part import Part
from ioninv.models.source_ref import SourceRef
from ioninv.models.supplier import Supplier
from ioninv.models.tally import Tally
from ioninv.models.usage_type import UsageType
from ioninv.models.user import User

__all__ = [
    "Attribute",
    "AttributeValue",
    "ChangeSet",
    "Event",
    "Hold",
    "InventoryItem",
    "Issue",
    "IssueComment",
    "IssueItem",
    "Kit",
    "Location",
    "Part",
    "SourceRef",
    "Supplier",
    "Tally",
    "UsageType",
    "User",
]
