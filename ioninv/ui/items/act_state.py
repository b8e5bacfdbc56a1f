"""The dialog of every act: what it asks for, what it was aimed at, and what became of it."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import reflex as rx

from ioninv.domain import items
from ioninv.domain.items import ItemDetail, ItemRow
from ioninv.errors import Invalid, Problem, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.forms import FormState
from ioninv.ui.items.acts import ACTS, LABELS, PICKED, Act
from ioninv.ui.items.creating import create
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.items.target import Target
from ioninv.ui.items.undo_state import told
from ioninv.ui.kit import toast
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import ActName

_KINDS = {
    "location": "location",
    "parent": "item",
    "into": "item",
    "kit": "kit",
    "supplier": "supplier",
    "usage_type": "usage",
}
_LONGEST = 500_000
_MOST_CHOICES = 100
_ONE_BY_ONE = (
    "To merge, the rows must be ticked one by one: press Clear selection, tick those that belong "
    "together, then Merge."
)


class ActState(FormState, AppState):
    """One dialog for all acts. What it is aimed at travels with the form, so that a restart of
    the server forgets nothing that a person sees."""

    name: str = ""
    title: str = ""
    says: str = ""
    action: str = ""
    danger: bool = False
    asks: list[str] = []
    needs: list[str] = []
    target: str = ""
    values: dict[str, str] = dict.fromkeys(LABELS, "")
    picked: dict[str, str] = dict.fromkeys(PICKED, "")
    options: dict[str, list[Option]] = {field: [] for field in PICKED}
    choices: list[Option] = []

    @rx.event
    async def start(self, name: str) -> Any:
        """For what is selected."""
        act, chosen = _act(name), await self.get_state(SelectionState)
        target = chosen._target()
        if act.name == ActName.MERGE and target.filter is not None:
            return toast.error("Not merged.", _ONE_BY_ONE)
        detail = await self._read(items.get, target.single) if target.single else None
        self._ask(act, target, detail, chosen.count)
        if act.name == ActName.MERGE and 1 < len(target.ids) <= _MOST_CHOICES:
            await self._offer_survivors(target)
        return None

    @rx.event
    async def start_here(self, name: str) -> AsyncIterator[Any]:
        """For the item that is open beside the grid; what asks for nothing is done at once."""
        act = _act(name)
        opened = await self.get_state(PanelState)
        detail = await self._read(items.get, opened.item)
        target = Target((opened.item,), (opened.version,))
        if act.asks:
            self._ask(act, target, detail, 1)
            return
        try:
            key = f"{act.name}-{opened.item}-{opened.version}"
            done = await self._write(act.door, target.selection(), key=key)
        except Refused as refused:
            yield toast.error(f"Not {act.done}.", " ".join(p.message for p in refused.problems))
            yield GridState.refresh
            return
        yield [told(f"{detail.title} {act.done}.", done.change_set), GridState.refresh]

    @rx.event
    async def find(self, field: str, typed: str) -> None:
        """Offer what a field may name."""
        kind = _KINDS.get(arguments.text(field))
        if kind is None:
            raise Invalid("There is no such field.")
        self.options = self.options | {field: await picking.options(self, kind, typed)}

    @rx.event
    async def create(self, field: str, typed: str) -> AsyncIterator[Any]:
        """It does not exist yet: make it right here."""
        field = arguments.text(field)
        try:
            id_, label = await create(self, field, arguments.text(typed))
        except Refused as refused:
            self.errors = self.errors | {field: refused.message}
            return
        self.picked = self.picked | {field: str(id_)}
        self.values = self.values | {field: label}
        self.errors = self.errors | {field: ""}
        yield toast.success(f"{LABELS[field]} {label} created.")

    @rx.event
    async def do(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Do it; refused, the form stays as it is with the sentences beside their fields."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data, _LONGEST)
            act, target = _act(given.get("act", "")), Target.read(given.get("target", ""))
            done = await self._do(act, target, given)
        except Refused as refused:
            self._refuse(refused, self.asks)
            others = [each.message for each in refused.problems if each.field not in self.asks]
            self.problem = " ".join(others)
            return
        finally:
            self.saving = False
        self._done()
        count = len(target.ids) or (await self.get_state(SelectionState)).count
        if act.name == "assign_serials":
            count = len(items.read_serials(given["serials"])[0])
        elif act.name == "split":
            count = len(_quantities(given["quantities"]))
        if not target.versions:
            (await self.get_state(SelectionState))._empty()
        yield [told(f"{count:,} {act.done}.", done.change_set), GridState.refresh]

    async def _do(self, act: Act, target: Target, given: dict[str, str]) -> Any:
        _check(act, given)
        key = given.get("idempotency_key") or None
        id_ = target.ids[0] if target.ids else 0
        version = target.versions[0] if target.versions else None
        match act.name:
            case "assign_serials":
                return await self._write(act.door, id_, given["serials"], version, key=key)
            case "adjust":
                counted, reason = given["counted"], given.get("reason", "")
                return await self._write(act.door, id_, counted, reason, version, key=key)
            case "split":
                quantities = _quantities(given["quantities"])
                return await self._write(act.door, id_, quantities, version, key=key)
            case "merge":
                if target.filter is not None:
                    raise Invalid(_ONE_BY_ONE)
                into = arguments.number(given["into"])
                return await self._write(act.door, target.ids, into, key=key)
            case _:
                return await self._do_to_all(act, target, given, key)

    async def _do_to_all(
        self, act: Act, target: Target, given: dict[str, str], key: str | None
    ) -> Any:
        selection = target.selection(_part_of(given))
        if act.door is items.edit_many:
            return await self._write(act.door, selection, _changes(act, given), key=key)
        if act.name == "put_in":
            kit = arguments.number(given["kit"])
            return await self._write(act.door, kit, selection, key=key)
        named = {_argument(field): _value(field, given) for field in act.asks}
        return await self._write(act.door, selection, key=key, **named)

    async def _offer_survivors(self, target: Target) -> None:
        """Any of the selected can be the one that stays; the largest is proposed."""
        rows = await self._read(items.selected, target.selection())
        self.choices = [_choice(row) for row in rows]
        largest = max(rows, key=lambda row: Decimal(row["quantity"].replace(",", "")))
        self.picked = self.picked | {"into": str(largest["id"])}

    def _ask(self, act: Act, target: Target, detail: ItemDetail | None, count: int) -> None:
        self._start()
        self.name, self.action, self.danger, self.says = act.name, act.label, act.danger, act.says
        what = detail.title if detail else f"{count:,} items"
        self.title = f"{act.label}: {what}"
        if act.name.startswith("edit_"):
            self.title, self.action = f"{act.label} of {what}", "Save"
        self.target = target.text()
        self.asks, self.needs = [*act.asks], [*act.needs]
        self.values = dict.fromkeys(LABELS, "")
        self.picked = dict.fromkeys(PICKED, "")
        self.hints = dict.fromkeys(LABELS, "")
        self.choices = []
        if detail:
            self._suggest(act, detail)
        if "cost" in self.asks:
            self.asks.append("currency")

    def _suggest(self, act: Act, detail: ItemDetail) -> None:
        """What the item itself says about the fields."""
        row = detail.row
        quantity, unit = row["quantity"].replace(",", ""), row["unit"] or "pieces"
        if act.partly and not row["serial"] and quantity not in ("0", "1"):
            self.asks = ["quantity", *self.asks]
            self.values["quantity"] = quantity
            self.hints["quantity"] = f"of {row['quantity']} {unit}; the rest stays as it is"
        self.hints["counted"] = f"{row['quantity']} {unit} until now"
        self.hints["quantities"] = f"of {row['quantity']} {unit}; several apart by a blank"
        self.hints["serials"] = f"One for each of {row['quantity']}; a pattern like SN-0001..0010"
        for field, value in (("lot", row["lot"]), ("work_order", row["work_order"])):
            if field in self.asks:
                self.values[field] = value


def _choice(row: ItemRow) -> Option:
    which = f"lot {row['lot']}" if row["lot"] else row["uid"]
    much = f"{row['quantity']} {row['unit']}".strip()
    hint = " · ".join(text for text in (much, row["place"]) if text)
    return Option(value=str(row["id"]), label=f"{row['part']} · {which}", hint=hint)


def _act(name: object) -> Act:
    act = ACTS.get(arguments.text(name))
    if act is None:
        raise Invalid("There is no such act.")
    return act


def _check(act: Act, given: dict[str, str]) -> None:
    """Raises Invalid where a name was typed that is neither chosen nor created, or is missing."""
    problems: list[Problem] = []
    for field in act.asks:
        typed = given.get(f"{field}_text", "") if field in PICKED else ""
        if typed and not given.get(field):
            said = f"“{typed[:60]}” is not known here. Choose from the list"
            made = ", or create it." if field not in ("parent", "into") else "."
            problems.append(Problem(said + made, field))
        elif field in act.needs and not given.get(field, "").strip():
            problems.append(Problem(f"{LABELS[field]} is missing.", field))
    if problems:
        raise Invalid.because(problems)


def _argument(field: str) -> str:
    """A field's name as the doors have it."""
    return f"{field}_id" if field in PICKED else field


def _value(field: str, given: dict[str, str]) -> Any:
    if field in PICKED:
        return arguments.number_or_none(given.get(field))
    return given.get(field, "")


def _part_of(given: dict[str, str]) -> str:
    return given.get("quantity", "").strip()


def _quantities(typed: str) -> list[str]:
    return items.read_quantities(typed)


def _changes(act: Act, given: dict[str, str]) -> dict[str, str]:
    field = act.asks[0]
    if field == "cost":
        return {"unit_cost": given.get("cost", ""), "currency": given.get("currency", "")}
    return {_argument(field): given.get(field, "")}
