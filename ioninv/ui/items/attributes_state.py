"""Giving attributes to everything that is selected: only those that are filled in, or cleared."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import items
from ioninv.errors import Invalid, Problem, Refused
from ioninv.ui import arguments
from ioninv.ui.attributes import form_state as attributes
from ioninv.ui.attributes.form_state import PREFIX, AttributeFormState
from ioninv.ui.forms import FormState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.items.target import LONGEST_FORM, Target
from ioninv.ui.items.undo_state import told
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo

CLEAR = "clear_"


class BulkAttributesState(FormState, AttributeFormState, AppState):
    """The dialog of the bulk bar. What it is aimed at travels with the form."""

    title: str = ""
    target: str = ""

    @rx.event
    async def start(self) -> None:
        """For what is selected."""
        chosen = await self.get_state(SelectionState)
        await self._ask_attributes(AppliesTo.ITEM)
        self._start()
        self.target = chosen._target().text()
        count = f"{chosen.count:,} items" if chosen.count != 1 else "1 item"
        self.title = f"Attributes of {count}"

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store it for all of them, or for none; refused, the form stays as it is."""
        self._begin(data)
        yield
        given: dict[str, str] = {}
        try:
            given = arguments.form(data, LONGEST_FORM)
            target = Target.read(given.get("target", ""))
            key = given.get("idempotency_key") or None
            done = await self._write(
                items.edit_many, target.selection(), {}, attributes=_asked(given), key=key
            )
        except Refused as refused:
            self._refuse(refused, attributes.names(given))
            return
        finally:
            self.saving = False
        self._done()
        (await self.get_state(SelectionState))._empty()
        yield [told(f"{done.count:,} changed.", done), GridState.refresh]


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    """The values that are filled in, and empty ones that are to be cleared. Raises Invalid."""
    filled = attributes.typed(given)
    cleared = {
        name.removeprefix(CLEAR + PREFIX): ""
        for name, value in given.items()
        if name.startswith(CLEAR + PREFIX) and value
    }
    if both := filled.keys() & cleared.keys():
        said = "Either fill it in, or clear it."
        raise Invalid.because([Problem(said, f"{PREFIX}{id_}") for id_ in sorted(both)])
    if not filled and not cleared:
        raise Invalid("Fill in what should change, or tick what should be cleared.")
    return filled | cleared
