"""Shortage: the parts below their minimum by supplier, and drafts of orders for those ticked."""

from collections.abc import AsyncIterator
from secrets import token_hex
from typing import Any

import reflex as rx

from ioninv.domain import purchasing
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.kit import toast
from ioninv.ui.purchasing.supply_state import SupplyShown, shown
from ioninv.ui.purchasing.undo_state import UndoPurchasingState
from ioninv.ui.purchasing.words import PATH, count_text, order_href
from ioninv.ui.state import AppState

SHORTAGE = "shortage"


class ShortRow(SupplyShown):
    """A part that is short; `first` says that the group of its supplier begins here."""

    first: bool
    can_order: bool
    picked: bool


class ShortageState(AppState):
    """The list of what is short. What is ticked is told to the server at once."""

    rows: list[ShortRow] = []
    loaded: bool = False
    drafting: bool = False
    problem: str = ""
    picked_text: str = ""
    all_picked: bool = False

    _picked: frozenset[int] = frozenset()
    # Empty once its orders are made: another list is loaded before there are more.
    _key: str = ""

    @rx.event
    async def enter(self) -> None:
        """The section is opened, reloaded or gone back to: what has a supplier is ticked."""
        self.problem = ""
        await close_dialogs(self)
        await self._load()
        self._picked = frozenset(row["id"] for row in self.rows if row["can_order"])
        self._tell()
        await self._load_frame()

    @rx.event
    def pick(self, part_id: int, on: bool) -> None:
        """Tick a part, or untick it."""
        id_ = frozenset([arguments.number(part_id)])
        self._picked = self._picked | id_ if arguments.flag(on) else self._picked - id_
        self._tell()

    @rx.event
    def pick_all(self, on: bool) -> None:
        ids = [row["id"] for row in self.rows if row["can_order"]]
        self._picked = frozenset(ids if arguments.flag(on) else ())
        self._tell()

    @rx.event
    async def draft(self) -> AsyncIterator[Any]:
        """Make one draft order per supplier for what is ticked; a second press is one with the first."""
        if not self._key:
            return
        self.drafting, self.problem = True, ""
        yield
        wanted = [row["id"] for row in self.rows if row["id"] in self._picked]
        try:
            orders = await self._write(purchasing.draft_orders, wanted, key=self._key)
        except Refused as refused:
            self.problem = " ".join(each.message for each in refused.problems)
            await self._load()
            self._tell()
            return
        finally:
            self.drafting = False
        self._picked, self._key = frozenset(), ""
        numbers = ", ".join(order.number for order in orders)
        ids = [order.id for order in orders]
        to = order_href(ids[0]) if len(ids) == 1 else f"{PATH}?state=draft"
        yield [
            toast.success(
                f"{count_text(len(ids), 'draft order')} made: {numbers}.",
                action="Undo",
                on_action=UndoPurchasingState.undo_drafts(ids),
            ),
            rx.redirect(to),
        ]

    async def _load(self) -> None:
        found = await self._read(purchasing.shortage)
        rows: list[ShortRow] = []
        before: int | str | None = ""
        for row in found:
            first, before = row.supplier_id != before, row.supplier_id
            can = row.supplier_id is not None
            rows.append(ShortRow(**shown(row), first=first, can_order=can, picked=False))
        self.rows, self.loaded = rows, True
        self._key = token_hex(16)

    def _tell(self) -> None:
        """Show what is ticked, and what that would make."""
        for row in self.rows:
            row["picked"] = row["id"] in self._picked
        picked = [row for row in self.rows if row["picked"]]
        suppliers = {row["supplier_href"] for row in picked}
        self.picked_text = (
            f"{count_text(len(picked), 'part')} of {count_text(len(suppliers), 'supplier')}"
            if picked
            else "Tick what to order."
        )
        can = [row for row in self.rows if row["can_order"]]
        self.all_picked = bool(can) and len(picked) == len(can)
