"""The lot that is looked at before it is recalled: every item of it, in every status."""

from typing import Any, TypedDict

import reflex as rx

from ioninv import codes
from ioninv.domain import issues, parts
from ioninv.domain.issues import Recall
from ioninv.errors import Refused
from ioninv.ui import address, arguments, picking
from ioninv.ui.forms import close_dialogs
from ioninv.ui.issues.words import ShownItem, counted, shown_item
from ioninv.ui.kit import toast
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import Status

PATH = "/issues/recall"
EXPORT_PATH = "/api/v1/export/lot.csv"
_SHOWN = 1_000
_LONGEST = 200
_ALIKE_SHOWN = 10


class Share(TypedDict):
    """How many items of the lot have one status."""

    status: str
    label: str
    count: str


class Alike(TypedDict):
    """Another lot that is written nearly like this one."""

    lot: str
    count: str


class RecallState(AppState):
    """A part and one of its lots. The address holds both."""

    loaded: bool = False
    part_id: str = ""
    part: str = ""
    lot: str = ""
    part_options: list[Option] = []
    lot_options: list[Option] = []
    problem: str = ""
    rows: list[ShownItem] = []
    shares: list[Share] = []
    count: str = ""
    written: str = ""
    alike: list[Alike] = []
    holds: str = ""
    more: str = ""
    export_href: str = ""

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to: show what its address says."""
        await close_dialogs(self)
        query, said = dict(self.router.url.query_parameters), list[Any]()
        try:
            part_id = address.number(query, "part")
        except Refused as refused:
            part_id, said = 0, [toast.error(refused.message)]
        self.part_id = str(part_id or "")
        self.lot = codes.clean(query.get("lot", ""))[:_LONGEST]
        await self._show()
        await self._load_frame()
        return said

    @rx.event
    async def find_parts(self, typed: str) -> None:
        self.part_options = await picking.options(self, "part", typed)

    @rx.event
    async def find_lots(self, typed: str) -> None:
        """The lots of the part, with how many items each has."""
        text = arguments.text(typed)
        part_id = int(self.part_id or 0)
        found = await self._read(issues.lots_of_part, part_id, text[:_LONGEST]) if part_id else []
        options = [
            Option(value=each.lot, label=each.lot, hint=counted(each.items)) for each in found
        ]
        self.lot_options = [*options, Option(value="", label="", answers=text)]

    @rx.event
    async def choose_part(self, value: str) -> Any:
        """Another part has other lots."""
        self.part_id, self.lot = str(arguments.number_or_none(value) or ""), ""
        return await self._go()

    @rx.event
    async def choose_lot(self, lot: str) -> Any:
        self.lot = codes.clean(arguments.text(lot, 1000))[:_LONGEST]
        return await self._go()

    @rx.event
    async def refresh(self) -> None:
        await self._show()

    async def _go(self) -> Any:
        await self._show()
        return address.push(address.address(PATH, {"part": self.part_id, "lot": self.lot}))

    async def _show(self) -> None:
        self.problem, self.rows, self.shares, self.alike = "", [], [], []
        self.part = self.count = self.written = self.holds = self.more = ""
        try:
            if self.part_id:
                self.part = (await self._read(parts.get, int(self.part_id))).label
            if self.part_id and self.lot:
                self._tell(await self._read(issues.recall_preview, int(self.part_id), self.lot))
        except Refused as refused:
            self.problem = refused.message
        self.loaded = True

    def _tell(self, found: Recall) -> None:
        self.rows = [shown_item(each) for each in found.items[:_SHOWN]]
        self.shares = [
            Share(status=status.value, label=status.label, count=f"{found.by_status[status]:,}")
            for status in Status
            if status in found.by_status
        ]
        self.count = counted(len(found.items))
        self.written = ", ".join(found.lots[:10]) if len(found.lots) > 1 else ""
        self.alike = [
            Alike(lot=each.lot, count=counted(each.items)) for each in found.alike[:_ALIKE_SHOWN]
        ]
        self.holds = _holds(found)
        left = len(found.items) - len(self.rows)
        self.more = f"And {left:,} more: the CSV file has all of them." if left else ""
        query = {"part": self.part_id, "lot": self.lot}
        self.export_href = address.address(EXPORT_PATH, query)


def _holds(found: Recall) -> str:
    free = len(found.items) - found.to_hold
    held = (
        f"A recall holds {found.to_hold:,} of them: what is here at once; what is on order, in use"
    )
    waits = "or shipped as soon as it arrives, comes out or comes back."
    are = "is" if free == 1 else "are"
    gone = f" {free:,} {are} scrapped, voided or merged: on the issue too, but not held."
    return f"{held} {waits}{gone if free else ''}"
