"""Archiving an attribute, and restoring it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import attributes
from ioninv.errors import Refused
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.kit.confirm import confirm
from ioninv.ui.kit.field import error_summary
from ioninv.ui.settings.attribute_panel_state import AttributePanelState
from ioninv.ui.settings.attributes_state import AttributesState
from ioninv.ui.state import AppState


class ArchiveAttributeState(FormState, AppState):
    """The question, and the act. The version seen makes a second press one with the first."""

    text: str = ""

    @rx.event
    async def ask(self) -> None:
        opened = await self.get_state(AttributePanelState)
        values = f"The values of {opened.used}" if opened.used else "Its values"
        self.text = (
            "It goes out of forms, columns and filters. "
            f"{values} and its history stay, and it can come back with them."
        )
        self._start()

    @rx.event
    async def archive(self) -> AsyncIterator[Any]:
        async for step in self._turn("archived"):
            yield step

    @rx.event
    async def restore(self) -> AsyncIterator[Any]:
        async for step in self._turn("restored"):
            yield step

    async def _turn(self, done: str) -> AsyncIterator[Any]:
        self._begin()
        yield
        opened = await self.get_state(AttributePanelState)
        door = attributes.archive if done == "archived" else attributes.restore
        key = f"attribute-{opened.attribute}-{opened.version}-{done}"
        try:
            row = await self._write(door, opened.attribute, key=key)
        except Refused as refused:
            self.problem = refused.message
            yield [] if self.open else toast.error(refused.message)
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(f"{row.name} {done}."), AttributesState.refresh]


def archive_question() -> rx.Component:
    return confirm(
        error_summary(ArchiveAttributeState.problem),
        open=ArchiveAttributeState.open,
        title=rx.Var.create("Archive ") + AttributePanelState.name + "?",
        text=ArchiveAttributeState.text,
        action="Archive",
        on_confirm=ArchiveAttributeState.archive,
        on_cancel=ArchiveAttributeState.close_dialog,
        busy=ArchiveAttributeState.saving,
        danger=False,
    )
