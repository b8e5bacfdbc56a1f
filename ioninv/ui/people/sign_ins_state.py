"""Who came in, and who tried to."""

from typing import TypedDict

import reflex as rx

from ioninv.domain import accounts
from ioninv.domain.accounts import Entered, Entrance
from ioninv.ui.state import AppState

_FAILED = (Entrance.FAILED, Entrance.REFUSED)


class Shown(TypedDict):
    """A line of the log."""

    key: str
    what: str
    failed: bool
    times: str
    name: str
    address: str
    browser: str
    first: str
    last: str


class SignInsState(AppState):
    """The newest lines of the log."""

    sign_ins: list[Shown] = []
    sign_ins_loaded: bool = False

    @rx.event
    async def enter(self) -> None:
        """The page is opened, reloaded or gone back to."""
        found = await self._read(accounts.sign_ins)
        self.sign_ins = [_shown(number, each) for number, each in enumerate(found)]
        self.sign_ins_loaded = True
        await self._load_frame()


def _shown(number: int, each: Entered) -> Shown:
    return Shown(
        key=str(number),
        what=each.kind.label,
        failed=each.kind in _FAILED,
        times=f"{each.times:,}×" if each.times > 1 else "",
        name=each.name,
        address=each.address,
        browser=each.browser,
        first=each.first,
        last=each.last,
    )
