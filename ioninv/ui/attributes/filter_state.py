"""The filter by a custom attribute: which one, and what it must be."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from ioninv.domain.attributes import AttributeRow
from ioninv.domain.attributes.filtering import LONGEST as LONGEST_CONDITION
from ioninv.errors import Invalid, Refused
from ioninv.ui import arguments
from ioninv.ui.attributes.columns_state import id_of, key_of
from ioninv.ui.attributes.form_state import Option
from ioninv.ui.attributes.words import ANY, NONE
from ioninv.vocabulary import AttributeKind

CHOICE = "choice_"
_LONGEST = 2_000
_BLANK = {"text": "", "least": "", "most": ""}
_ASKS = {
    AttributeKind.NUMBER: "from … to",
    AttributeKind.DATE: "from … to",
    AttributeKind.CHOICE: "is any of",
}


class Tick(Option):
    """A choice, and whether the filter asks for it."""

    name: str
    ticked: bool


class AttributeFilterState(rx.State, mixin=True):
    """Mixed into the state of a list's attribute filter; `_list` says which list it is.

    The list keeps the conditions, and refuses those that cannot be.
    """

    filter_open: bool = False
    round: int = 0
    choices: list[Option] = []
    attribute: str = ""
    kind: str = ""
    unit: str = ""
    hows: list[Option] = []
    how: str = ""
    values: dict[str, str] = dict(_BLANK)
    ticks: list[Tick] = []
    problem: str = ""

    @rx.event
    async def turn(self, on: bool) -> None:
        """The filter is opened, or left."""
        if arguments.flag(on):
            rows = (await self._list())._attributes
            chosen = next((row for row in rows if str(row.id) == self.attribute), None)
            await self._open(rows, chosen or (rows[0] if rows else None))
        else:
            self.filter_open = False

    @rx.event
    async def edit(self, key: str) -> None:
        """A condition in force was pressed: the filter opens with it."""
        rows = (await self._list())._attributes
        wanted = id_of(arguments.text(key, 40))
        await self._open(rows, next((row for row in rows if row.id == wanted), None))

    @rx.event
    async def choose(self, attribute_id: str) -> None:
        """Another attribute: ask for what its kind can be."""
        wanted = arguments.number(attribute_id)
        rows = (await self._list())._attributes
        await self._open(rows, next((row for row in rows if row.id == wanted), None))

    @rx.event
    def choose_how(self, how: str) -> None:
        if arguments.text(how) not in {each["value"] for each in self.hows}:
            raise Invalid("There is no such condition.")
        self.how, self.problem = how, ""

    @rx.event
    async def apply(self, data: dict[str, Any]) -> AsyncIterator[Any]:
        """Filter the list by it; what cannot be is said here, and what was typed stays."""
        given = arguments.form(data, _LONGEST)
        key = key_of(arguments.number(given.get("attribute")))
        self.problem = ""
        try:
            condition = read_condition(given)
            async for step in self._filter(await self._list(), key, condition):
                yield step
        except Refused as refused:
            self.problem = " ".join(each.message for each in refused.problems)
            return
        self.filter_open = False

    async def _open(self, rows: tuple[AttributeRow, ...], row: AttributeRow | None) -> None:
        if row is None:
            self.filter_open = False
            return
        self.choices = [Option(value=str(each.id), label=each.name) for each in rows]
        self.attribute, self.kind, self.unit = str(row.id), row.kind.value, row.unit
        self.hows = _hows(row.kind)
        in_force = dict((await self._list())._filter.attributes).get(row.id, "")
        self._start_with(row, in_force)
        self.problem, self.filter_open = "", True
        self.round += 1

    def _start_with(self, row: AttributeRow, condition: str) -> None:
        named = condition in {each["value"] for each in self.hows}
        self.how = condition if named else self.hows[0]["value"]
        typed = "" if named else condition
        least, dots, most = typed.partition("..")
        self.values = {"text": typed, "least": least, "most": most if dots else least}
        asked = typed.split("|")
        self.ticks = [
            Tick(name=f"{CHOICE}{number}", value=choice, label=choice, ticked=choice in asked)
            for number, choice in enumerate(row.choices)
        ]


def read_condition(given: Mapping[str, str]) -> str:
    """What the form asks for, as the address says it. Raises Invalid when it says nothing."""
    how = given.get("how", "")
    if how:
        return how
    match given.get("kind", ""):
        case AttributeKind.NUMBER | AttributeKind.DATE:
            condition = _range(given)
        case AttributeKind.CHOICE:
            condition = _any_of(given)
        case _:
            condition = given.get("text", "").strip()
            if condition in (ANY, NONE):
                raise Invalid(f"“{condition}” has a meaning in filters. Type more of the text.")
    if not condition:
        raise Invalid("Say what to filter by.")
    if len(condition) > LONGEST_CONDITION:
        raise Invalid("This is too much for one filter. Choose fewer.")
    return condition


def _range(given: Mapping[str, str]) -> str:
    least, most = given.get("least", "").strip(), given.get("most", "").strip()
    if least == most:
        return least
    return f"{least}..{most}"


def _any_of(given: Mapping[str, str]) -> str:
    return "|".join(value for name, value in given.items() if name.startswith(CHOICE) and value)


def _hows(kind: AttributeKind) -> list[Option]:
    """The conditions that a kind can have; the blank one is about what is typed or ticked."""
    first = [Option(value="", label=_ASKS.get(kind, "contains"))]
    if kind is AttributeKind.YES_NO:
        first = [Option(value="yes", label="Yes"), Option(value="no", label="No")]
    return [*first, Option(value=ANY, label="has any value"), Option(value=NONE, label="has none")]
