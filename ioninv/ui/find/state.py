"""Finding: what is typed offers answers, what is scanned goes there, nothing stays unanswered."""

from collections.abc import AsyncIterator
from typing import Any, TypedDict

import reflex as rx

from ioninv import codes
from ioninv.domain import issues, items
from ioninv.domain.issues import Lot
from ioninv.domain.items import Found
from ioninv.errors import Invalid
from ioninv.ui import address, arguments
from ioninv.ui.items import grid_state as items_page
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.parts import grid_state as parts_page
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.state import AppState
from ioninv.vocabulary import Entity

_LONGEST_SHOWN = 60
_LOT = "lot"
_PLACES = {
    Entity.ITEM: f"{items_page.PATH}?item=",
    Entity.PART: f"{parts_page.PATH}?part=",
    Entity.KIT: "/kits?kit=",
    Entity.PURCHASE_ORDER: "/purchasing?order=",
    Entity.LOCATION: "/factory?location=",
    Entity.SUPPLIER: "/suppliers?supplier=",
    Entity.ISSUE: "/issues?issue=",
}
_CALLED = {Entity.PURCHASE_ORDER: "Order"}


class Result(TypedDict):
    """One answer as the box shows it; `value` names what to go to, as "item:42"."""

    value: str
    label: str
    tag: str
    hint: str
    status: str
    status_label: str


class FindState(AppState):
    """The answers in the find box. What is typed in it lives in the browser."""

    results: list[Result] = []
    answered: str = ""
    answer: str = ""

    @rx.event
    async def look(self, typed: str) -> None:
        """Offer what matches so far."""
        wanted = codes.clean(arguments.text(typed))
        found = await self._read(items.find, wanted)
        lots = await self._read(issues.lots_called, wanted)
        self.results = [*(_result(each) for each in found), *(_lot(each) for each in lots)]
        self.answered = typed
        self.answer = f"Nothing matches “{_short(wanted)}”." if wanted and not found else ""

    @rx.event
    async def scan(self, code: str) -> AsyncIterator[Any]:
        """Enter was pressed, by a hand or a scanner: go to the one thing that has this code.

        Several have it: offer them. None has it: say so, and offer what comes close.
        """
        wanted = codes.scanned(arguments.text(code))
        if not wanted:
            return
        # The same sentence as before shows again only if it was away meanwhile.
        self.answer = ""
        yield
        found = await self._read(items.find, wanted)
        exact = [each for each in found if each.exact]
        if len(exact) == 1:
            self.results = []
            yield self._go(exact[0].kind, exact[0].id)
            return
        lots = await self._read(issues.lots_called, wanted)
        self.results = [*(_result(each) for each in exact or found), *(_lot(each) for each in lots)]
        self.answer = _sentence(wanted, exact, found)

    @rx.event
    def go(self, value: str, label: str) -> rx.event.EventSpec:
        """An answer was chosen."""
        kind, _, number = arguments.text(value, 400).partition(":")
        if kind == _LOT:
            self.results, self.answer = [], ""
            part, _, lot = number.partition(":")
            query = {"part": str(arguments.number(part)), "lot": lot}
            return rx.redirect(address.address("/issues/recall", query))
        if kind not in {place.value for place in _PLACES}:
            raise Invalid("This cannot be opened. Load the page again.")
        self.results, self.answer = [], ""
        return self._go(Entity(kind), arguments.number(number))

    def _go(self, kind: Entity, id_: int) -> rx.event.EventSpec:
        """Open it, beside the list where that is on the screen already, or else on its page."""
        path = self.router.url.path.rstrip("/") or "/"
        match kind, path:
            case Entity.ITEM, items_page.PATH:
                return GridState.open_item(id_)
            case Entity.PART, parts_page.PATH:
                return PartsState.open_row(id_)
            case _:
                return rx.redirect(f"{_PLACES[kind]}{id_}")


def _result(found: Found) -> Result:
    return Result(
        value=f"{found.kind.value}:{found.id}",
        label=found.title,
        tag=_CALLED.get(found.kind, found.kind.value.capitalize()),
        hint=found.subtitle,
        status=found.status,
        status_label=found.status_label,
    )


def _lot(lot: Lot) -> Result:
    """The whole lot: chosen, it is shown with all its items, and can be recalled."""
    count = f"{lot.items:,} item{'' if lot.items == 1 else 's'}"
    return Result(
        value=f"{_LOT}:{lot.part_id}:{lot.lot}",
        label=lot.lot,
        tag="Lot",
        hint=f"{lot.part} · {count}",
        status="",
        status_label="",
    )


def _sentence(wanted: str, exact: list[Found], found: list[Found]) -> str:
    if exact:
        return f"“{_short(wanted)}” names {len(exact)} things. Choose one."
    if found:
        return f"Nothing is called exactly “{_short(wanted)}”. These come close."
    return f"Nothing is called “{_short(wanted)}”. Check the code, or create it with New Inventory."


def _short(wanted: str) -> str:
    return wanted if len(wanted) <= _LONGEST_SHOWN else wanted[: _LONGEST_SHOWN - 1] + "…"
