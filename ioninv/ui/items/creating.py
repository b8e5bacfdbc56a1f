"""Making what a field names and what does not exist yet, from where it is typed."""

from typing import Final

from ioninv.domain import kits, locations, suppliers, usage_types
from ioninv.domain.suppliers import SupplierForm
from ioninv.errors import Invalid
from ioninv.ui.state import AppState
from ioninv.vocabulary import Permission

NEEDS: Final = {
    "location": Permission.CREATE_LOCATIONS,
    "supplier": Permission.CREATE_SUPPLIERS,
    "usage_type": Permission.EDIT_USAGE_TYPES,
    "kit": Permission.EDIT_KITS,
}
"""What making one needs, by the field that names it."""


async def create(state: AppState, field: str, typed: str) -> tuple[int, str]:
    """Its id and what it is called. Raises what the door raises."""
    match field:
        case "location":
            place = await state._write(locations.create_path, typed)
            return place.id, place.path
        case "supplier":
            supplier = await state._write(suppliers.create, SupplierForm(name=typed))
            return supplier.id, supplier.name
        case "usage_type":
            usage = await state._write(usage_types.create, typed)
            return usage.id, usage.name
        case "kit":
            kit = await state._write(kits.create, typed)
            return kit.id, kit.name
        case _:
            raise Invalid("There is no such field.")
