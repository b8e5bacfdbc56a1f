"""New revision: a part like this one, which remembers where it came from."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import parts
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.forms import FormState, kept
from ioninv.ui.kit import toast
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import text_field
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.state import AppState


class RevisePartState(FormState, AppState):
    """The dialog that makes a new revision of a part."""

    part_id: int = 0
    title: str = ""
    hint: str = ""

    @rx.event
    async def start(self, part_id: int) -> None:
        row = await self._read(parts.get, arguments.number(part_id))
        self._start()
        self.part_id, self.title = row.id, f"New revision of {row.part_number}"
        self.hint = f"Now {row.revision}" if row.revision else "The first one has none"

    @rx.event
    async def revise(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Make the revision and open it."""
        self._begin(data)
        yield
        try:
            given = arguments.form(data)
            row = await self._write(
                parts.revise,
                arguments.number(given.get("id")),
                given.get("revision", ""),
                key=given.get("idempotency_key") or None,
            )
        except Refused as refused:
            self._refuse(refused, ["revision"])
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(f"{row.label} created."), PartsState.show_stored(row.id)]


def revise_part_dialog() -> rx.Component:
    return form_dialog(
        kept("id", RevisePartState.part_id),
        text_field(
            "Revision",
            "revision",
            required=True,
            mono=True,
            id="revise-part-revision",
            hint=RevisePartState.hint,
            error=RevisePartState.errors["revision"],
        ),
        name="revise-part",
        title=RevisePartState.title,
        description="A part of its own that begins as this one is, its attributes too. Inventory stays where it is.",
        open=RevisePartState.open,
        on_close=RevisePartState.close_dialog,
        on_submit=RevisePartState.revise,
        action="Create revision",
        busy=RevisePartState.saving,
        problem=RevisePartState.problem,
        size="small",
    )
