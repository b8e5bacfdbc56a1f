"""The words of the house: one name per idea, the same in code, on screen, in files."""

from enum import StrEnum
from typing import Final

MICRO: Final = 1_000_000
"""Quantities and money are stored as whole millionths (six decimal places, exact)."""

LARGEST_QUANTITY: Final = 1_000_000_000
"""Units in one item; keeps every sum of millionths far inside 64 bits."""

LARGEST_ACT: Final = 10_000
"""Items that one act may touch at a time."""


class Status(StrEnum):
    """Where an item stands in its life. Derived from facts, never picked."""

    ON_ORDER = "on_order"
    AVAILABLE = "available"
    IN_PROGRESS = "in_progress"
    KITTED = "kitted"
    INSTALLED = "installed"
    UNAVAILABLE = "unavailable"
    SHIPPED = "shipped"
    SCRAPPED = "scrapped"
    VOIDED = "voided"
    MERGED = "merged"

    @property
    def code(self) -> int:
        """The stored number; its order is the order of a life, and what sorting follows."""
        return _CODES[self]

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def hidden(self) -> bool:
        """Hidden from lists and totals unless asked for."""
        return self.code >= FIRST_HIDDEN_CODE

    @classmethod
    def from_code(cls, code: int) -> "Status":
        return _BY_CODE[code]


_CODES: Final = {status: number for number, status in enumerate(Status, start=1)}
_BY_CODE: Final = {number: status for status, number in _CODES.items()}
FIRST_HIDDEN_CODE: Final = _CODES[Status.VOIDED]
SHOWN_STATUSES: Final = tuple(status for status in Status if not status.hidden)


class TrackingType(StrEnum):
    """How the units of a part are told apart."""

    SERIAL = "serial"
    LOT = "lot"
    NONE = "none"

    @property
    def label(self) -> str:
        return {"serial": "Serial number", "lot": "Lot", "none": "Not tracked"}[self.value]


class ActName(StrEnum):
    """What can be done to items that are there."""

    RECEIVE = "receive"
    ASSIGN_SERIALS = "assign_serials"
    CLEAR_SERIAL = "clear_serial"
    MOVE = "move"
    ADJUST = "adjust"
    SPLIT = "split"
    MERGE = "merge"
    START_WORK = "start_work"
    FINISH_WORK = "finish_work"
    INSTALL = "install"
    REMOVE = "remove"
    PUT_IN = "put_in"
    TAKE_OUT = "take_out"
    HOLD = "hold"
    RELEASE = "release"
    SCRAP = "scrap"
    RESTORE = "restore"
    SHIP = "ship"
    TAKE_BACK = "take_back"
    VOID = "void"
    UNVOID = "unvoid"
    EDIT = "edit"

    @property
    def label(self) -> str:
        return _ACT_LABELS.get(self, self.value.replace("_", " ").capitalize())

    @property
    def done(self) -> str:
        """The verb of its change sets."""
        return _DONE[self]


_ACT_LABELS: Final = {
    ActName.ADJUST: "Correct quantity",
    ActName.PUT_IN: "Put in a kit",
    ActName.TAKE_OUT: "Take out of the kit",
    ActName.HOLD: "Put on hold",
    ActName.RELEASE: "Release hold",
    ActName.UNVOID: "Bring back",
}
_DONE: Final = {
    ActName.RECEIVE: "received",
    ActName.ASSIGN_SERIALS: "serials assigned",
    ActName.CLEAR_SERIAL: "serial cleared",
    ActName.MOVE: "moved",
    ActName.ADJUST: "adjusted",
    ActName.SPLIT: "split",
    ActName.MERGE: "merged",
    ActName.START_WORK: "work started",
    ActName.FINISH_WORK: "work finished",
    ActName.INSTALL: "installed",
    ActName.REMOVE: "removed",
    ActName.PUT_IN: "kitted",
    ActName.TAKE_OUT: "taken out",
    ActName.HOLD: "held",
    ActName.RELEASE: "released",
    ActName.SCRAP: "scrapped",
    ActName.RESTORE: "restored",
    ActName.SHIP: "shipped",
    ActName.TAKE_BACK: "taken back",
    ActName.VOID: "voided",
    ActName.UNVOID: "brought back",
    ActName.EDIT: "edited",
}

