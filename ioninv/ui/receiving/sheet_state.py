"""The order sheet on the screen."""

from dataclasses import asdict
from typing import Any

import reflex as rx

from ioninv.domain import purchasing
from ioninv.errors import Invalid, NotFound
from ioninv.ui import address
from ioninv.ui.state import AppState

PATH = "/purchasing/sheet"


class SheetState(AppState):
    """An order as its supplier reads it."""

    order: int = 0
    loaded: bool = False
    missing: str = ""
    number: str = ""
    supplier: list[str] = []
    about: list[dict[str, str]] = []
    lines: list[dict[str, Any]] = []
    totals: list[str] = []
    without_cost: str = ""
    day: str = ""

    @rx.event
    async def enter(self) -> None:
        try:
            number = address.number(dict(self.router.url.query_parameters), "order")
            sheet = await self._read(purchasing.order_sheet, number)
        except (Invalid, NotFound) as refused:
            self.order, self.missing, self.loaded = 0, refused.message, True
            return
        self.order, self.missing = number, ""
        self.number, self.day = sheet.order.number, sheet.day
        self.supplier = list(sheet.supplier)
        about = {
            "Your reference": sheet.order.supplier_reference,
            "Expected": sheet.expected,
            "Deliver to": sheet.order.location,
            "Note": sheet.order.note,
        }
        self.about = [{"name": name, "value": value} for name, value in about.items() if value]
        self.lines = [
            {
                **asdict(line),
                "serials": " · ".join(line.serials),
                "lots": " · ".join(line.lots),
            }
            for line in sheet.lines
        ]
        self.totals = list(sheet.totals)
        without = sheet.without_cost
        self.without_cost = (
            f"{without:,} {'line has' if without == 1 else 'lines have'} no cost."
            if without
            else ""
        )
        self.loaded = True
