"""Raising an issue on what is selected, on the item that is open beside the grid, or by scan."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv import codes
from ioninv.domain import issues, items
from ioninv.domain.items import Found, ItemDetail
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState
from ioninv.ui.issues.form_state import EMPTY, FIELDS, IssueFields, check_assignee, form_of
from ioninv.ui.issues.undo_state import refreshed, told, with_change
from ioninv.ui.issues.words import ChosenItem, HoldLine, chosen, counted, holding
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.items.target import LONGEST_FORM, Target
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import LARGEST_ACT, Entity

LISTED = 50
_LONGEST_NONCE = 60


class RaiseState(IssueFields, FormState, AppState):
    """The dialog. What it is aimed at travels with the form, so that a restart forgets nothing.

    `chosen` is what it lists of that, the last scanned first; what is all that matched in the grid
    is not listed (`lists` is off), and nothing is scanned to it.
    """

    title: str = ""
    target: str = ""
    holding: list[HoldLine] = []
    quantity: str = ""
    quantity_hint: str = ""
    round: int = 0
    lists: bool = False
    chosen: list[ChosenItem] = []
    more_chosen: str = ""
    scans_first: bool = False
    answer: dict[str, Any] = {}

    @rx.event
    async def start(self) -> None:
        """For what is selected, also everything that matched."""
        opened = await self.get_state(SelectionState)
        await self._ask(opened._target())

    @rx.event
    async def start_here(self) -> None:
        """For the item that is open beside the grid."""
        opened = await self.get_state(PanelState)
        await self._ask(Target((opened.item,), {opened.item: opened.version}))

    @rx.event
    async def start_on(self, ids: list[int]) -> None:
        """For these items."""
        await self._ask(Target(tuple(arguments.numbers(ids, LARGEST_ACT))))

    @rx.event
    async def start_scanning(self) -> None:
        """For what is scanned into the form."""
        await self._ask(Target())

    @rx.event
    async def scan(self, code: str, nonce: str, target: str) -> None:
        """Put what has this code on the list. The answer carries the nonce of the question."""
        asked = arguments.text(nonce, _LONGEST_NONCE)
        shown = codes.scanned(arguments.text(code))
        try:
            there = _read(target)
            found = [each for each in await self._read(items.find, shown) if each.exact]
            named = [each for each in found if each.kind is Entity.ITEM]
            if len(named) == 1:
                await self._put(there, named[0].id, asked)
                return
            said = _unclear(shown, named, found)
        except Refused as refused:
            # No scan stays without an answer: the browser asks until there is one.
            said = {"tone": "bad", "said": refused.message, "options": []}
        self.answer = {"nonce": asked, **said}

    @rx.event
    async def put_on(self, item: str, target: str) -> None:
        """Of several that have one code, this one was meant."""
        await self._put(_read(target), arguments.number(item))

    @rx.event
    async def take_off(self, item: int, target: str) -> None:
        there, gone = _read(target), arguments.number(item)
        self.answer = {}
        await self._tell(there.of(id_ for id_ in there.ids if id_ != gone))

    @rx.event
    async def send(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Raise it; refused, the form stays as it is with the sentences beside their fields."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data, LONGEST_FORM)
            target = _all_of(given)
            check_assignee(given)
            selection = target.selection(given.get("quantity", "").strip())
            key = given.get("idempotency_key") or None
            row, change = await self._write(
                with_change(issues.create), selection, form_of(given), key=key
            )
        except Refused as refused:
            self._refuse(refused, (*FIELDS, "quantity", "items"))
            return
        finally:
            self.saving = False
        self._done()
        if target.ticked:
            (await self.get_state(SelectionState))._empty()
        said = f"{row.name} raised on {counted(row.items)}."
        yield [told(said, change, issue=row), *refreshed(self)]

    async def _ask(self, target: Target) -> None:
        await self._tell(target)
        self._start()
        self.values, self.assignee_name = EMPTY, ""
        self.answer, self.scans_first = {}, not target.ids
        self.round += 1

    async def _put(self, there: Target, id_: int, nonce: str = "") -> None:
        """Put one more item on the list, once."""
        again = id_ in there.ids
        if not again:
            await self._tell(there.of((*there.ids, id_)))
        label = next((each["label"] for each in self.chosen if each["id"] == id_), "It")
        said = f"{label} is on the list already." if again else f"{label} is on the list."
        tone = "ask" if again else "good"
        self.answer = {"nonce": nonce, "tone": tone, "said": said, "options": []}

    async def _tell(self, target: Target) -> None:
        """What it is aimed at from now on, and what holding would do to that."""
        self.title, self.holding, self.chosen = "Raise issue", [], []
        self.quantity = self.quantity_hint = self.more_chosen = ""
        self.target, self.lists = target.text() if target.ids else "", target.filter is None
        if not target.ids:
            return
        selection = target.selection()
        detail = await self._read(items.get, target.single) if target.single else None
        count = len(target.ids)
        self.holding = holding(await self._read(issues.by_status, selection))
        self.title = f"Raise issue: {detail.title if detail else counted(count)}"
        if self.lists:
            last = target.of(tuple(reversed(target.ids))[:LISTED]).selection()
            self.chosen = [chosen(each) for each in await self._read(issues.listed, last)]
            hidden = count - len(self.chosen)
            self.more_chosen = f"And {hidden:,} more." if hidden else ""
        if detail and not detail.row["serial"]:
            self.quantity, self.quantity_hint = _part_of(detail)


def _read(target: str) -> Target:
    """The list as the browser has it. Raises Invalid."""
    given = arguments.text(target, LONGEST_FORM)
    return Target.read(given) if given else Target()


def _all_of(given: dict[str, str]) -> Target:
    """What the form is for. Raises Invalid while a scan is not on the list, or nothing is."""
    if given.get("waiting"):
        raise Invalid("What was scanned last is still looked up. Send it again.", "items")
    if typed := given.get("scan", "").strip():
        raise Invalid(f"“{typed[:60]}” is not on the list yet: press Enter after it.", "items")
    if not given.get("target"):
        raise Invalid("Scan or type the items that this is about.", "items")
    return _read(given["target"])


def _unclear(code: str, named: list[Found], found: list[Found]) -> dict[str, Any]:
    """What to say of a code that names no item, or several."""
    short = code if len(code) <= 60 else code[:59] + "…"
    if named:
        options = [
            Option(value=str(each.id), label=f"{each.title} · {each.subtitle}") for each in named
        ]
        said = f"Several items have {short}. Choose which."
        return {"tone": "ask", "said": said, "options": options}
    if any(each.kind is Entity.PART for each in found):
        said = f"{short} is a part. Scan one of its items."
    else:
        said = f"No item is called {short}."
    return {"tone": "bad", "said": said, "options": []}


def _part_of(detail: ItemDetail) -> tuple[str, str]:
    """The quantity of an item of which a part can be meant, and what it is a part of."""
    row = detail.row
    much = row["quantity"].replace(",", "")
    if much in ("0", "1"):
        return "", ""
    return much, f"of {row['quantity']} {row['unit'] or 'pieces'}; the rest stays as it is"
