"""Resolving an issue: what is to be done with its items, and what that will do to them."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import issues
from ioninv.domain.access import Actor, Session
from ioninv.domain.history import Done
from ioninv.domain.issues import IssueRow
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState
from ioninv.ui.issues.list_state import IssuesState
from ioninv.ui.issues.undo_state import told
from ioninv.ui.issues.words import counted, foretold
from ioninv.ui.state import AppState
from ioninv.vocabulary import Disposition, IssueState

FIELDS = ("disposition", "reason")
DISPOSITIONS = (("", "Choose…"), *((each.value, each.label) for each in Disposition))


class ResolveState(FormState, AppState):
    """The question how an issue is resolved. `says` is what the chosen answer will do."""

    issue: int = 0
    title: str = ""
    description: str = ""
    says: list[str] = []
    danger: bool = False
    round: int = 0

    @rx.event
    async def ask(self, issue_id: int) -> None:
        row = (await self._read(issues.get, arguments.number(issue_id))).row
        self._start()
        self.issue, self.title = row.id, f"Resolve {row.name}"
        self.description, self.says, self.danger = row.title, [], False
        self.round += 1

    @rx.event
    async def weigh(self, disposition: str) -> AsyncIterator[Any]:
        """Tell what this would do, before it is done."""
        wanted = arguments.text(disposition, 40)
        self.errors, self.says = {}, []
        self.danger = wanted == Disposition.SCRAP
        if wanted not in set(Disposition):
            return
        try:
            foreseen, holds = await self._read(_foresee, self.issue, wanted)
        except Refused as refused:
            self._refuse(refused, FIELDS)
            yield IssuesState.refresh
            return
        self.says = foretold(Disposition(wanted), foreseen, holds)

    @rx.event
    async def resolve(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            done, row = await self._write(
                _resolve,
                arguments.number(given.get("issue", "")),
                given.get("disposition", ""),
                given.get("reason", ""),
                key=given.get("idempotency_key") or None,
            )
        except Refused as refused:
            self._refuse(refused, FIELDS)
            # It may have been resolved elsewhere: then it says so behind the dialog.
            yield IssuesState.refresh
            return
        finally:
            self.saving = False
        self._done()
        yield [_news(done, row), IssuesState.refresh]


def _foresee(
    session: Session, actor: Actor, issue_id: int, disposition: str
) -> tuple[issues.Foreseen, bool]:
    foreseen = issues.foresee(session, actor, issue_id, disposition)
    return foreseen, issues.get(session, actor, issue_id).row.holds


def _resolve(
    session: Session, actor: Actor, issue_id: int, disposition: str, reason: str, key: str | None
) -> tuple[Done, IssueRow]:
    done = issues.resolve(session, actor, issue_id, disposition, reason, key=key)
    return done, issues.get(session, actor, issue_id).row


def _news(done: Done, row: IssueRow) -> Any:
    decided, notes = row.disposition_label.lower(), " ".join(done.notes)
    if row.state == IssueState.RESOLVED:
        said = f"{row.name} resolved: {decided}."
    else:
        left = counted(row.open_items)
        said = f"{row.name}: {decided} for {counted(done.count)}. {left} left on it."
    return told(said, done.change_set, detail=notes)
