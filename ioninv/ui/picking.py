"""What autocomplete offers, wherever an existing thing is named."""

from typing import NotRequired, TypedDict

from ioninv.domain import items, locations, parts, suppliers, usage_types
from ioninv.ui import arguments
from ioninv.ui.state import AppState


class Option(TypedDict):
    """An entry of a combobox."""

    value: str
    label: str
    hint: NotRequired[str]


_LONGEST = 200
_DOORS = {
    "part": parts.suggest,
    "location": locations.suggest,
    "supplier": suppliers.suggest,
    "usage": usage_types.suggest,
}


async def options(state: AppState, kind: str, typed: object) -> list[Option]:
    """Entries for a kind of thing (part, location, supplier, usage, lot) that match what is typed.

    Raises Invalid for anything that is no text.
    """
    text = arguments.text(typed)[:_LONGEST]
    if kind == "lot":
        lots = await state._read(items.suggest_lots, text)  # pyright: ignore[reportPrivateUsage]
        return [Option(value=lot, label=lot) for lot in lots]
    found = await state._read(_DOORS[kind], text)  # pyright: ignore[reportPrivateUsage]
    return [Option(value=str(each.id), label=each.label, hint=each.hint) for each in found]
