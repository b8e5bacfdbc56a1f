"""The inventory's filter by a custom attribute."""

from collections.abc import AsyncIterator
from typing import Any

from ioninv.ui.attributes.filter_state import AttributeFilterState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.state import AppState


class ItemAttributeFilterState(AttributeFilterState, AppState):
    """The filter above the inventory grid."""

    async def _list(self) -> GridState:
        return await self.get_state(GridState)

    def _filter(self, grid: GridState, key: str, condition: str) -> AsyncIterator[Any]:
        return grid._set_condition(key, condition)
