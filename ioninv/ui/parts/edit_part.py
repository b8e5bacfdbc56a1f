"""Edit a part: the form of New Part with what is stored, and a word when others were faster."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain import parts
from ioninv.domain.parts import PartRow
from ioninv.errors import Conflict, Refused
from ioninv.ui import arguments
from ioninv.ui.attributes import form_state as attributes
from ioninv.ui.forms import changed_meanwhile, kept, remember, remembered, untouched_follow
from ioninv.ui.kit import toast
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.parts.part_form import PICKED, TYPED, PartFormState, part_fields
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo


class EditPartState(PartFormState, AppState):
    """The dialog that edits a part."""

    part_id: int = 0
    version: int = 0
    title: str = ""
    began: str = ""

    _seen_version: int = 0

    @rx.event
    async def start(self, part_id: int) -> None:
        """The form with what is stored now."""
        row = await self._read(parts.get, arguments.number(part_id))
        self.part_id, self.version, self._seen_version = row.id, row.version, 0
        asked = await self._ask_attributes(AppliesTo.PART, row.attributes)
        self.title, self.began = f"Edit {row.label}", remember(_told(row) | asked)
        self._ask(_values(row), supplier=row.supplier, location=row.location)

    @rx.event
    async def save(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Store what was typed; refused, the form stays with a sentence at each wrong field."""
        self._begin(data)
        yield
        given: dict[str, str] = {}
        try:
            given = arguments.form(data)
            row = await self._store(given)
        except Refused as refused:
            self._refuse_part(refused, given)
            return
        finally:
            self.saving = False
        self._done()
        yield [toast.success(f"{row.label} saved."), PartsState.show_stored(row.id)]

    async def _store(self, given: dict[str, str]) -> PartRow:
        """Raises Conflict once when somebody stored something meanwhile, with hints at fields."""
        id_, version = arguments.number(given.get("id")), arguments.number(given.get("version"))
        began = remembered(given.get("began", ""))
        now = await self._read(parts.get, id_)
        if version < self._seen_version <= now.version:
            # The person was told what somebody else stored meanwhile, and sends again.
            version, given = self._seen_version, _merged(given, began, now)
        # An attribute that was left as it was is left as it is.
        form = self._part_form(given, attributes.changed(given, began))
        key = given.get("idempotency_key") or None
        try:
            return await self._write(parts.edit, id_, form, version, key=key)
        except Conflict:
            if now.version != version:
                self._seen_version = now.version
                blank = dict.fromkeys(attributes.names(given), "")
                stored = _told(now) | blank | attributes.by_name(now.attributes)
                self.hints = changed_meanwhile(began, stored)
            raise


def edit_part_dialog() -> rx.Component:
    return form_dialog(
        kept("id", EditPartState.part_id),
        kept("version", EditPartState.version),
        kept("began", EditPartState.began),
        part_fields(EditPartState, "edit-part"),
        name="edit-part",
        title=EditPartState.title,
        open=EditPartState.open,
        on_close=EditPartState.close_dialog,
        on_submit=EditPartState.save,
        action="Save",
        busy=EditPartState.saving,
        problem=EditPartState.problem,
        size="wide",
    )


def _values(row: PartRow) -> dict[str, str]:
    """What the form takes."""
    picked = {"supplier": row.supplier_id, "location": row.location_id}
    return {name: getattr(row, name) for name in TYPED} | {
        name: "" if id_ is None else str(id_) for name, id_ in picked.items()
    }


def _told(row: PartRow) -> dict[str, str]:
    """What a person reads in the form: names where it holds ids."""
    return {name: getattr(row, name) for name in (*TYPED, *PICKED)}


def _merged(given: Mapping[str, str], began: Mapping[str, str], now: PartRow) -> dict[str, str]:
    """Fields left as they were take what somebody else stored; what was typed is kept."""
    read = {name: given.get(name, "") for name in TYPED}
    read |= {name: given.get(f"{name}_text", "") for name in PICKED}
    followed = untouched_follow(read, began, _told(now))
    merged = dict(given) | {name: followed[name] for name in TYPED}
    for name in PICKED:
        if followed[name] != read[name]:
            merged[name], merged[f"{name}_text"] = _values(now)[name], followed[name]
    return merged
