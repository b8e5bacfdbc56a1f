"""Archiving a part, and restoring it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import parts
from ioninv.errors import Refused
from ioninv.ui.kit import toast
from ioninv.ui.kit.confirm import confirm
from ioninv.ui.kit.field import error_summary
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.ui.state import AppState


class ArchivePartState(AppState):
    """The question, and the act. The version seen makes a second press one with the first."""

    asks: bool = False
    saving: bool = False
    problem: str = ""

    @rx.event
    def ask(self) -> None:
        self.asks, self.problem = True, ""

    @rx.event
    def keep(self) -> None:
        self.asks = False

    @rx.event
    async def archive(self) -> AsyncIterator[Any]:
        async for step in self._turn(True):
            yield step

    @rx.event
    async def restore(self) -> AsyncIterator[Any]:
        async for step in self._turn(False):
            yield step

    async def _turn(self, archived: bool) -> AsyncIterator[Any]:
        self.saving = True
        yield
        opened = await self.get_state(PartPanelState)
        key = f"part-{opened.part}-{opened.version}-{archived}"
        try:
            row = await self._write(parts.archive, opened.part, archived, opened.version, key=key)
        except Refused as refused:
            self.problem = refused.message
            yield [] if self.asks else toast.error(refused.message)
            return
        finally:
            self.saving = False
        self.asks = False
        yield [
            toast.success(f"{row.label} {'archived' if archived else 'restored'}."),
            PartsState.refresh,
        ]


def archive_question() -> rx.Component:
    return confirm(
        error_summary(ArchivePartState.problem),
        open=ArchivePartState.asks,
        title=rx.Var.create("Archive ") + PartPanelState.label + "?",
        text="No new inventory of it is made. Its inventory and its history stay, "
        "and it can come back.",
        action="Archive",
        on_confirm=ArchivePartState.archive,
        on_cancel=ArchivePartState.keep,
        busy=ArchivePartState.saving,
        danger=False,
    )
