"""The part library's filter by a custom attribute."""

from collections.abc import AsyncIterator
from typing import Any

from ioninv.ui.attributes.filter_state import AttributeFilterState
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.state import AppState


class PartAttributeFilterState(AttributeFilterState, AppState):
    """The filter above the part library."""

    async def _list(self) -> PartsState:
        return await self.get_state(PartsState)

    async def _filter(self, parts: PartsState, key: str, condition: str) -> AsyncIterator[Any]:
        yield await parts._set_condition(key, condition)
