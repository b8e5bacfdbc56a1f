"""Archiving a supplier, and restoring it."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import suppliers
from ioninv.errors import Refused
from ioninv.ui.forms import FormState
from ioninv.ui.kit import toast
from ioninv.ui.state import AppState
from ioninv.ui.suppliers.grid_state import SuppliersState
from ioninv.ui.suppliers.panel_state import SupplierPanelState


class ArchiveSupplierState(FormState, AppState):
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
        opened = await self.get_state(SupplierPanelState)
        key = f"supplier-{opened.supplier}-{opened.version}-{archived}"
        try:
            row = await self._write(
                suppliers.archive, opened.supplier, archived, opened.version, key=key
            )
        except Refused as refused:
            self.problem = refused.message
            yield [] if self.open else toast.error(refused.message)
            return
        finally:
            self.saving = False
        self._done()
        yield [
            toast.success(f"{row.name} {'archived' if archived else 'restored'}."),
            SuppliersState.refresh,
        ]
