"""What autocomplete offers, wherever an existing thing is named."""

from typing import NotRequired, TypedDict

from ioninv.domain import items, kits, locations, parts, suppliers, usage_types
from ioninv.domain.items import Found
from ioninv.ui import arguments
from ioninv.ui.state import AppState
from ioninv.vocabulary import Entity


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
    "kit": kits.suggest,
}


async def options(state: AppState, kind: str, typed: object) -> list[Option]:
    """Entries for a kind of thing (part, location, supplier, usage, kit, lot, item) that match what is typed.

    Raises Invalid for anything that is no text.
    """
    text = arguments.text(typed)[:_LONGEST]
    if kind == "lot":
        lots = await state._read(items.suggest_lots, text)  # pyright: ignore[reportPrivateUsage]
        return [Option(value=lot, label=lot) for lot in lots]
    if kind == "item":
        named = await state._read(items.find, text)  # pyright: ignore[reportPrivateUsage]
        return [
            Option(value=str(each.id), label=each.title, hint=_hint(each))
            for each in named
            if each.kind is Entity.ITEM
        ]
    found = await state._read(_DOORS[kind], text)  # pyright: ignore[reportPrivateUsage]
    return [Option(value=str(each.id), label=each.label, hint=each.hint) for each in found]


def _hint(found: Found) -> str:
    return " · ".join(text for text in (found.subtitle, found.status_label) if text)
