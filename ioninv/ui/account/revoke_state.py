"""Revoking a token."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import accounts
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.account.tokens_state import TokensState
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState


class RevokeTokenState(FormState, AppState):
    """The question, and the act, on one's own page and on that of everybody's tokens."""

    token: int = 0
    name: str = ""
    version: int = 0

    @rx.event
    def ask(self, token: int, name: str, version: int) -> None:
        self.token, self.version = arguments.number(token), arguments.number(version)
        self.name = arguments.text(name, 200)
        self._start()

    @rx.event
    async def revoke(self) -> AsyncIterator[Any]:
        self._begin()
        yield
        key = f"token-{self.token}-{self.version}-revoked"
        try:
            row = await self._write(accounts.revoke_token, self.token, key=key)
        except Refused as refused:
            self.problem = refused.message
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(f"{row.name} is revoked."), TokensState.refresh]
