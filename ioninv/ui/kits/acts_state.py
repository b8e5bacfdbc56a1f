"""What is done with the open kit at once: taking items out, opening it again, undoing."""

import secrets
from collections.abc import AsyncIterator
from hashlib import blake2b
from typing import Any

import reflex as rx

from ioninv.domain import kits
from ioninv.domain.items import ItemFilter, Selection
from ioninv.errors import Refused
from ioninv.ui.kit import toast
from ioninv.ui.kits.contents_state import KitContentsState
from ioninv.ui.kits.grid_state import KitsState
from ioninv.ui.kits.panel_state import KitPanelState
from ioninv.ui.state import AppState
from ioninv.ui.undoing import undo


class KitActsState(AppState):
    """Each act carries a key made of what was seen: a second press is one with the first."""

    saving: bool = False

    @rx.event
    async def take_out_picked(self) -> AsyncIterator[Any]:
        """What is ticked."""
        contents = await self.get_state(KitContentsState)
        selection = Selection(ids=tuple(sorted(contents._ids)))
        async for step in self._take_out(contents, selection):
            yield step

    @rx.event
    async def take_out_all(self) -> AsyncIterator[Any]:
        """All that was in it when the list was seen."""
        contents = await self.get_state(KitContentsState)
        filter = ItemFilter(kit_id=contents.kit)
        async for step in self._take_out(contents, Selection(filter=filter, as_of=contents._as_of)):
            yield step

    @rx.event
    async def reopen(self) -> AsyncIterator[Any]:
        """Open a closed kit again, empty."""
        self.saving = True
        yield
        opened = await self.get_state(KitPanelState)
        key = f"kit-{opened.kit}-{opened.version}-reopen"
        try:
            row = await self._write(kits.reopen, opened.kit, opened.version, key=key)
        except Refused as refused:
            yield [toast.error("Not opened.", refused.message), KitsState.refresh]
            return
        finally:
            self.saving = False
        yield [toast.success(f"{row.name} is open again."), KitsState.refresh]

    @rx.event
    async def undo(self, change_set: str, key: str = "") -> AsyncIterator[Any]:
        """Take an act back by its inverse, or say everything that stands against it."""
        yield [await undo(self, change_set, key), KitsState.refresh]

    async def _take_out(
        self, contents: KitContentsState, selection: Selection
    ) -> AsyncIterator[Any]:
        self.saving = True
        yield
        seen = blake2b(repr(selection.ids).encode(), digest_size=8).hexdigest()
        key = f"kit-{contents.kit}-{contents._as_of}-out-{seen}"
        try:
            done = await self._write(kits.take_out, selection, kit_id=contents.kit, key=key)
        except Refused as refused:
            reasons = " ".join(problem.message for problem in refused.problems)
            yield [toast.error("Not taken out.", reasons), KitsState.refresh]
            return
        finally:
            self.saving = False
        news = f"{done.count:,} taken out of the kit."
        yield [told(news, done.change_set), KitsState.refresh]


def told(text: str, change_set: int) -> rx.event.EventSpec:
    """What an act did to a kit, with the way back."""
    back = KitActsState.undo(str(change_set), secrets.token_hex(8))
    return toast.success(text, action="Undo", on_action=back)