VERBS: Final = frozenset(
    {
        *_DONE.values(),
        "archived",
        "attached",
        "attachment edited",
        "attachment removed",
        "attachment restored",
        "closed",
        "comment edited",
        "commented",
        "created",
        "drafted",
        "image set",
        "imported",
        "issue assigned",
        "issue edited",
        "issue items added",
        "issue items removed",
        "issue reopened",
        "issue started",
        "issue stopped",
        "line added",
        "line cancelled",
        "line edited",
        "line reopened",
        "link made",
        "made available",
        "made unavailable",
        "order cancelled",
        "order reopened",
        "password set",
        "placed",
        "provider linked",
        "provider unlinked",
        "raised",
        "recalled",
        "renamed",
        "reopened",
        "resolved",
        "revised",
        "role archived",
        "role created",
        "role edited",
        "role restored",
        "taken over",
        "token created",
        "token revoked",
        "undone",
        "unplaced",
        "user activated",
        "user created",
        "user deactivated",
        "user edited",
        "webhook archived",
        "webhook created",
        "webhook edited",
        "webhook paused",
        "webhook restored",
        "webhook resumed",
        "webhook secret renewed",
    }
)
"""What can have been done, as change sets call it: webhooks choose among these."""

KEPT_FOR_THEIR_KEY: Final = frozenset({"each", "webhook tested", "delivery sent again"})
"""Acts that change nothing that history speaks of."""


class PartKind(StrEnum):
    PART = "part"
    TOOL = "tool"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class IssueState(StrEnum):
    """How far an issue is. Resolved when every item on it has its outcome."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Severity(StrEnum):
    """How bad an issue is, the mildest first."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Disposition(StrEnum):
    """What is to be done with the items of an issue."""

    USE_AS_IS = "use_as_is"
    REWORK = "rework"
    RETURN = "return"
    SCRAP = "scrap"

    @property
    def label(self) -> str:
        if self is Disposition.RETURN:
            return "Return to supplier"
        return self.value.replace("_", " ").capitalize()


