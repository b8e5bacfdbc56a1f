"""The issue open beside the list: what it is about, its items, what was said and done."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import reflex as rx

from ioninv.domain import issues
from ioninv.domain.access import Actor, Session
from ioninv.domain.history import Told
from ioninv.domain.issues import IssueDetail, IssueRow
from ioninv.errors import NotFound
from ioninv.ui import arguments, history, picking
from ioninv.ui.issues.words import ShownComment, ShownItem, counted, shown_comment, shown_item
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.picking import Option
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.vocabulary import IssueState


class IssuePanelState(AppState):
    """One issue in full; `issue` 0 means that none is open."""

    issue: int = 0
    version: int = 0
    missing: str = ""
    name: str = ""
    title: str = ""
    text: str = ""
    state: str = ""
    state_label: str = ""
    severity: str = ""
    severity_label: str = ""
    why_lead: str = ""
    why_rest: str = ""
    assignee: str = ""
    assignee_id: str = ""
    assignee_options: list[Option] = []
    raised_by: str = ""
    raised: str = ""
    resolved: str = ""
    items: list[ShownItem] = []
    items_text: str = ""
    more_items: str = ""
    items_href: str = ""
    export_href: str = ""
    comments: list[ShownComment] = []
    timeline: list[TimelineEntry] = []

    @rx.event
    async def show(self, issue_id: int) -> AsyncIterator[Any]:
        """Show an issue; 0 shows none. What of its history can be undone is told after the rest."""
        issue_id = arguments.number(issue_id)
        self.missing, told = "", None
        try:
            told = await self._fill(issue_id) if issue_id else None
        except NotFound as refused:
            self.reset()
            self.missing = refused.message
        self.issue = issue_id
        yield
        if told:
            undoable = await self._read(history.undoable, told)
            self.timeline = history.entries(told, undoable)

    @rx.event
    async def find_assignees(self, typed: str) -> None:
        self.assignee_options = await picking.options(self, "user", typed)

    async def _fill(self, issue_id: int) -> Sequence[Told]:
        detail, told, reader = await self._read(_look, issue_id)
        self._tell(detail.row)
        self.text = detail.text
        self._tell_items(detail)
        self.comments = [shown_comment(each, reader) for each in detail.comments]
        self.timeline = history.entries(told)
        return told

    def _tell(self, row: IssueRow) -> None:
        self.version, self.name, self.title = row.version, row.name, row.title
        self.state, self.state_label = row.state, row.state_label
        self.severity, self.severity_label = row.severity, row.severity_label
        self.why_lead, self.why_rest = _why(row)
        self.assignee, self.assignee_id = row.assignee, str(row.assignee_id or "")
        self.raised_by, self.raised, self.resolved = row.raised_by, row.created, row.resolved

    def _tell_items(self, detail: IssueDetail) -> None:
        row = detail.row
        self.items = [shown_item(each) for each in detail.items]
        self.items_text = counted(row.items)
        left = row.items - len(detail.items)
        self.more_items = f"And {left:,} more, in the inventory." if left else ""
        self.items_href = f"/?issue={row.id}"
        self.export_href = f"/api/v1/export/items.csv?issue={row.id}"


def _look(session: Session, actor: Actor, issue_id: int) -> tuple[IssueDetail, Sequence[Told], int]:
    """The issue, its history, and who reads it."""
    detail = issues.get(session, actor, issue_id)
    told = where_seen(session, actor, issues.timeline, issue_id)
    return detail, told, actor.user_id


def _why(row: IssueRow) -> tuple[str, str]:
    """What the issue holds, or what was decided."""
    if row.state == IssueState.RESOLVED:
        return f"{row.disposition_label}.", "It holds nothing any more."
    done = row.items - row.open_items
    decided = f"{row.disposition_label}: {done:,} done. " if row.disposition_label else ""
    if not row.open_items:
        return f"{decided}No items on it.", "Add those it is about."
    if row.holds:
        rest = "They may not be used until it is resolved."
        return f"{decided}Holds {counted(row.open_items)}.", rest
    return f"{decided}Holds nothing.", f"Its {counted(row.open_items)} can be used."
