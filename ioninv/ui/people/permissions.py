"""What every permission allows, in words, under the matter it is about."""

from typing import Final

from ioninv.vocabulary import Permission

WORDS: Final[dict[str, dict[Permission, str]]] = {
    "Items": {
        Permission.VIEW_INVENTORY: "See, search and find items",
        Permission.CREATE_ITEMS: "Create items",
        Permission.EDIT_ITEMS: "Edit the fields of items",
        Permission.RECEIVE: "Receive what was on order",
        Permission.ASSIGN_SERIALS: "Assign serials",
        Permission.MOVE: "Move items",
        Permission.ADJUST: "Correct a quantity",
        Permission.SPLIT: "Split and merge items",
        Permission.WORK: "Start and finish work",
        Permission.INSTALL: "Install into a parent, and remove",
        Permission.HOLD: "Put on hold, and release",
        Permission.SCRAP: "Scrap, and restore",
        Permission.SHIP: "Ship, and take back",
        Permission.VOID: "Void what was entered by mistake",
        Permission.EXPORT: "Export to files",
        Permission.IMPORT: "Import files",
        Permission.VERIFY: "Check the whole database",
    },
    "History": {
        Permission.VIEW_HISTORY: "See what was changed, when and by whom",
        Permission.UNDO: "Undo what an act did",
    },
    "Kits": {
        Permission.VIEW_KITS: "See kits",
        Permission.EDIT_KITS: "Create, edit, close and reopen kits",
        Permission.FILL_KITS: "Put items in a kit, and take them out",
    },
    "Parts": {
        Permission.VIEW_PARTS: "See parts",
        Permission.CREATE_PARTS: "Create parts and revisions",
        Permission.EDIT_PARTS: "Edit parts",
        Permission.ARCHIVE_PARTS: "Archive and restore parts",
    },
    "Factory": {
        Permission.VIEW_LOCATIONS: "See locations",
        Permission.CREATE_LOCATIONS: "Create locations",
        Permission.EDIT_LOCATIONS: "Rename, edit and move locations",
        Permission.SWITCH_LOCATIONS: "Switch a location's availability",
        Permission.ARCHIVE_LOCATIONS: "Archive and restore locations",
        Permission.MERGE_LOCATIONS: "Merge locations",
        Permission.VIEW_USAGE_TYPES: "See usage types",
        Permission.EDIT_USAGE_TYPES: "Create, rename and archive usage types",
    },
    "Suppliers": {
        Permission.VIEW_SUPPLIERS: "See suppliers",
        Permission.CREATE_SUPPLIERS: "Create suppliers",
        Permission.EDIT_SUPPLIERS: "Edit suppliers",
        Permission.ARCHIVE_SUPPLIERS: "Archive and restore suppliers",
    },
    "Purchasing": {
        Permission.VIEW_PURCHASING: "See orders, supply and shortage",
        Permission.EDIT_PURCHASING: "Create, place, change and cancel orders",
    },
    "Issues": {
        Permission.VIEW_ISSUES: "See issues and recalls",
        Permission.EDIT_ISSUES: "Raise and edit issues, comment",
        Permission.RESOLVE_ISSUES: "Resolve issues, free what they hold",
    },
    "Attachments and attributes": {
        Permission.VIEW_ATTACHMENTS: "See and download attachments and images",
        Permission.EDIT_ATTACHMENTS: "Attach, remove and restore files",
        Permission.VIEW_ATTRIBUTES: "See which attributes there are",
        Permission.EDIT_ATTRIBUTES: "Define, edit and archive attributes",
    },
    "People and programs": {
        Permission.VIEW_USERS: "See people, and who signed in when",
        Permission.EDIT_USERS: "Add, edit and deactivate people",
        Permission.EDIT_ROLES: "Make and change roles",
        Permission.OWN_TOKENS: "Make API tokens of one's own",
        Permission.EDIT_TOKENS: "See and revoke everybody's tokens",
        Permission.EDIT_WEBHOOKS: "Set up webhooks",
    },
}
"""Each permission stands once."""
