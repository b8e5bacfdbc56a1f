"""Which section of the Purchasing page is shown."""

from typing import Any

import reflex as rx

from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.purchasing.shortage_state import SHORTAGE, ShortageState
from ioninv.ui.purchasing.supply_state import SUPPLY, SupplyState
from ioninv.ui.state import AppState

_SECTIONS = {SUPPLY: SupplyState.enter, SHORTAGE: ShortageState.enter}


class PurchasingState(AppState):
    """Orders, supply or shortage, as the address says."""

    section: str = ""

    @rx.event
    def enter(self) -> Any:
        """The page is opened, reloaded or gone back to."""
        view = dict(self.router.url.query_parameters).get("view", "")
        self.section = view if view in _SECTIONS else ""
        return _SECTIONS.get(self.section, OrdersState.enter)
