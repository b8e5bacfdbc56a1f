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


class PartKind(StrEnum):
    PART = "part"
    TOOL = "tool"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Entity(StrEnum):
    """What history can speak of."""

    ITEM = "item"
    HOLD = "hold"
    PART = "part"
    LOCATION = "location"
    SUPPLIER = "supplier"
    USAGE_TYPE = "usage_type"
    USER = "user"


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
    EXPORT = "inventory.export"
    IMPORT = "inventory.import"
    VERIFY = "inventory.verify"
    VIEW_HISTORY = "history.view"
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


class Role(StrEnum):
    VIEWER = "viewer"
    OPERATOR = "operator"
    BUYER = "buyer"
    ADMINISTRATOR = "administrator"


_VIEW: Final = frozenset(p for p in Permission if p.value.endswith(".view"))
_OPERATE: Final = _VIEW | {
    Permission.CREATE_ITEMS,
    Permission.EXPORT,
    Permission.CREATE_PARTS,
    Permission.CREATE_LOCATIONS,
    Permission.CREATE_SUPPLIERS,
}

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.VIEWER: _VIEW | {Permission.EXPORT},
    Role.OPERATOR: _OPERATE,
    Role.BUYER: _OPERATE
    | {Permission.EDIT_PARTS, Permission.EDIT_SUPPLIERS, Permission.ARCHIVE_SUPPLIERS},
    Role.ADMINISTRATOR: frozenset(Permission),
}