class AttributeKind(StrEnum):
    """What the values of an attribute are."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    YES_NO = "yes_no"
    LINK = "link"

    @property
    def label(self) -> str:
        return "Yes or no" if self is AttributeKind.YES_NO else self.value.capitalize()


class AppliesTo(StrEnum):
    """What attributes can be defined for."""

    PART = "part"
    ITEM = "item"

    @property
    def label(self) -> str:
        return f"{self.value.capitalize()}s"


class PurchaseState(StrEnum):
    """How far an order or a line has come. Derived from what is on order and what came in."""

    DRAFT = "draft"
    ORDERED = "ordered"
    PART_RECEIVED = "part_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return "Partly received" if self.value == "part_received" else self.value.capitalize()


class Entity(StrEnum):
    """What history can speak of."""

    ITEM = "item"
    HOLD = "hold"
    PART = "part"
    KIT = "kit"
    LOCATION = "location"
    SUPPLIER = "supplier"
    USAGE_TYPE = "usage_type"
    ATTRIBUTE = "attribute"
    PURCHASE_ORDER = "purchase_order"
    PURCHASE_LINE = "purchase_line"
    SUPPLIER_PART = "supplier_part"
    ISSUE = "issue"
    ISSUE_ITEM = "issue_item"
    ISSUE_COMMENT = "issue_comment"
    USER = "user"
    ROLE = "role"
    TOKEN = "token"
    WEBHOOK = "webhook"
    ATTACHMENT = "attachment"


class Source(StrEnum):
    """The edge through which a change came in."""

    SCREEN = "screen"
    REST = "rest"
    CLI = "cli"
    IMPORT = "import"
    SYSTEM = "system"


class Permission(StrEnum):
    """What an actor may do; each domain door names one."""

    VIEW_INVENTORY = "inventory.view"
    CREATE_ITEMS = "inventory.create"
    RECEIVE = "inventory.receive"
    ASSIGN_SERIALS = "inventory.serials"
    MOVE = "inventory.move"
    ADJUST = "inventory.adjust"
    SPLIT = "inventory.split"
    WORK = "inventory.work"
    INSTALL = "inventory.install"
    HOLD = "inventory.hold"
    SCRAP = "inventory.scrap"
    SHIP = "inventory.ship"
    VOID = "inventory.void"
    EDIT_ITEMS = "inventory.edit"
    EXPORT = "inventory.export"
    IMPORT = "inventory.import"
    VERIFY = "inventory.verify"
    VIEW_HISTORY = "history.view"
    UNDO = "history.undo"
    VIEW_KITS = "kits.view"
    EDIT_KITS = "kits.edit"
    FILL_KITS = "kits.fill"
    VIEW_PARTS = "parts.view"
    CREATE_PARTS = "parts.create"
    EDIT_PARTS = "parts.edit"
    ARCHIVE_PARTS = "parts.archive"
    VIEW_LOCATIONS = "locations.view"
    CREATE_LOCATIONS = "locations.create"
    EDIT_LOCATIONS = "locations.edit"
    SWITCH_LOCATIONS = "locations.switch"
    ARCHIVE_LOCATIONS = "locations.archive"
    MERGE_LOCATIONS = "locations.merge"
    VIEW_SUPPLIERS = "suppliers.view"
    CREATE_SUPPLIERS = "suppliers.create"
    EDIT_SUPPLIERS = "suppliers.edit"
    ARCHIVE_SUPPLIERS = "suppliers.archive"
    VIEW_USAGE_TYPES = "usage_types.view"
    EDIT_USAGE_TYPES = "usage_types.edit"
    VIEW_ATTRIBUTES = "attributes.view"
    EDIT_ATTRIBUTES = "attributes.edit"
    VIEW_ATTACHMENTS = "attachments.view"
    EDIT_ATTACHMENTS = "attachments.edit"
    VIEW_PURCHASING = "purchasing.view"
    EDIT_PURCHASING = "purchasing.edit"
    VIEW_ISSUES = "issues.view"
    EDIT_ISSUES = "issues.edit"
    RESOLVE_ISSUES = "issues.resolve"
    VIEW_USERS = "users.view"
    EDIT_USERS = "users.edit"
    EDIT_ROLES = "roles.edit"
    OWN_TOKENS = "tokens.own"
    EDIT_TOKENS = "tokens.edit"
    EDIT_WEBHOOKS = "webhooks.edit"


class Role(StrEnum):
    """The built-in roles; others are made of permissions."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    BUYER = "buyer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class DeliveryState(StrEnum):
    """How far a delivery of a webhook has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class LinkKind(StrEnum):
    """What a one-time link is for."""

    SET_UP = "set_up"
    INVITE = "invite"
    RESET = "reset"


_VIEW: Final = frozenset(p for p in Permission if p.value.endswith(".view")) - {
    Permission.VIEW_USERS
}
_OPERATE: Final = _VIEW | {
    Permission.CREATE_ITEMS,
    Permission.RECEIVE,
    Permission.ASSIGN_SERIALS,
    Permission.MOVE,
    Permission.SPLIT,
    Permission.WORK,
    Permission.INSTALL,
    Permission.HOLD,
    Permission.SCRAP,
    Permission.SHIP,
    Permission.EDIT_ITEMS,
    Permission.EXPORT,
    Permission.UNDO,
    Permission.EDIT_KITS,
    Permission.FILL_KITS,
    Permission.CREATE_PARTS,
    Permission.CREATE_LOCATIONS,
    Permission.CREATE_SUPPLIERS,
    Permission.EDIT_ATTACHMENTS,
    Permission.EDIT_ISSUES,
    Permission.OWN_TOKENS,
}

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.VIEWER: _VIEW | {Permission.EXPORT},
    Role.OPERATOR: _OPERATE,
    Role.BUYER: _OPERATE
    | {
        Permission.ADJUST,
        Permission.VOID,
        Permission.EDIT_PARTS,
        Permission.EDIT_SUPPLIERS,
        Permission.ARCHIVE_SUPPLIERS,
        Permission.EDIT_PURCHASING,
        Permission.RESOLVE_ISSUES,
    },
    Role.ADMINISTRATOR: frozenset(Permission),
}
