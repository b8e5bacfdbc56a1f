"""Archiving a role of one's own, and restoring it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts import RoleRow
from ioninv.errors import NotFound, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState
from ioninv.ui.people.giving import RoleChoice, roles_to_give
from ioninv.ui.people.roles_state import RolesState
from ioninv.ui.people.telling import told
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState


class ArchiveRoleState(FormState, AppState):
    """The form that asks which role its people get instead."""

    role: int = 0
    version: int = 0
    name: str = ""
    has_bearers: bool = False
    successors: list[RoleChoice] = []

    @rx.event
    async def ask(self, role: str) -> None:
        row, successors = await self._read(_look_up, arguments.text(role, 40))
        self.role, self.version, self.name = row.id, row.version, row.name
        self.has_bearers = bool(row.users or row.tokens)
        self.successors = [RoleChoice(value="", label="Choose…"), *successors]
        self._start()

    @rx.event
    async def archive(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Archive it; who has it gets the role that was chosen."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            row = await self._write(
                accounts.archive_role,
                arguments.number(given.get("id")),
                successor=given.get("successor") or None,
                version=arguments.number(given.get("version")),
                key=given.get("idempotency_key") or None,
            )
        except Refused as refused:
            self._refuse(refused, ("successor",))
            # Somebody may have got the role meanwhile.
            self.has_bearers = self.has_bearers or "successor" in self.errors
            return
        finally:
            self.saving = False
        self._done()
        yield [await self._told(row, "archived"), RolesState.refresh]

    @rx.event
    async def restore(self, role: int, version: int) -> list[Any]:
        id_, version = arguments.number(role), arguments.number(version)
        key = f"role-{id_}-{version}-restored"
        row = await self._write(
            accounts.archive_role, id_, archived=False, version=version, key=key
        )
        return [await self._told(row, "restored"), RolesState.refresh]

    async def _told(self, row: RoleRow, what: str) -> Any:
        history = await self._read(where_seen, accounts.role_timeline, row.id)
        return told(f"Role {row.name} {what}.", history, RolesState.undo)


def _look_up(session: Session, actor: Actor, key: str) -> tuple[RoleRow, list[RoleChoice]]:
    found = next((row for row in accounts.roles(session, actor) if row.key == key), None)
    if found is None:
        raise NotFound("There is no such role. It may have been opened from an old link.")
    others = [each for each in roles_to_give(session, actor) if each["value"] != key]
    return found, others
