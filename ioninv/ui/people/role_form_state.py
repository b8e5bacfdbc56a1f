"""A role of one's own: made from a copy of another, and edited."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts import RoleRow
from ioninv.errors import Conflict, NotFound, Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState, changed_meanwhile, told_version
from ioninv.ui.people.permissions import WORDS
from ioninv.ui.people.roles_state import RolesState
from ioninv.ui.people.telling import told
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.vocabulary import Permission

FIELDS = ("name", "permissions")


class RoleFormState(FormState, AppState):
    """The role's form: its name, and a box for each permission."""

    role: int = 0
    version: int = 0
    seen: int = 0
    title: str = ""
    action: str = ""
    name: str = ""
    chosen: dict[str, bool] = {}
    mine: dict[str, bool] = {}

    @rx.event
    async def start_copy(self, role: str) -> None:
        """A new role that begins with what another one permits, as far as one may give it."""
        row = await self._look(role)
        self._fill(0, 0, "", row)
        self.title, self.action = f"New role, from {row.name}", "Create role"

    @rx.event
    async def start_edit(self, role: str) -> None:
        """The form with what the role permits now."""
        row = await self._look(role)
        self._fill(row.id, row.version, row.name, row)
        self.title, self.action = f"Edit the role {row.name}", "Save"

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store the role with the boxes that are ticked."""
        self._begin(data)
        yield
        try:
            row, done = await self._store(arguments.form(data))
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        history = await self._read(where_seen, accounts.role_timeline, row.id)
        before = history if done == "saved" else []
        yield [told(f"Role {row.name} {done}.", before, RolesState.undo), RolesState.refresh]

    async def _store(self, given: Mapping[str, str]) -> tuple[RoleRow, str]:
        role, key = arguments.number(given.get("id", "0")), given.get("idempotency_key") or None
        name = given.get("name", "")
        ticked = [each.value for each in Permission if given.get(each.value)]
        if not role:
            return await self._write(accounts.create_role, name, ticked, key=key), "created"
        version = told_version(given)
        try:
            row = await self._write(accounts.edit_role, role, name, ticked, version, key=key)
        except Conflict:
            now = await self._look(f"role-{role}")
            if now.version != version:
                self.seen = now.version
                self.hints = changed_meanwhile(
                    {"name": given.get("began", ""), "permissions": ""},
                    {"name": now.name, "permissions": _told(now, ticked)},
                )
            raise
        return row, "saved"

    async def _look(self, key: object) -> RoleRow:
        rows, self.mine = await self._read(_roles)
        found = next((row for row in rows if row.key == key), None)
        if found is None:
            raise NotFound("There is no such role. It may have been opened from an old link.")
        return found

    def _fill(self, role: int, version: int, name: str, row: RoleRow) -> None:
        self._start()
        self.role, self.version, self.seen, self.name = role, version, 0, name
        self.chosen = {
            each.value: each in row.permissions and self.mine[each.value] for each in Permission
        }


def _roles(session: Session, actor: Actor) -> tuple[list[RoleRow], dict[str, bool]]:
    mine = {each.value: actor.may(each) for each in Permission}
    return accounts.roles(session, actor, include_archived=True), mine


def _told(now: RoleRow, ticked: list[str]) -> str:
    """In words, what differs from what is stored."""
    words = {each: said for group in WORDS.values() for each, said in group.items()}
    differs = [each for each in Permission if (each in now.permissions) != (each.value in ticked)]
    return "; ".join(
        f"{words[each]}: {'yes' if each in now.permissions else 'no'}" for each in differs
    )
