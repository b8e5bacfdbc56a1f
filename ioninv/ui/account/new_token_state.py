"""A new API token, whose secret is shown once."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session
from ioninv.errors import Conflict, Invalid, Refused
from ioninv.ui import arguments
from ioninv.ui.account.tokens_state import TokensState
from ioninv.ui.forms import FormState
from ioninv.ui.people.giving import RoleChoice, roles_to_give
from ioninv.ui.state import AppState

FIELDS = ("name", "role", "days")


class NewTokenState(FormState, AppState):
    """The form of a token of one's own, and then its secret, until it was copied."""

    roles: list[RoleChoice] = []
    role: str = ""
    shows: bool = False
    secret: str = ""
    made: str = ""

    @rx.event
    async def start(self) -> None:
        """An empty form; the token may do what one may oneself, unless less is chosen."""
        self.roles, self.role = await self._read(_look_up)
        self._start()

    @rx.event
    async def create(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            made = await self._write(
                accounts.create_token,
                given.get("name", ""),
                given.get("role") or None,
                _days(given.get("days", "")),
                key=given.get("idempotency_key") or None,
            )
            if not made.secret:
                raise Conflict(
                    f"{made.token.name} was made already, and its secret is told only once. "
                    "Revoke it, and make another."
                )
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        self._done()
        self.made, self.secret, self.shows = made.token.name, made.secret, True
        yield TokensState.refresh

    @rx.event
    def done(self) -> None:
        """The secret was copied."""
        self.shows, self.secret = False, ""


def _look_up(session: Session, actor: Actor) -> tuple[list[RoleChoice], str]:
    return roles_to_give(session, actor), actor.role


def _days(given: str) -> int:
    try:
        return arguments.number(given)
    except Invalid:
        raise Invalid("Choose how long it lasts.", "days") from None
