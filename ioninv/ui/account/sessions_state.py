"""Where one is signed in, and by which ways one comes in."""

from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.access import Actor, Session
from ioninv.domain.accounts import SessionRow, UserRow
from ioninv.ui import address, arguments
from ioninv.ui.account.tokens_state import TokensState
from ioninv.ui.forms import close_dialogs
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState

PATH = "/account"
_NOT_LINKED = {
    "linked": "That account, or yours here, is linked with another already.",
    "provider": "The provider did not say who you are. Try again.",
}


class ShownSession(TypedDict):
    """A session as its row shows it."""

    id: int
    browser: str
    address: str
    began: str
    seen: str
    is_this: bool


class AccountState(AppState):
    """Who one is, and the sessions that are alive."""

    my_role: str = ""
    has_password: bool = False
    provider: str = ""
    is_linked: bool = False
    sessions: list[ShownSession] = []
    sessions_loaded: bool = False

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        await close_dialogs(self)
        await self._list()
        await self._load_frame()
        return [*self._back(), TokensState.show_own]

    @rx.event
    async def refresh(self) -> None:
        """A session ended, or the password is another."""
        await self._list()

    @rx.event
    async def end(self, session: int) -> Any:
        """Sign out there."""
        try:
            await self._write(accounts.end_session, arguments.number(session))
        finally:
            await self._list()
        return toast.success("Signed out there.")

    @rx.event
    async def end_others(self) -> Any:
        """Sign out everywhere else."""
        ended = await self._write(accounts.sign_out_everywhere)
        await self._list()
        if not ended:
            return toast.info("You were signed in nowhere else.")
        return toast.success(f"Signed out in {ended} other {'place' if ended == 1 else 'places'}.")

    @rx.event
    async def unlink(self) -> Any:
        """Come in by the password alone."""
        await self._write(accounts.unlink_provider)
        await self._list()
        return toast.success(f"Unlinked. From now on {self.provider} lets you in no more.")

    def _back(self) -> list[Any]:
        """What came of the way to the provider and back, told once."""
        told = dict(self.router.url.query_parameters).get("provider", "")
        if not told:
            return []
        if told == "done" and self.is_linked:
            news = toast.success(f"Linked. You can sign in with {self.provider} from now on.")
        else:
            news = toast.error("Not linked.", _NOT_LINKED.get(told, _NOT_LINKED["provider"]))
        return [news, address.replace(PATH)]

    async def _list(self) -> None:
        myself, rows = await self._read(_look_up)
        self.my_role, self.has_password = myself.role_name, myself.has_password
        self.provider, self.is_linked = accounts.provider_name() or "", myself.by_provider
        self.sessions = [_shown(row) for row in rows]
        self.sessions_loaded = True


def _look_up(session: Session, actor: Actor) -> tuple[UserRow, list[SessionRow]]:
    return accounts.myself(session, actor), accounts.sessions(session, actor)


def _shown(row: SessionRow) -> ShownSession:
    return ShownSession(
        id=row.id,
        browser=row.browser or "Unknown",
        address=row.address,
        began=row.began,
        seen=row.seen,
        is_this=row.is_this,
    )
