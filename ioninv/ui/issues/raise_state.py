"""Raising an issue on what is selected, or on the item that is open beside the grid."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import issues, items
from ioninv.domain.items import ItemDetail
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState
from ioninv.ui.issues.form_state import EMPTY, FIELDS, IssueFields, check_assignee, form_of
from ioninv.ui.issues.undo_state import refreshed, told, with_change
from ioninv.ui.issues.words import HoldLine, counted, holding
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.items.target import LONGEST_FORM, Target
from ioninv.ui.state import AppState


class RaiseState(IssueFields, FormState, AppState):
    """The dialog. What it is aimed at travels with the form, so that a restart forgets nothing."""

    title: str = ""
    target: str = ""
    holding: list[HoldLine] = []
    quantity: str = ""
    quantity_hint: str = ""
    round: int = 0

    @rx.event
    async def start(self) -> None:
        """For what is selected, also everything that matched."""
        chosen = await self.get_state(SelectionState)
        target = chosen._target()
        detail = await self._read(items.get, target.single) if target.single else None
        await self._ask(target, detail, chosen.count)

    @rx.event
    async def start_here(self) -> None:
        """For the item that is open beside the grid."""
        opened = await self.get_state(PanelState)
        detail = await self._read(items.get, opened.item)
        await self._ask(Target((opened.item,), {opened.item: opened.version}), detail, 1)

    @rx.event
    async def send(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Raise it; refused, the form stays as it is with the sentences beside their fields."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data, LONGEST_FORM)
            target = Target.read(given.get("target", ""))
            check_assignee(given)
            selection = target.selection(given.get("quantity", "").strip())
            key = given.get("idempotency_key") or None
            row, change = await self._write(
                with_change(issues.create), selection, form_of(given), key=key
            )
        except Refused as refused:
            self._refuse(refused, (*FIELDS, "quantity"))
            return
        finally:
            self.saving = False
        self._done()
        if target.ticked:
            (await self.get_state(SelectionState))._empty()
        said = f"{row.name} raised on {counted(row.items)}."
        yield [told(said, change, issue=row), *refreshed(self)]

    async def _ask(self, target: Target, detail: ItemDetail | None, count: int) -> None:
        by_status = await self._read(issues.by_status, target.selection())
        self._start()
        self.title = f"Raise issue: {detail.title if detail else counted(count)}"
        self.target, self.holding = target.text(), holding(by_status)
        self.values, self.assignee_name = EMPTY, ""
        self.quantity = self.quantity_hint = ""
        self.round += 1
        if detail and not detail.row["serial"]:
            row = detail.row
            much = row["quantity"].replace(",", "")
            if much not in ("0", "1"):
                self.quantity = much
                unit = row["unit"] or "pieces"
                self.quantity_hint = f"of {row['quantity']} {unit}; the rest stays as it is"
