"""The attribute open beside the lists: what it asks for, how many have it, what happened to it."""

from typing import TypedDict

import reflex as rx

from ioninv.domain import attributes
from ioninv.domain.attributes import AttributeRow
from ioninv.ui import arguments
from ioninv.ui.attributes.words import ANY
from ioninv.ui.history import entries
from ioninv.ui.kit.timeline import TimelineEntry
from ioninv.ui.seeing import where_seen
from ioninv.ui.state import AppState
from ioninv.vocabulary import AppliesTo, AttributeKind

_PATHS = {AppliesTo.ITEM: "/", AppliesTo.PART: "/parts"}


class Fact(TypedDict):
    name: str
    value: str


class AttributePanelState(AppState):
    """One attribute in full; `attribute` 0 means that none is open."""

    attribute: int = 0
    version: int = 0
    missing: str = ""
    name: str = ""
    archived: bool = False
    facts: list[Fact] = []
    choices: list[str] = []
    used: str = ""
    used_href: str = ""
    history: list[TimelineEntry] = []

    @rx.event
    async def show(self, attribute_id: int) -> None:
        """Show an attribute; 0 shows none."""
        id_ = arguments.number(attribute_id)
        self.missing = ""
        if id_:
            rows = await self._read(attributes.all, archived=True)
            row = next((each for each in rows if each.id == id_), None)
            if row:
                self._fill(row)
                self.history = entries(await self._read(where_seen, attributes.timeline, id_))
            else:
                self.reset()
                self.missing = "There is no such attribute."
        self.attribute = id_

    def _fill(self, row: AttributeRow) -> None:
        self.version, self.name, self.archived = row.version, row.name, row.archived
        found = (
            ("For", row.applies_to.label),
            ("Kind", row.kind.label),
            ("Unit", row.unit),
            ("Hint", row.hint),
        )
        self.facts = [Fact(name=name, value=value) for name, value in found if value]
        self.choices = list(row.choices) if row.kind is AttributeKind.CHOICE else []
        things = row.applies_to.value if row.used == 1 else row.applies_to.label.lower()
        self.used = f"{row.used:,} {things}" if row.used else ""
        self.used_href = "" if row.archived else f"{_PATHS[row.applies_to]}?a{row.id}={ANY}"
