"""Archiving a location, and restoring it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import factory
from ioninv.errors import Refused
from ioninv.ui.factory.panel_state import LocationPanelState
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.kit.confirm import confirm
from ioninv.ui.kit.field import error_summary
from ioninv.ui.state import AppState


class ArchiveLocationState(FormState, AppState):
    """The question, and the act. The version seen makes a second press one with the first."""

    @rx.event
    def ask(self) -> None:
        self._start()

    @rx.event
    async def archive(self) -> AsyncIterator[Any]:
        async for step in self._turn(True):
            yield step

    @rx.event
    async def restore(self) -> AsyncIterator[Any]:
        async for step in self._turn(False):
            yield step

    async def _turn(self, archived: bool) -> AsyncIterator[Any]:
        self._begin()
        yield
        opened = await self.get_state(LocationPanelState)
        key = f"location-{opened.location}-{opened.version}-{archived}"
        try:
            done = await self._write(
                factory.archive, opened.location, archived, opened.version, key=key
            )
        except Refused as refused:
            self.problem = refused.message
            if not self.open:
                yield toast.error(refused.message)
            return
        finally:
            self.saving = False
        self._done()
        news = f"{done.location.path} {'archived' if archived else 'restored'}."
        yield [toast.success(news), FactoryState.show_stored(done.location.id)]


def archive_location_question() -> rx.Component:
    s = ArchiveLocationState
    return confirm(
        error_summary(s.problem),
        open=s.open,
        title=rx.Var.create("Archive ") + LocationPanelState.name + "?",
        text="It is no longer offered for new items. Its history stays, and it can come back.",
        action="Archive",
        on_confirm=s.archive,
        on_cancel=s.close_dialog,
        busy=s.saving,
        danger=False,
    )
