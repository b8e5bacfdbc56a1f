"""The pages of what comes in: the desk, serials before arrival, the order sheet."""

import reflex as rx

from ioninv.ui.receiving import desk_state, serials_state, sheet_state
from ioninv.ui.receiving.desk import receiving_page
from ioninv.ui.receiving.serials import serials_page
from ioninv.ui.receiving.sheet import sheet_page


def add_to(app: rx.App) -> None:
    app.add_page(
        receiving_page,
        route=desk_state.PATH,
        title="Receive · ioninv",
        on_load=desk_state.DeskState.enter,
    )
    app.add_page(
        serials_page,
        route=serials_state.PATH,
        title="Serials · ioninv",
        on_load=serials_state.SerialsState.enter,
    )
    app.add_page(
        sheet_page,
        route=sheet_state.PATH,
        title="Order sheet · ioninv",
        on_load=sheet_state.SheetState.enter,
    )
