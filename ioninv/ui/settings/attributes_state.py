"""The attributes that people defined, in the order in which forms and columns have them."""

from collections.abc import AsyncIterator
from typing import Any, TypedDict

import reflex as rx

from ioninv.domain import attributes
from ioninv.domain.attributes import AttributeRow
from ioninv.errors import Invalid, NotFound
from ioninv.ui import address, arguments
from ioninv.ui.forms import close_dialogs
from ioninv.ui.kit import toast
from ioninv.ui.settings.attribute_panel_state import AttributePanelState
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo, AttributeKind

PATH = "/settings"
_FOCUS = """
requestAnimationFrame(() => requestAnimationFrame(() => {
  const steps = [...document.querySelectorAll('[data-attribute="ID"] [data-step]:enabled')];
  (steps.find((step) => step.dataset.step === "BY") ?? steps[0])?.focus();
}))"""
"""Where the row stands once it is painted: on the same button, or on the other at an end."""


class Shown(TypedDict):
    """An attribute as its row shows it."""

    id: int
    name: str
    hint: str
    kind: str
    details: str
    used: str
    archived: bool
    first: bool
    last: bool


class AttributesState(AppState):
    """The section with the two lists. Which attribute is open is in the address."""

    loaded: bool = False
    of_items: list[Shown] = []
    of_parts: list[Shown] = []
    none_at_all: bool = False
    archived: bool = False
    opened: int = 0
    said: str = ""

    @rx.event
    async def enter(self) -> list[Any]:
        """The page is opened, reloaded or gone back to."""
        await close_dialogs(self)
        query = dict(self.router.url.query_parameters)
        events: list[Any] = []
        self.opened, self.archived, self.said = 0, query.get("archived") == "1", ""
        try:
            self.opened = address.number(query, "attribute")
        except Invalid as refused:
            events = [toast.error(refused.message)]
        await self._list()
        await self._load_frame()
        return [*events, AttributePanelState.show(self.opened)]

    @rx.event
    async def show_archived(self, on: bool) -> Any:
        self.archived = arguments.flag(on)
        await self._list()
        return address.push(self._address())

    @rx.event
    def open_row(self, attribute_id: int) -> list[Any]:
        """Open one beside the lists."""
        self.opened = arguments.number(attribute_id)
        return [AttributePanelState.show(self.opened), address.push(self._address())]

    @rx.event
    def close_row(self) -> list[Any]:
        self.opened = 0
        return [AttributePanelState.show(0), address.push(self._address())]

    @rx.event
    async def move_up(self, attribute_id: int) -> AsyncIterator[Any]:
        async for step in self._move(attribute_id, -1):
            yield step

    @rx.event
    async def move_down(self, attribute_id: int) -> AsyncIterator[Any]:
        async for step in self._move(attribute_id, 1):
            yield step

    @rx.event
    async def refresh(self) -> Any:
        """Something changed: the lists anew, and what is open beside them."""
        await self._list()
        return AttributePanelState.show(self.opened)

    @rx.event
    async def show_stored(self, attribute_id: int) -> list[Any]:
        """One was created or changed: the lists anew, with it open."""
        is_open = self.opened == arguments.number(attribute_id)
        self.opened = arguments.number(attribute_id)
        await self._list()
        shown = AttributePanelState.show(self.opened)
        return [shown, *([] if is_open else [address.push(self._address())])]

    async def _move(self, attribute_id: object, by: int) -> AsyncIterator[Any]:
        id_ = arguments.number(attribute_id)
        row = _named(await self._read(attributes.all), id_)
        to = row.position + by
        if to < 1:
            return
        moved = await self._write(
            attributes.move, id_, to, key=f"attribute-{id_}-{row.version}-to-{to}"
        )
        await self._list()
        count = len(self.of_items if moved.applies_to is AppliesTo.ITEM else self.of_parts)
        self.said = f"{moved.name} is now {moved.position} of {count}."
        # The row was put elsewhere: the focus follows it, so that the key can be pressed again.
        yield [
            rx.call_script(_FOCUS.replace("ID", str(id_)).replace("BY", str(by))),
            AttributePanelState.show(self.opened),
        ]

    async def _list(self) -> None:
        rows = await self._read(attributes.all, archived=self.archived)
        self.of_items, self.of_parts = (
            _shown([row for row in rows if row.applies_to is of])
            for of in (AppliesTo.ITEM, AppliesTo.PART)
        )
        self.none_at_all = not rows
        self.loaded = True

    def _address(self) -> str:
        return address.address(
            PATH,
            {
                "archived": "1" if self.archived else "",
                "attribute": str(self.opened) if self.opened else "",
            },
        )


def used_text(row: AttributeRow) -> str:
    """How many have a value: “1 item”, “12 parts”."""
    return f"{row.used:,} {row.applies_to if row.used == 1 else row.applies_to.label.lower()}"


def details(row: AttributeRow) -> str:
    """What belongs to its kind: the choices, the unit."""
    if row.kind is AttributeKind.CHOICE:
        return ", ".join(row.choices)
    return f"in {row.unit}" if row.unit else ""


def _named(rows: tuple[AttributeRow, ...], id_: int) -> AttributeRow:
    found = next((row for row in rows if row.id == id_), None)
    if found is None:
        raise NotFound("There is no such attribute.")
    return found


def _shown(rows: list[AttributeRow]) -> list[Shown]:
    live = [row for row in rows if not row.archived]
    return [
        Shown(
            id=row.id,
            name=row.name,
            hint=row.hint,
            kind=row.kind.label,
            details=details(row),
            used=used_text(row) if row.used else "",
            archived=row.archived,
            first=row.archived or row is live[0],
            last=row.archived or row is live[-1],
        )
        for row in rows
    ]
