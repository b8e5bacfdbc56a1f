"""Another password for oneself."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.accounts.cookies import token_in
from ioninv.domain.house import house
from ioninv.errors import Invalid, Refused, SignedOut
from ioninv.ui import arguments
from ioninv.ui.account.sessions_state import AccountState
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState
from ioninv.vocabulary import Source

FIELDS = ("password", "new_password", "again")


class PasswordState(FormState, AppState):
    """The form on My account. Nothing of what is typed stays on the server."""

    round: int = 0
    readable: bool = False

    @rx.event
    def switch_readable(self) -> None:
        """Show what is typed, or dots."""
        self.readable = not self.readable

    @rx.event
    async def change(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Change it, and sign out everywhere else."""
        self._begin(data)
        yield
        try:
            ended = await self._change(arguments.form(data))
        except SignedOut:
            raise
        except Refused as refused:
            self._refuse(refused, FIELDS)
            return
        finally:
            self.saving = False
        # A new round is an empty form.
        self.round += 1
        places = f" You are signed out in {ended} other {'place' if ended == 1 else 'places'}."
        yield [
            toast.success(f"Your password is changed.{places if ended else ''}"),
            AccountState.refresh,
        ]

    async def _change(self, given: dict[str, str]) -> int:
        password, new = given.get("password", ""), given.get("new_password", "")
        if not password:
            raise Invalid("Type the password that you have now.", "password")
        if new != given.get("again", ""):
            raise Invalid("This is not the same as above.", "again")
        token = token_in(self.router.headers.cookie)
        return await accounts.change_password(house(), token, password, new, Source.SCREEN)
