"""Serials before arrival: typed in a table, or read from the supplier's list; saved in one act."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import items, purchasing, undoing
from ioninv.domain.csv_cells import guarded
from ioninv.domain.parts import counted
from ioninv.domain.purchasing import OrderDetail, SheetRead
from ioninv.errors import Conflict, Invalid, NotFound, Refused
from ioninv.ui import address, arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState

PATH = "/purchasing/serials"
LIST = "list"
MOST_ROWS = 500
_LONGEST = 900_000
_SHOWN = 500
_COLUMNS = ("UID", "Serial", "Lot", "Quantity")
_IN_ROW = re.compile(r"stands in row \d+ already")
"""Rows of a list have numbers; those of the table have none that a person sees."""


class CellRow(TypedDict):
    """A row to type into: an item on order, or one unit of those that have no serial yet."""

    id: str
    uid: str
    line: str
    part: str
    name: str
    quantity: str
    unit: bool
    serial: str
    lot: str
    version: int


class PreviewRow(TypedDict):
    """What a row of the supplier's list does, or why not."""

    key: str
    row: str
    given: str
    sentence: str
    problem: str


@dataclass(frozen=True)
class _Typed:
    """A row of the table that was changed. `before` is the serial that stood there.

    Emptied, it is cleared: in this table a blank means that, in a list it means nothing.
    """

    id: str
    uid: str
    serial: str
    lot: str
    before: str
    unit: bool
    version: int

    @property
    def cleared(self) -> bool:
        return bool(self.before) and not self.serial


class SerialsState(AppState):
    """The items of an order that have still to come, and what is wrong with what was typed."""

    order: int = 0
    section: str = ""
    loaded: bool = False
    missing: str = ""
    number: str = ""
    said: str = ""
    rows: list[CellRow] = []
    more: str = ""
    round: int = 0
    saving: bool = False
    problem: str = ""
    problems: dict[str, str] = {}
    saved: str = ""
    fill: dict[str, Any] = {}
    preview: list[PreviewRow] = []
    preview_of: str = ""
    preview_said: str = ""
    can_apply: bool = False

    @rx.event
    async def enter(self) -> None:
        await close_dialogs(self)
        self.saving, self.problem, self.problems, self.fill = False, "", {}, {}
        self._forget_preview()
        query = dict(self.router.url.query_parameters)
        self.section = LIST if query.get("section") == LIST else ""
        try:
            await self._show(address.number(query, "order"))
            self.missing = ""
        except (Invalid, NotFound) as refused:
            self.order, self.rows, self.missing = 0, [], refused.message
        self.loaded = True
        await self._load_frame()

    @rx.event
    def fill_in(self, pattern: str) -> Any:
        """The serials that a pattern names, for the cells that are empty."""
        serials, problems = items.read_serials(arguments.text(pattern, 200))
        if problems:
            return toast.error("Not filled in.", problems[0].message)
        self.fill = {"round": self.fill.get("round", 0) + 1, "serials": serials[:MOST_ROWS]}
        return None

    @rx.event
    async def save(self, payload: str) -> AsyncIterator[Any]:
        """Give all rows that were changed their serials and lots, or none."""
        order, key, typed = _read(payload)
        self.saving, self.problem, self.problems = True, "", {}
        yield
        try:
            text = _table(typed)
            cleared = {row.uid: row.version for row in typed if row.cleared}
            tried = await self._read(
                purchasing.read_serials_back, order, text, key, dry_run=True, cleared=cleared
            )
            self.problems = {
                typed[row.row - 2].id: _IN_ROW.sub("is typed twice", row.problem)
                for row in tried.rows
                if row.problem
            }
            if self.problems:
                self.problem = _count(len(self.problems), "row is wrong", "rows are wrong")
                return
            door = purchasing.read_serials_back
            done = await self._write(door, order, text, key=key, cleared=cleared)
        except Refused as refused:
            self.problem = " ".join(each.message for each in refused.problems[:5])
            if isinstance(refused, Conflict):
                # What is typed stays; who saves again has seen what stands there now.
                await self._show(order)
            return
        finally:
            self.saving = False
        self.saved = key
        await self._show(order)
        yield _told(done)

    @rx.event
    async def look(self, text: str, nonce: str) -> AsyncIterator[Any]:
        """What each row of the supplier's list would do; nothing is stored."""
        self._forget_preview()
        self.saving = True
        yield
        try:
            given = arguments.text(text, _LONGEST)
            read = await self._read(purchasing.read_serials_back, self.order, given, dry_run=True)
        except Refused as refused:
            self.problem = refused.message
            return
        finally:
            self.saving = False
        self._preview(read)
        self.preview_of = arguments.text(nonce, 60)

    @rx.event
    async def apply(self, text: str, key: str) -> AsyncIterator[Any]:
        """Do what was shown, in one act."""
        given, named = arguments.text(text, _LONGEST), arguments.text(key, 60)
        self.saving, self.problem = True, ""
        yield
        try:
            done = await self._write(
                purchasing.read_serials_back, self.order, given, key=f"list-{named}"
            )
        except Refused as refused:
            self.problem = " ".join(each.message for each in refused.problems[:5])
            return
        finally:
            self.saving = False
        self._forget_preview()
        self.saved = named
        await self._show(self.order)
        yield _told(done)

    @rx.event
    async def undo(self, change_set: str) -> AsyncIterator[Any]:
        number = arguments.number(change_set)
        try:
            await self._write(undoing.undo, number, key=f"undo-{number}")
        except Refused as refused:
            yield toast.error("Not undone.", " ".join(p.message for p in refused.problems))
        else:
            yield toast.success("Undone.")
        await self._show(self.order)

    async def _show(self, order_id: int) -> None:
        detail = await self._read(purchasing.get, order_id)
        self.order, self.number = order_id, detail.order.number
        self.rows = _rows(detail)
        units = sum(1 for each in detail.items if each.expected)
        shown = len({row["uid"] for row in self.rows})
        hidden = units - shown
        self.more = (
            f"{hidden:,} more do not fit in this table: use the supplier's list."
            if hidden > 0 or len(self.rows) >= MOST_ROWS
            else ""
        )
        given = sum(bool(row["serial"]) for row in self.rows)
        self.said = " · ".join(
            filter(None, (detail.order.supplier, _count(given, "serial known", "serials known")))
        )
        self.round += 1

    def _preview(self, read: SheetRead) -> None:
        rows = sorted(read.rows, key=lambda row: not row.problem)[:_SHOWN]
        self.preview = [
            PreviewRow(
                key=str(row.row),
                row=str(row.row),
                given=row.given,
                sentence=row.sentence,
                problem=row.problem,
            )
            for row in rows
        ]
        changes = _count(read.changed, "row changes something", "rows change something")
        wrong = _count(read.problems, "row is wrong", "rows are wrong") if read.problems else ""
        self.preview_said = f"{wrong}: correct the list first." if wrong else f"{changes}."
        hidden = len(read.rows) - len(rows)
        if hidden:
            self.preview_said += f" {hidden:,} more rows are not shown."
        self.can_apply = not read.problems and read.changed > 0

    def _forget_preview(self) -> None:
        self.preview, self.preview_of, self.preview_said = [], "", ""
        self.can_apply, self.problem = False, ""


