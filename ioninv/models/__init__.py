"""The tables, one per file. Table classes do not validate: doors check input before they build one."""

from ioninv.models.api_token import ApiToken
from ioninv.models.attachment import Attachment
from ioninv.models.attribute import Attribute
from ioninv.models.attribute_value import AttributeValue
from ioninv.models.change_set import ChangeSet
from ioninv.models.event import Event
from ioninv.models.hold import Hold
from ioninv.models.inventory_item import InventoryItem
from ioninv.models.invitation import Invitation
from ioninv.models.issue import Issue
from ioninv.models.issue_comment import IssueComment
from ioninv.models.issue_item import IssueItem
from ioninv.models.kept_answer import KeptAnswer
from ioninv.models.kit import Kit
from ioninv.models.known_device import KnownDevice
from ioninv.models.location import Location
from ioninv.models.part import Part
from ioninv.models.purchase_line import PurchaseLine
from ioninv.models.purchase_order import PurchaseOrder
from ioninv.models.role import CustomRole
from ioninv.models.sign_in import SignIn
from ioninv.models.source_ref import SourceRef
from ioninv.models.supplier import Supplier
from ioninv.models.supplier_part import SupplierPart
from ioninv.models.tally import Tally
from ioninv.models.usage_type import UsageType
from ioninv.models.user import User
from ioninv.models.user_session import UserSession
from ioninv.models.webhook import Webhook
from ioninv.models.webhook_delivery import WebhookDelivery
from ioninv.models.webhook_lease import WebhookLease

__all__ = [
    "ApiToken",
    "Attachment",
    "Attribute",
    "AttributeValue",
    "ChangeSet",
    "CustomRole",
    "Event",
    "Hold",
    "InventoryItem",
    "Invitation",
    "Issue",
    "IssueComment",
    "IssueItem",
    "KeptAnswer",
    "Kit",
    "KnownDevice",
    "Location",
    "Part",
    "PurchaseLine",
    "PurchaseOrder",
    "SignIn",
    "SourceRef",
    "Supplier",
    "SupplierPart",
    "Tally",
    "UsageType",
    "User",
    "UserSession",
    "Webhook",
    "WebhookDelivery",
    "WebhookLease",
]
