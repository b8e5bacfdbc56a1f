"""What is said on the open issue, and changing what one has said."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import issues
from ioninv.errors import Refused
from ioninv.ui import arguments, picking
from ioninv.ui.issues.list_state import IssuesState
from ioninv.ui.issues.panel_state import IssuePanelState
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState


class CommentState(AppState):
    """The field for a comment. What is typed lives in the browser; a new `round` empties it."""

    user_options: list[Option] = []
    editing: int = 0
    round: int = 0
    saving: bool = False
    problem: str = ""
    edit_problem: str = ""

    @rx.event
    async def find_users(self, typed: str) -> None:
        """Who may be meant by what stands behind an @."""
        self.user_options = await picking.options(self, "user", typed)

    @rx.event
    async def say(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self.saving, self.problem = True, ""
        yield
        try:
            given = arguments.form(data)
            issue_id = arguments.number(given.get("issue", ""))
            key = given.get("idempotency_key") or None
            await self._write(issues.comment, issue_id, given.get("text", ""), key=key)
        except Refused as refused:
            self.problem = refused.message
            return
        finally:
            self.saving = False
        self.round += 1
        yield IssuesState.refresh

    @rx.event
    def edit(self, comment_id: int) -> None:
        """Change one's own comment, in its place; 0 leaves it as it is."""
        self.editing, self.edit_problem = arguments.number(comment_id), ""

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self.saving, self.edit_problem = True, ""
        yield
        try:
            given = arguments.form(data)
            await self._write(
                issues.edit_comment,
                arguments.number(given.get("comment", "")),
                given.get("text", ""),
                arguments.number_or_none(given.get("version")),
                key=given.get("idempotency_key") or None,
            )
        except Refused as refused:
            self.edit_problem = refused.message
            return
        finally:
            self.saving = False
        self.editing = 0
        opened = await self.get_state(IssuePanelState)
        yield IssuePanelState.show(opened.issue)
