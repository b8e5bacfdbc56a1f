"""New Part: from the Parts page, from Inventory, and in the middle of New Inventory."""

from collections.abc import AsyncIterator
from secrets import token_hex
from typing import Any

import reflex as rx

from ioninv.domain import parts
from ioninv.domain.parts import PartRow
from ioninv.errors import Refused
from ioninv.ui import arguments
from ioninv.ui.attributes import form_state as attributes
from ioninv.ui.kit import toast
from ioninv.ui.kit.another import NAME as ANOTHER
from ioninv.ui.kit.another import another
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.parts.grid_state import PATH, PartsState
from ioninv.ui.parts.part_form import PartFormState, part_fields
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo, AttributeKind

_LONGEST_NUMBER = 100
_ITEM, _LINE = "item", "line"
_KEPT_FOR_ANOTHER = ("tracking", "kind", "unit", "currency", "supplier", "location")
_KINDS_KEPT = (AttributeKind.CHOICE, AttributeKind.YES_NO)


class NewPartState(PartFormState, AppState):
    """The New Part dialog."""

    asker: str = ""

    @rx.event
    async def open_dialog(self) -> None:
        """An empty form."""
        await self._ask_attributes(AppliesTo.PART)
        self.asker = ""
        self._ask({})

    @rx.event
    async def open_for_item(self, number: str) -> None:
        """New Inventory needs a part that does not exist yet: it is told when there is one."""
        await self._ask_attributes(AppliesTo.PART)
        self.asker = _ITEM
        self._ask({"part_number": arguments.text(number)[:_LONGEST_NUMBER]})

    @rx.event
    async def open_for_line(self, number: str) -> None:
        """A purchase line needs a part that does not exist yet: it is told when there is one."""
        await self._ask_attributes(AppliesTo.PART)
        self.asker = _LINE
        self._ask({"part_number": arguments.text(number)[:_LONGEST_NUMBER]})

    @rx.event
    async def create(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Create the part; refused, the form stays with a sentence at each wrong field."""
        self._begin(data)
        yield
        given: dict[str, str] = {}
        try:
            given = arguments.form(data)
            stays_open = bool(given.get(ANOTHER)) and not self.asker
            key = given.get("idempotency_key") or None
            form = self._part_form(given, attributes.typed(given))
            row = await self._write(parts.create, form, key=key)
        except Refused as refused:
            self._refuse_part(refused, given)
            return
        finally:
            self.saving = False
        if stays_open:
            self._go_on(given)
        else:
            self._done()
        yield self._after(row, stays_open)

    def _after(self, row: PartRow, stays_open: bool) -> list[Any]:
        """Whoever asked for the part is told, and the person too."""
        if self.asker:
            # They import this dialog.
            from ioninv.ui.items.new_item_state import NewItemState
            from ioninv.ui.purchasing.add_line_state import AddLineState

            asker = NewItemState if self.asker == _ITEM else AddLineState
            return [
                asker.part_created(row.id, row.label),
                toast.success(f"Part {row.label} created."),
            ]
        if self.router.url.path.rstrip("/") == PATH:
            told = toast.success(f"Part {row.label} created.")
            return [told, PartsState.refresh if stays_open else PartsState.show_stored(row.id)]
        show = rx.redirect(f"{PATH}?part={row.id}")
        return [toast.success(f"Part {row.label} created.", action="Show", on_action=show)]

    def _go_on(self, given: dict[str, str]) -> None:
        """A new form that keeps what the next part most likely shares."""
        self.round = token_hex(8)
        kept = {name: given.get(name, "") for name in _KEPT_FOR_ANOTHER}
        shared = {each["name"] for each in self.attributes if each["kind"] in _KINDS_KEPT}
        self._start_attributes_with({name: given.get(name, "") for name in shared})
        self._ask(
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
        round=NewPartState.round,
        size="wide",
        more=rx.cond(NewPartState.asker, rx.fragment(), _create_another()),
    )


def _create_another() -> rx.Component:
    return another("new-part", "Create and add another", disabled=NewPartState.saving)
