"""The availability switch of a location."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from ioninv.domain import factory
from ioninv.domain.factory import Effect
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments
from ioninv.ui.factory.panel_state import LocationPanelState, counted
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.forms import FormState, kept
from ioninv.ui.kit import toast
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import textarea_field
from ioninv.ui.state import AppState


class SwitchLocationState(FormState, AppState):
    """Off asks for the reason first; on happens at once."""

    location_id: int = 0
    version: int = 0
    title: str = ""
    sentence: str = ""

    @rx.event
    async def turn(self, on: bool) -> AsyncIterator[Any]:
        """The switch was pressed."""
        opened = await self.get_state(LocationPanelState)
        if not arguments.flag(on):
            self._ask(opened)
            return
        self._begin()
        yield
        # A second press is the same act: it carries the same key.
        key = f"location-{opened.location}-{opened.version}-on"
        try:
            done = await self._write(
                factory.switch, opened.location, True, version=opened.version, key=key
            )
        except Refused as refused:
            yield [toast.error(refused.message), LocationPanelState.show(opened.location)]
            return
        finally:
            self.saving = False
        yield _news(done)

    @rx.event
    async def turn_off(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """The reason was given."""
        self._begin(data)
        yield
        try:
            form = arguments.form(data)
            id_, version = arguments.number(form.get("id")), arguments.number(form.get("version"))
            reason, key = form.get("reason", ""), form.get("idempotency_key") or None
            if not reason.strip():
                raise Invalid("Give the reason: others will ask why.", "reason")
            done = await self._write(factory.switch, id_, False, reason, version, key=key)
        except Refused as refused:
            self._refuse(refused, ("reason",))
            return
        finally:
            self.saving = False
        self._done()
        yield _news(done)

    def _ask(self, opened: LocationPanelState) -> None:
        self._start()
        self.location_id, self.version = opened.location, opened.version
        self.title = f"Make {opened.name} not available?"
        count = opened.available_items
        self.sentence = (
            f"{counted(count)} in it and below it {'becomes' if count == 1 else 'become'} "
            "Unavailable until it is switched on again."
            if count
            else "No available item lies there now. What is put there will be Unavailable."
        )


def switch_location_dialog() -> rx.Component:
    s = SwitchLocationState
    return form_dialog(
        kept("id", s.location_id),
        kept("version", s.version),
        textarea_field(
            "Reason",
            "reason",
            rows=2,
            required=True,
            error=s.errors["reason"],
            placeholder="Flooded, under stocktaking, in quarantine…",
        ),
        name="switch-location",
        title=s.title,
        description=s.sentence,
        open=s.open,
        on_close=s.close_dialog,
        on_submit=s.turn_off,
        action="Switch off",
        busy=s.saving,
        problem=s.problem,
        size="small",
    )


def _news(done: Effect) -> list[Any]:
    location = done.location
    standing = "available" if location.available else "not available"
    became = ""
    if done.items:
        status = "Available" if location.usable else "Unavailable"
        became = f" {counted(done.items)} became {status}."
    elif location.available and not location.usable:
        became = " Its items stay Unavailable: a location above it is not available."
    return [
        toast.success(f"{location.name} is {standing}.{became}"),
        FactoryState.show_stored(location.id),
    ]
