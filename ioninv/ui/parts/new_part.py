"""New Part: from the Parts page, from Inventory, and in the middle of New Inventory."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import parts
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.kit import toast
from ioninv.ui.kit.button import button
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.parts.part_form import PartFormState, part_fields
from ioninv.ui.state import AppState

_LONGEST_NUMBER = 100
_KEPT_FOR_ANOTHER = ("tracking", "kind", "unit", "currency", "supplier", "location")


class NewPartState(PartFormState, AppState):
    """The New Part dialog."""

    for_item: bool = False

    _another: bool = False

    @rx.event
    def open_dialog(self) -> None:
        """An empty form."""
        self._ask({}, for_item=False)

    @rx.event
    def open_for_item(self, number: str) -> None:
        """New Inventory needs a part that does not exist yet: it is told when there is one."""
        self._ask({"part_number": arguments.text(number)[:_LONGEST_NUMBER]}, for_item=True)

    @rx.event
    def want_another(self) -> None:
        """The next sending keeps the form open for another."""
        self._another = True

    @rx.event
    async def create(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Create the part; refused, the form stays with a sentence at each wrong field."""
        another, self._another = self._another, False
        given = arguments.form(data)
        self.saving, self.problem = True, ""
        yield
        try:
            form = self._part_form(given)
            done = await self._write(parts.create, form, given.get("idempotency_key"))
            part = await self._read(parts.get, done.ids[0])
        except Refused as refused:
            self._refuse(refused)
            return
        if another:
            self._go_on(given)
        else:
            self.saving = self.open = False
        for event in self._after(part.id, part.label):
            yield event

    def _after(self, part_id: int, label: str) -> list[Any]:
        """Whoever asked for the part is told, and the person too."""
        # New Inventory imports this dialog, and so does the Parts page.
        if self.for_item:
            from ioninv.ui.items.new_item_state import NewItemState

            return [
                NewItemState.part_created(part_id, label),
                toast.success(f"Part {label} created."),
            ]
        from ioninv.ui.parts.state import PartsState

        show = toast.success(
            f"Part {label} created.", action="Show", on_action=PartsState.go_to(part_id)
        )
        return [PartsState.refresh, show]

    def _ask(self, values: dict[str, str], *, for_item: bool) -> None:
        self._start(values)
        self.for_item, self._another = for_item, False
        self.open = True

    def _go_on(self, given: dict[str, str]) -> None:
        """A new form that keeps what the next part most likely shares."""
        kept = {name: given.get(name, "") for name in _KEPT_FOR_ANOTHER}
        self._start(
            {name: value for name, value in kept.items() if value},
            supplier=given.get("supplier_text", ""),
            location=given.get("location_text", ""),
        )


def new_part_dialog() -> rx.Component:
    """Put it once on each page that offers New Part."""
    return form_dialog(
        part_fields(NewPartState, "new-part"),
        name="new-part",
        title="New Part",
        description="What a thing is. How many there are, and where, is inventory.",
        open=NewPartState.open,
        on_close=NewPartState.close_dialog,
        on_submit=NewPartState.create,
        action="Create",
        busy=NewPartState.saving,
        problem=NewPartState.problem,
        round=NewPartState.round.to_string(),
        size="wide",
        more=rx.cond(NewPartState.for_item, rx.fragment(), _create_another()),
    )


def _create_another() -> rx.Component:
    return button(
        "Create and add another",
        type="submit",
        on_click=NewPartState.want_another,
        disabled=NewPartState.saving,
    )
