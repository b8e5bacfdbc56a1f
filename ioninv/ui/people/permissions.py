"""What every permission allows, in words, under the matter it is about."""

from typing import Final

from ioninv.vocabulary import Permission as P

WORDS: Final[dict[str, dict[P, str]]] = {
    "Items": {
        P.VIEW_INVENTORY: "See, search and find items",
        P.CREATE_ITEMS: "Create items",
        P.EDIT_ITEMS: "Edit the fields of items",
        P.RECEIVE: "Receive what was on order",
        P.ASSIGN_SERIALS: "Assign serials",
        P.MOVE: "Move items",
        P.ADJUST: "Correct a quantity",
        P.SPLIT: "Split and merge items",
        P.WORK: "Start and finish work",
        P.INSTALL: "Install into a parent, and remove",
        P.HOLD: "Put on hold, and release",
        P.SCRAP: "Scrap, and restore",
        P.SHIP: "Ship, and take back",
        P.VOID: "Void what was entered by mistake",
        P.EXPORT: "Export to files",
        P.IMPORT: "Import files",
        P.VERIFY: "Check the whole database",
    },
    "History": {
        P.VIEW_HISTORY: "See what was changed, when and by whom",
        P.UNDO: "Undo what an act did",
    },
    "Kits": {
        P.VIEW_KITS: "See kits",
        P.EDIT_KITS: "Create, edit, close and reopen kits",
        P.FILL_KITS: "Put items in a kit, and take them out",
    },
    "Parts": {
        P.VIEW_PARTS: "See parts",
        P.CREATE_PARTS: "Create parts and revisions",
        P.EDIT_PARTS: "Edit parts",
        P.ARCHIVE_PARTS: "Archive and restore parts",
    },
    "Factory": {
        P.VIEW_LOCATIONS: "See locations",
        P.CREATE_LOCATIONS: "Create locations",
        P.EDIT_LOCATIONS: "Rename, edit and move locations",
        P.SWITCH_LOCATIONS: "Switch a location's availability",
        P.ARCHIVE_LOCATIONS: "Archive and restore locations",
        P.MERGE_LOCATIONS: "Merge locations",
        P.VIEW_USAGE_TYPES: "See usage types",
        P.EDIT_USAGE_TYPES: "Create, rename and archive usage types",
    },
    "Suppliers": {
        P.VIEW_SUPPLIERS: "See suppliers",
        P.CREATE_SUPPLIERS: "Create suppliers",
        P.EDIT_SUPPLIERS: "Edit suppliers",
        P.ARCHIVE_SUPPLIERS: "Archive and restore suppliers",
    },
    "Purchasing": {
        P.VIEW_PURCHASING: "See orders, supply and shortage",
        P.EDIT_PURCHASING: "Create, place, change and cancel orders",
    },
    "Issues": {
        P.VIEW_ISSUES: "See issues and recalls",
        P.EDIT_ISSUES: "Raise and edit issues, comment",
        P.RESOLVE_ISSUES: "Resolve issues, free what they hold",
    },
    "Attachments and attributes": {
        P.VIEW_ATTACHMENTS: "See and download attachments and images",
        P.EDIT_ATTACHMENTS: "Attach, remove and restore files",
        P.VIEW_ATTRIBUTES: "See which attributes there are",
        P.EDIT_ATTRIBUTES: "Define, edit and archive attributes",
    },
    "People and programs": {
        P.VIEW_USERS: "See people, and who signed in when",
        P.EDIT_USERS: "Add, edit and deactivate people",
        P.EDIT_ROLES: "Make and change roles",
        P.OWN_TOKENS: "Make API tokens of one's own",
        P.EDIT_TOKENS: "See and revoke everybody's tokens",
        P.EDIT_WEBHOOKS: "Set up webhooks",
    },
}
"""Each permission stands once."""
