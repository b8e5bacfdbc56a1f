"""The fields of an item that are written by hand: how they start, and how the doors take them."""

from collections.abc import Collection, Mapping
from typing import Final

from ioninv.domain.items import ItemDetail
from ioninv.errors import Invalid
from ioninv.ui import arguments

LABELS: Final = {
    "serial": "Serial",
    "lot": "Lot",
    "quantity": "Quantity",
    "location": "Location",
    "supplier": "Supplier",
    "usage_type": "Usage type",
    "unit_cost": "Unit cost",
    "currency": "Currency",
    "work_order": "Work order",
    "purchase_order": "Purchase order",
    "expires_on": "Expires",
    "note": "Note",
}
PICKED: Final = {"location": "location", "supplier": "supplier", "usage_type": "usage"}
"""Fields that name an existing thing, with the kind of thing it is."""

NOT_EDITED: Final = ("quantity", "location")
"""These change by acts of their own: counting again, and moving."""

EDITED: Final = tuple(name for name in LABELS if name not in NOT_EDITED)


def known(field: object, among: Collection[str]) -> str:
    """The name of a field. Raises Invalid for anything else."""
    name = arguments.text(field)
    if name not in among:
        raise Invalid("There is no such field.")
    return name


def texts(detail: ItemDetail) -> dict[str, str]:
    """Every field as a person reads it in a form."""
    row = detail.row
    cost, _, currency = row["cost"].replace(",", "").partition(" ")
    return {
        "serial": row["serial"],
        "lot": row["lot"],
        "quantity": row["quantity"].replace(",", ""),
        "location": detail.location,
        "supplier": row["supplier"],
        "usage_type": row["usage"],
        "unit_cost": cost,
        "currency": currency,
        "work_order": row["work_order"],
        "purchase_order": row["purchase_order"],
        "expires_on": row["expires"],
        "note": detail.note,
    }


def chosen(given: Mapping[str, str], name: str) -> str:
    """The id of what a combobox names, as text; empty when it is empty.

    Raises Invalid where text stands that is neither chosen nor created.
    """
    typed = given.get(f"{name}_text", "").strip()
    if typed and not given.get(name):
        raise Invalid(
            f"“{typed[:60]}” does not exist yet. Choose from the list, or create it.", name
        )
    return given.get(name, "")


def change(field: str, value: str) -> dict[str, str]:
    """A changed field as the doors take it."""
    return {f"{field}_id" if field in PICKED else field: value}