def _rows(detail: OrderDetail) -> list[CellRow]:
    """One row for each item, and for each unit that can get a serial."""
    lines = {line.id: line for line in detail.lines}
    rows: list[CellRow] = []
    for item in detail.items:
        line = lines[item.line_id]
        if not item.expected or len(rows) >= MOST_ROWS:
            continue
        units = line.tracking == "serial" and not item.serial and counted(line.unit)
        count = int(float(item.quantity)) if units else 1
        rows += [
            CellRow(
                id=f"{item.id}-{number}",
                uid=item.uid,
                line=str(line.position),
                part=line.part,
                name=line.part_name,
                quantity="1" if units else item.quantity,
                unit=bool(units or item.serial),
                serial=item.serial,
                lot=item.lot,
                version=item.version,
            )
            for number in range(min(count, MOST_ROWS - len(rows)))
        ]
    return rows


def _read(payload: object) -> tuple[int, str, list[_Typed]]:
    """What the table sent. Raises Invalid."""
    try:
        given: Any = json.loads(arguments.text(payload, _LONGEST))
    except ValueError:
        given = None
    if not isinstance(given, dict) or not isinstance(given.get("rows"), list):
        raise Invalid("This request was not understood. Load the page again.")
    rows = given["rows"]
    if len(rows) > MOST_ROWS or not all(isinstance(row, dict) for row in rows):
        raise Invalid("This request was not understood. Load the page again.")
    typed = [
        _Typed(
            id=arguments.text(row.get("id"), 60),
            uid=arguments.text(row.get("uid"), 60),
            serial=arguments.text(row.get("serial"), 2_000).strip(),
            lot=arguments.text(row.get("lot"), 2_000).strip(),
            before=arguments.text(row.get("before"), 2_000),
            unit=arguments.flag(row.get("unit")),
            version=arguments.number(row.get("version")),
        )
        for row in rows
    ]
    return arguments.number(given.get("order")), arguments.text(given.get("key"), 60), typed


def _table(typed: Sequence[_Typed]) -> str:
    """The rows as the supplier's list has them: one door reads both."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in typed:
        quantity = "1" if row.unit else ""
        writer.writerow([row.uid, guarded(row.serial), guarded(row.lot), quantity])
    return text.getvalue()


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _told(done: SheetRead) -> rx.event.EventSpec:
    if not done.change_set:
        return toast.info("Nothing has changed.")
    text = f"{_count(done.changed, 'item', 'items')} changed."
    return toast.success(text, action="Undo", on_action=SerialsState.undo(str(done.change_set)))
