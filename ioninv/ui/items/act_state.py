"""The dialog of every act: what it asks for, what it was aimed at, and what became of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import reflex as rx

from ioninv.domain import history, items
from ioninv.domain.access import Actor, Session
from ioninv.domain.history import Done
from ioninv.domain.items import ItemDetail, ItemRow, Selection
from ioninv.domain.parts import counted
from ioninv.errors import Conflict, Invalid, Problem, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.forms import FormState
from ioninv.ui.items.acts import ACTS, EDITED, LABELS, PICKED, Act
from ioninv.ui.items.creating import create
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.items.target import LONGEST_FORM, Target
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
_MOST_CHOICES = 100
_ONE_BY_ONE = (
    "To merge, the rows must be ticked one by one: press Clear selection, tick those that belong "
    "together, then Merge."
)
_FIELD_OF = {"unit_cost": "cost"}
"""How the form calls what the doors call otherwise."""


class ActState(FormState, AppState):
    """One dialog for all acts. What it is aimed at travels with the form, so that a restart of
    the server forgets nothing that a person sees. Who was refused because something changed
    meanwhile has been told: sent again, the form is aimed at what is there now."""

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

    _told: tuple[str, Target] | None = None

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
    async def start_here(self, name: str, key: str = "") -> AsyncIterator[Any]:
        """For the item that is open beside the grid; a single unit is not asked what can be left
        out: that is done at once. `key` is that of the press."""
        act, key_ = _act(name), arguments.key(key)
        opened = await self.get_state(PanelState)
        detail = await self._read(items.get, opened.item)
        target = Target((opened.item,), {opened.item: opened.version})
        if not act.at_once or _divisible(detail):
            self._ask(act, target, detail, 1)
            return
        try:
            done = await self._write(act.door, target.selection(), key=key_)
        except Refused as refused:
            yield toast.error(f"Not {act.done}.", " ".join(p.message for p in refused.problems))
            yield GridState.refresh
            return
        yield [told(f"{detail.title} {act.done}.", done), GridState.refresh]

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
            given = arguments.form(data, LONGEST_FORM)
            act, target = _act(given.get("act", "")), self._aimed_at(given.get("target", ""))
            try:
                done = await self._do(act, target, given)
            except Conflict:
                await self._look_again(act, target, given)
                yield GridState.refresh
                raise
        except Refused as refused:
            self._refuse_all(refused)
            return
        finally:
            self.saving = False
        self._done()
        if target.ticked:
            (await self.get_state(SelectionState))._empty()
        yield [told(await self._said(act, target, done), done), GridState.refresh]

    async def _do(self, act: Act, target: Target, given: dict[str, str]) -> Done:
        _check(act, given)
        key, reason = given.get("idempotency_key") or None, given.get("reason", "")
        match act.name:
            case "assign_serials":
                id_, version = _one(target)
                return await self._write(act.door, id_, given["serials"], version, key=key)
            case "adjust":
                id_, version = _one(target)
                counted_ = given["counted"]
                return await self._write(act.door, id_, counted_, reason, version, key=key)
            case "split":
                id_, version = _one(target)
                quantities = items.read_quantities(given["quantities"])
                return await self._write(act.door, id_, quantities, version, reason, key=key)
            case "merge":
                if target.filter is not None:
                    raise Invalid(_ONE_BY_ONE)
                into = arguments.number(given["into"])
                seen = target.versions
                return await self._write(act.door, target.ids, into, reason, key, seen)
            case "put_in":
                kit, selection = arguments.number(given["kit"]), target.selection(_part_of(given))
                return await self._write(act.door, kit, selection, reason, key=key)
            case _:
                return await self._do_to_all(act, target, given, key)

    async def _do_to_all(
        self, act: Act, target: Target, given: dict[str, str], key: str | None
    ) -> Done:
        selection = target.selection(_part_of(given))
        if act.door is items.edit_many:
            changes, reason = _changes(act, given), given.get("reason", "")
            return await self._write(act.door, selection, changes, reason, key=key)
        named = {_argument(field): _value(field, given) for field in act.asks}
        return await self._write(act.door, selection, key=key, **named)

    async def _offer_survivors(self, target: Target) -> None:
        """Any of the selected can be the one that stays; the largest is proposed."""
        rows = await self._read(items.shown, target.selection())
        self.choices = [_choice(row) for row in rows]
        largest = max(rows, key=lambda row: Decimal(row["quantity"].replace(",", "")))
        self.picked = self.picked | {"into": str(largest["id"])}

    def _refuse_all(self, refused: Refused) -> None:
        """Each sentence at its field; above them, everything that concerns the items."""
        told = [Problem(p.message, _FIELD_OF.get(p.field, p.field)) for p in refused.problems]
        self._refuse(Refused.because(told), self.asks)
        self.problem = " ".join(p.message for p in told if p.field not in self.asks)

    def _aimed_at(self, text: str) -> Target:
        """What the form says, or what has become of it for one who was told."""
        if self._told and self._told[0] == text:
            return self._told[1]
        return Target.read(text)

    async def _look_again(self, act: Act, target: Target, given: dict[str, str]) -> None:
        """The form goes on from what is there now."""
        try:
            now = await self._read(_seen_now, target)
        except Refused:
            # Nothing of it is left.
            return
        if now == target:
            return
        self._told = given.get("target", ""), now
        if now.single:
            self._tell_again(act, await self._read(items.get, now.single), given)
        elif self.title:
            self.title = _title(act, f"{len(now.ids):,} items")

    def _tell_again(self, act: Act, detail: ItemDetail, given: dict[str, str]) -> None:
        """What the item says now; who wanted the whole quantity wants the whole of what is left."""
        typed = dict(self.values)
        self._suggest(act, detail)
        wants_all = given.get("quantity") == typed["quantity"]
        self.values = typed | ({"quantity": self.values["quantity"]} if wants_all else {})

    async def _said(self, act: Act, target: Target, done: Done) -> str:
        """“3 scrapped.”, “3 of NUT-A scrapped.”, “2 moved, 1 needed no change.”"""
        if act.partly and done.split_ids:
            row = (await self._read(items.get, done.split_ids[0])).row
            return f"{row['quantity']} of {row['part']} {act.done}."
        rest = len(target.ids) - done.count if act.partly else 0
        more = f", {rest:,} needed no change" if rest > 0 else ""
        return f"{done.count:,} {act.done}{more}."

    def _ask(self, act: Act, target: Target, detail: ItemDetail | None, count: int) -> None:
        self._start()
        self._told = None
        self.name, self.action, self.danger, self.says = act.name, act.label, act.danger, act.says
        what = detail.title if detail else f"{count:,} items"
        self.title = _title(act, what)
        if act.name.startswith("edit_"):
            self.action = "Save"
        self.target = target.text()
        self.asks, self.needs = [*act.asks], [*act.needs]
        self.values = dict.fromkeys(LABELS, "")
        self.picked = dict.fromkeys(PICKED, "")
        # What was answered in another form may have been true then.
        self.options = {field: [] for field in PICKED}
        self.hints = dict.fromkeys(LABELS, "")
        self.choices = []
        if "reason" in act.asks and "reason" not in act.needs:
            self.hints["reason"] = "If you like: it stands in the history."
        if detail:
            self._suggest(act, detail)

    def _suggest(self, act: Act, detail: ItemDetail) -> None:
        """What the item itself says about the fields."""
        row = detail.row
        quantity, unit = row["quantity"].replace(",", ""), row["unit"] or "pieces"
        if act.partly and (_divisible(detail) or "quantity" in self.asks):
            self.asks = ["quantity", *act.asks]
            self.values["quantity"] = quantity
            self.hints["quantity"] = f"of {row['quantity']} {unit}; the rest stays as it is"
        self.hints["counted"] = f"{row['quantity']} {unit} until now"
        self.hints["quantities"] = f"of {row['quantity']} {unit}; several apart by a blank"
        self.hints["serials"] = f"One for each of {row['quantity']}; a pattern like SN-0001..0010"
        for field, value in (("lot", row["lot"]), ("work_order", row["work_order"])):
            if field in self.asks and not act.name.startswith("edit_"):
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


def _title(act: Act, what: str) -> str:
    return f"{act.label} of {what}" if act.name.startswith("edit_") else f"{act.label}: {what}"


def _seen_now(session: Session, actor: Actor, target: Target) -> Target:
    """The same items as they are now; of all that matched, those that still do."""
    ids, as_of = target.ids, target.as_of
    if target.filter is not None:
        found = items.selected(session, actor, Selection(filter=target.filter))
        ids = tuple(id_ for id_ in ids if id_ in found)
    if as_of is not None:
        as_of = history.latest(session)
    versions = items.selected(session, actor, Selection(ids=ids))
    return replace(target, ids=ids, versions=versions, as_of=as_of)


def _divisible(detail: ItemDetail) -> bool:
    """Whether there is a part of it that an act could take."""
    row = detail.row
    single = row["quantity"] == "1" and counted(row["unit"])
    return not row["serial"] and row["quantity"] != "0" and not single


def _one(target: Target) -> tuple[int, int | None]:
    """The item of an act that only one can be told, and the version that was seen."""
    if target.single is None:
        raise Invalid("This can be done to one item at a time. Select one.")
    return target.single, target.versions.get(target.single)


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


def _changes(act: Act, given: dict[str, str]) -> dict[str, str]:
    """What is filled in, or emptiness where that is asked for. Raises Invalid for neither or both."""
    _, fields = EDITED[act.name.removeprefix("edit_")]
    filled = {field: given[field] for field in fields if given.get(field, "").strip()}
    if bool(filled) == bool(given.get("clear")):
        said = "Either fill it in, or clear it." if filled else "Fill it in, or tick “Clear it”."
        raise Invalid(said, fields[0])
    changes = filled or dict.fromkeys(fields, "")
    return {
        "unit_cost" if field == "cost" else _argument(field): changes[field] for field in changes
    }
