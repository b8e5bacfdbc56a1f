"""The filter popover's autocomplete."""

import reflex as rx

from ioninv.ui import picking
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState


class FilterState(AppState):
    """What the filters offer while somebody types in one of them."""

    part_options: list[Option] = []
    location_options: list[Option] = []
    supplier_options: list[Option] = []
    usage_options: list[Option] = []
    kit_options: list[Option] = []
    lot_options: list[Option] = []

    @rx.event
    async def find_parts(self, typed: str) -> None:
        self.part_options = await picking.options(self, "part", typed)

    @rx.event
    async def find_locations(self, typed: str) -> None:
        self.location_options = await picking.options(self, "location", typed)

    @rx.event
    async def find_suppliers(self, typed: str) -> None:
        self.supplier_options = await picking.options(self, "supplier", typed)

    @rx.event
    async def find_usage_types(self, typed: str) -> None:
        self.usage_options = await picking.options(self, "usage", typed)

    @rx.event
    async def find_kits(self, typed: str) -> None:
        self.kit_options = await picking.options(self, "any kit", typed)

    @rx.event
    async def find_lots(self, typed: str) -> None:
        self.lot_options = await picking.options(self, "lot", typed)
