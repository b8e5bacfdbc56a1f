"""API tokens in their list: one's own, or with the permission everybody's."""

from typing import TypedDict

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.accounts import TokenRow
from ioninv.ui.forms import close_dialogs
from ioninv.ui.state import AppState


class ShownToken(TypedDict):
    """A token as its row shows it."""

    id: int
    name: str
    prefix: str
    owner: str
    role: str
    created: str
    used: str
    expires: str
    state: str
    living: bool
    revoked: bool
    version: int


class TokensState(AppState):
    """The tokens, the newest first."""

    tokens: list[ShownToken] = []
    tokens_loaded: bool = False

    _everybodys: bool = False

    @rx.event
    async def enter(self) -> None:
        """The page of everybody's tokens is opened, reloaded or gone back to."""
        await close_dialogs(self)
        self._everybodys = True
        await self._list()
        await self._load_frame()

    @rx.event
    async def show_own(self) -> None:
        self._everybodys = False
        await self._list()

    @rx.event
    async def refresh(self) -> None:
        """One was made or revoked."""
        await self._list()

    async def _list(self) -> None:
        self.tokens, self.tokens_loaded = [], False
        rows = await self._read(accounts.tokens, everybodys=self._everybodys)
        self.tokens = [_shown(row) for row in rows]
        self.tokens_loaded = True


def _shown(row: TokenRow) -> ShownToken:
    return ShownToken(
        id=row.id,
        name=row.name,
        prefix=f"{row.prefix}…",
        owner=row.owner,
        role=row.role_name,
        created=row.created,
        used=row.used,
        expires=row.expires,
        state="Revoked" if row.revoked else "Active" if row.living else "Expired or resting",
        living=row.living,
        revoked=bool(row.revoked),
        version=row.version,
    )
