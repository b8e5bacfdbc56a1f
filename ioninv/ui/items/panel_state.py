"""The item open beside the grid: its facts, its why, what can be done with it, its history."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import items
from ioninv.domain.access import Actor, Session
from ioninv.domain.items import ItemDetail, OnIssue, Related, Relative, Selection
from ioninv.errors import NotFound
from ioninv.ui import address, arguments, history
from ioninv.ui.attachments.state import AttachmentsState
from ioninv.ui.attributes.words import Told as AttributeTold
from ioninv.ui.attributes.words import told
from ioninv.ui.items.built_state import BuiltState
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.state import AppState
from ioninv.vocabulary import ActName, Disposition, IssueState

_FIRST = (
    ActName.RECEIVE, ActName.FINISH_WORK, ActName.REMOVE, ActName.TAKE_BACK,
    ActName.RESTORE, ActName.UNVOID, ActName.TAKE_OUT, ActName.RELEASE, ActName.MOVE,
    ActName.INSTALL, ActName.START_WORK,
)  # fmt: skip
"""What is most likely wanted next comes first: what leads out of the state it is in."""
_LAST = (ActName.SCRAP, ActName.VOID)
_SHOWN = 2


class Fact(TypedDict):
    """A name and a value; with an address, the value leads there."""

    name: str
    value: str
    mono: bool
    href: str


class Offer(TypedDict):
    """An act that can be done with this item now."""

    name: str
    label: str
    danger: bool


class RelativeRow(TypedDict):
    id: int
    label: str
    part: str
    quantity: str
    status: str
    status_label: str
    how: str


class OnIssueRow(TypedDict):
    """An issue that the item is on; `said` is its state, or what was done with the item."""

    id: int
    name: str
    title: str
    state: str
    said: str
    holds: bool
    href: str


class PanelState(AppState):
    """One item in full; `item` 0 means that none is open."""

    item: int = 0
    version: int = 0
    first_acts: list[Offer] = []
    more_acts: list[Offer] = []
    can_edit: bool = False
    missing: str = ""
    title: str = ""
    subtitle: str = ""
    uid: str = ""
    status: str = ""
    status_label: str = ""
    held: bool = False
    why_lead: str = ""
    why_rest: str = ""
    facts: list[Fact] = []
    attributes: list[AttributeTold] = []
    note: str = ""
    kit: str = ""
    kit_href: str = ""
    family: list[RelativeRow] = []
    parents: list[RelativeRow] = []
    children_total: int = 0
    timeline: list[TimelineEntry] = []
    issues: list[OnIssueRow] = []
    recall_href: str = ""

    @rx.event
    async def show(self, item_id: int) -> AsyncIterator[Any]:
        """Show an item; 0 shows none. What of its history can be undone is told after the rest."""
        item_id = arguments.number(item_id)
        self.missing = ""
        try:
            detail = await self._fill(item_id) if item_id else None
        except NotFound as refused:
            self.reset()
            self.missing, detail = refused.message, None
        self.item = item_id
        shown = item_id if detail else 0
        yield [BuiltState.show(shown), AttachmentsState.show_item(shown)]
        if detail:
            undoable = await self._read(history.undoable, detail.timeline)
            self.timeline = history.entries(detail.timeline, undoable)

    async def _fill(self, item_id: int) -> ItemDetail:
        detail, offered, family = await self._read(_look, item_id)
        self._tell(detail)
        self.family = _families(family)
        self._offer(offered, detail.row["pending"])
        return detail

    def _offer(self, possible: Sequence[str], pending: bool) -> None:
        first = _FIRST
        if pending:
            # Without its serial nothing can be built with it.
            first = (ActName.ASSIGN_SERIALS, *_FIRST)
        rest = [name for name in ActName if name not in first and name not in _LAST]
        ranked = [name for name in (*first, *rest, *_LAST) if name in possible]
        acts = [
            Offer(
                name=name.value,
                label=name.label,
                danger=name in _LAST,
            )
            for name in ranked
            if name is not ActName.EDIT
        ]
        self.first_acts, self.more_acts = acts[:_SHOWN], acts[_SHOWN:]
        self.can_edit = ActName.EDIT in possible

    def _tell(self, detail: ItemDetail) -> None:
        row = detail.row
        self.version = detail.version
        self.title, self.uid = detail.title, row["uid"]
        self.subtitle = " · ".join(text for text in (row["part"], row["name"]) if text)
        self.status, self.status_label, self.held = row["status"], row["status_label"], row["held"]
        self.why_lead, self.why_rest = detail.why_lead, detail.why_rest
        self.facts = _facts(detail)
        self.attributes = told(detail.attributes)
        self.note = detail.note
        self.kit, self.kit_href = detail.kit, f"/kits?kit={detail.kit_id}" if detail.kit_id else ""
        self.parents = [_relative(parent) for parent in detail.parents]
        self.children_total = detail.children_total
        self.issues = [_on_issue(each) for each in detail.issues]
        query = {"part": str(row["part_id"]), "lot": row["lot"]}
        self.recall_href = address.address("/issues/recall", query) if row["lot"] else ""
        self.timeline = history.entries(detail.timeline)


def _look(
    session: Session, actor: Actor, item_id: int
) -> tuple[ItemDetail, Sequence[str], Sequence[Related]]:
    """The item, the acts that nothing stands against, and its family."""
    detail = items.get(session, actor, item_id)
    offered = items.acts_for(session, actor, Selection(ids=(item_id,)))
    return detail, offered, items.family(session, actor, item_id)


def _facts(detail: ItemDetail) -> list[Fact]:
    row = detail.row
    quantity = f"{row['quantity']} {row['unit']}".strip()
    cost = f"{row['cost']} each, {detail.total_cost} in all" if detail.total_cost else row["cost"]
    facts = (
        ("Serial", row["serial"], True),
        ("Lot", row["lot"], True),
        ("Quantity", "" if row["serial"] else quantity, False),
        ("Location", detail.location, False),
        ("Shipped to", detail.shipped_to, False),
        ("Supplier", row["supplier"], False),
        ("Purchase order", _order(detail), False),
        ("Unit cost", cost, False),
        ("Usage type", row["usage"], False),
        ("Work order", row["work_order"], False),
        ("Expires", row["expires"], False),
        ("Code", row["uid"], True),
    )
    order = f"/purchasing?order={detail.order_id}" if detail.order_id else ""
    return [
        Fact(name=name, value=value, mono=mono, href=order if name == "Purchase order" else "")
        for name, value, mono in facts
        if value
    ]


def _order(detail: ItemDetail) -> str:
    number = detail.row["purchase_order"]
    return f"{number}, line {detail.line}" if detail.line else number


def _families(family: Sequence[Related]) -> list[RelativeRow]:
    """Each relative once, with everything it is: “split off, merged from”."""
    hows: dict[int, list[str]] = {}
    for each in family:
        hows.setdefault(each.item.id, []).append(each.how)
    items_ = {each.item.id: each.item for each in family}
    return [_relative(item, ", ".join(hows[id_])) for id_, item in items_.items()]


def _on_issue(each: OnIssue) -> OnIssueRow:
    done = Disposition(each.outcome).label if each.outcome else ""
    return OnIssueRow(
        id=each.id,
        name=each.name,
        title=each.title,
        # Done with this item, the issue may still be open on others.
        state=IssueState.RESOLVED.value if done else each.state,
        said=done or each.state_label,
        holds=each.holds and not done and each.state != IssueState.RESOLVED,
        href=f"/issues?issue={each.id}",
    )


def _relative(relative: Relative, how: str = "") -> RelativeRow:
    return RelativeRow(
        id=relative.id,
        label=relative.label,
        part=relative.part,
        quantity=relative.quantity,
        status=relative.status,
        status_label=relative.status_label,
        how=how,
    )
