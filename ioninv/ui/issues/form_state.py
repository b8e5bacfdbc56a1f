"""The fields of an issue, as every form of one has them; and editing one."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import issues
from ioninv.domain.issues import IssueDetail, IssueForm
from ioninv.errors import Conflict, Invalid, Problem, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.forms import (
    FormState,
    changed_meanwhile,
    remember,
    remembered,
    untouched_follow,
)
from ioninv.ui.issues.list_state import IssuesState
from ioninv.ui.issues.undo_state import told, with_change
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import Severity

FIELDS = ("title", "text", "severity", "assignee", "holds")
EMPTY = {"title": "", "text": "", "severity": Severity.MAJOR.value, "assignee": "", "holds": "on"}


class IssueFields(rx.State, mixin=True):
    """What a form of an issue is filled with at first."""

    values: dict[str, str] = EMPTY
    assignee_name: str = ""
    assignee_options: list[Option] = []

    @rx.event
    async def find_assignees(self, typed: str) -> None:
        self.assignee_options = await picking.options(self, "user", typed)


class EditIssueState(IssueFields, FormState, AppState):
    """Editing an issue; turning its hold on or off holds or frees its items."""

    issue: int = 0
    version: int = 0
    title: str = ""
    began: str = ""

    _seen_version: int = 0

    @rx.event
    async def start(self, issue_id: int) -> None:
        detail = await self._read(issues.get, arguments.number(issue_id))
        self._start()
        self.issue, self.version, self._seen_version = detail.row.id, detail.row.version, 0
        self.title = f"Edit {detail.row.name}"
        self.values, self.assignee_name = _values(detail), detail.row.assignee
        self.began = remember(self.values)

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            row, change = await self._store(arguments.form(data))
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        yield [told(f"{row.name} saved.", change), IssuesState.refresh]

    async def _store(self, given: Mapping[str, str]) -> Any:
        check_assignee(given)
        id_, key = arguments.number(given.get("id", "")), given.get("idempotency_key") or None
        typed = {field: given.get(field, "") for field in FIELDS}
        began, version = remembered(given.get("began", "")), arguments.number(given.get("version"))
        now = await self._read(issues.get, id_)
        if version < self._seen_version <= now.row.version:
            # The person was told what somebody else stored meanwhile, and sends again.
            version, typed = self._seen_version, untouched_follow(typed, began, _values(now))
        door = with_change(issues.edit)
        try:
            return await self._write(door, id_, form_of(typed), version, key=key)
        except Conflict:
            if now.row.version != version:
                self._seen_version = now.row.version
                self.hints = changed_meanwhile(began, _values(now))
            raise


def form_of(typed: Mapping[str, str]) -> IssueForm:
    """An issue as its form sends it."""
    return IssueForm(
        title=typed.get("title", ""),
        text=typed.get("text", ""),
        severity=typed.get("severity", ""),
        assignee_id=arguments.number_or_none(typed.get("assignee")),
        holds=typed.get("holds") == "on",
    )


def check_assignee(given: Mapping[str, str]) -> None:
    """Raises Invalid where somebody was typed whom nobody knows."""
    typed = given.get("assignee_text", "")
    if typed and not given.get("assignee"):
        said = f"“{typed[:60]}” is not known here. Choose from the list."
        raise Invalid.because([Problem(said, "assignee")])


def _values(detail: IssueDetail) -> dict[str, str]:
    row = detail.row
    return {
        "title": row.title,
        "text": detail.text,
        "severity": row.severity,
        "assignee": str(row.assignee_id or ""),
        "holds": "on" if row.holds else "",
    }
