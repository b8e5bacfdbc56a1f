"""Recalling the lot that is on the screen."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import issues
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState
from ioninv.ui.issues.form_state import EMPTY, FIELDS, IssueFields, check_assignee, form_of
from ioninv.ui.issues.list_state import PATH
from ioninv.ui.issues.undo_state import told, with_change
from ioninv.ui.issues.words import counted
from ioninv.ui.recall.state import RecallState
from ioninv.ui.state import AppState
from ioninv.vocabulary import Severity


class RecallFormState(IssueFields, FormState, AppState):
    """The dialog. The part and the lot travel with the form."""

    title: str = ""
    description: str = ""
    part_id: str = ""
    lot: str = ""

    @rx.event
    async def start(self) -> None:
        shown = await self.get_state(RecallState)
        self._start()
        self.values = EMPTY | {"severity": Severity.CRITICAL.value}
        self.assignee_name = ""
        self.part_id, self.lot = shown.part_id, shown.lot
        self.title = f"Recall lot {shown.lot} of {shown.part}"
        self.description = shown.holds

    @rx.event
    async def send(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            check_assignee(given)
            found, change = await self._write(
                with_change(issues.recall),
                arguments.number(given.get("part", "")),
                given.get("lot", ""),
                form_of(given | {"holds": "on"}),
                key=given.get("idempotency_key") or None,
            )
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        said = f"{found.issue.name}: {counted(len(found.items))} recalled, {found.to_hold:,} held."
        yield [rx.redirect(f"{PATH}?issue={found.issue.id}"), told(said, change)]
