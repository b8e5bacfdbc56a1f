"""Closing a kit: what becomes free, and where it goes."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import reflex as rx

from ioninv.domain import kits, locations
from ioninv.domain.access import Actor, Session
from ioninv.domain.kits import KitRow, Lying
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.forms import FormState, kept
from ioninv.ui.kit import toast
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import text_field
from ioninv.ui.kits.acts_state import told
from ioninv.ui.kits.grid_state import KitsState
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState
from ioninv.vocabulary import Permission

FIELDS = ("location", "reason")
_PLACES_SAID = 4
_LONGEST_PATH = 2_000


class CloseKitState(FormState, AppState):
    """The question before a kit is closed. It stands for so many items as it spoke of."""

    kit: int = 0
    expected: int = 0
    title: str = ""
    says: str = ""
    location: str = ""
    location_text: str = ""
    location_options: list[Option] = []

    _destination: Option | None = None

    @rx.event
    async def start(self, kit_id: int) -> None:
        """Say what is in it and where that lies."""
        row, lying = await self._read(_look, arguments.number(kit_id))
        self._start()
        self.kit, self.expected = row.id, row.items
        self.title, self.says = f"Close {row.name}", _said(row, lying)
        self.location = self.location_text = ""
        self._destination = (
            Option(
                value=str(row.destination_id),
                label=row.destination,
                hint="destination",
                text=row.destination,
            )
            if row.destination_id
            else None
        )
        self.hints = {"location": "Left empty, everything stays where it lies."}

    @rx.event
    async def find_locations(self, typed: str) -> None:
        """Where they could go: before anything is typed, the kit's destination first."""
        found = await picking.options(self, "location", typed)
        first = self._destination
        if first and not typed:
            found = [first, *(each for each in found if each["value"] != first["value"])]
        self.location_options = found

    @rx.event
    async def create_location(self, typed: str) -> Any:
        """Make the place right here; a path makes what is missing of it."""
        try:
            path = arguments.text(typed, _LONGEST_PATH)
            made = await self._write(locations.create_path, path)
        except Refused as refused:
            self.errors = {**self.errors, "location": refused.message}
            return None
        self.location, self.location_text = str(made.id), made.path
        self.errors = {**self.errors, "location": ""}
        return toast.success(f"{made.path} created.")

    @rx.event
    async def close(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        self._begin(data)
        yield
        try:
            form = arguments.form(data)
            done = await self._write(
                kits.close,
                arguments.number(form.get("id")),
                form.get("reason", ""),
                _place(form),
                arguments.number(form.get("expected")),
                key=form.get("idempotency_key") or None,
            )
        except Refused as refused:
            self._refuse(refused, FIELDS)
            yield KitsState.refresh
            return
        finally:
            self.saving = False
        self._done()
        freed = f"{done.count:,} {'item' if done.count == 1 else 'items'} free again."
        yield [told(f"Kit closed, {freed}", done.change_set), KitsState.refresh]


def close_kit_dialog() -> rx.Component:
    s = CloseKitState
    return form_dialog(
        kept("id", s.kit),
        kept("expected", s.expected),
        rx.cond(
            s.expected > 0,
            combobox_field(
                "Move what is in it to",
                "location",
                id="close-kit-location",
                options=s.location_options,
                value=s.location,
                text=s.location_text,
                on_query=s.find_locations,
                on_create=s.create_location,
                may_create=may(Permission.CREATE_LOCATIONS),
                placeholder="It stays where it lies",
                hint=s.hints["location"],
                error=s.errors["location"],
            ),
            rx.fragment(),
        ),
        text_field("Reason", "reason", id="close-kit-reason", error=s.errors["reason"]),
        name="close-kit",
        title=s.title,
        description=s.says,
        open=s.open,
        on_close=s.close_dialog,
        on_submit=s.close,
        action="Close kit",
        busy=s.saving,
        problem=s.problem,
        size="small",
    )


def _look(session: Session, actor: Actor, kit_id: int) -> tuple[KitRow, list[Lying]]:
    return kits.get(session, actor, kit_id), kits.lying(session, actor, kit_id)


def _said(row: KitRow, lying: Sequence[Lying]) -> str:
    if not row.items:
        return "Nothing is in it. Its history stays, and it can be opened again."
    what = f"{row.items:,} {'item is' if row.items == 1 else 'items are'} in it"
    places = [f"{each.items:,} in {each.path or 'no location'}" for each in lying]
    more = len(places) - _PLACES_SAID
    where = ", ".join(places[:_PLACES_SAID]) + (f" and {more:,} more places" if more > 0 else "")
    return f"{what} ({row.quantity}) and will be free for others: {where}."


def _place(form: dict[str, str]) -> int | None:
    """The location that was chosen. Raises Invalid where text stands that names none."""
    typed, chosen = form.get("location_text", "").strip(), form.get("location")
    if typed and not chosen:
        raise Invalid(
            f"“{typed[:60]}” does not exist yet. Choose from the list, or create it.", "location"
        )
    return arguments.number_or_none(chosen) if typed else None
