"""What autocomplete offers, wherever an existing thing is named."""

from functools import partial
from typing import NotRequired, TypedDict

from ioninv.domain import issues, items, kits, locations, parts, suppliers, usage_types
from ioninv.domain.items import Found
from ioninv.domain.listing import Suggestion
from ioninv.ui import arguments
from ioninv.ui.state import AppState
from ioninv.vocabulary import Entity


class Option(TypedDict):
    """An entry of a combobox; the field shows its `text`, or the label where there is none."""

    value: str
    label: str
    hint: NotRequired[str]
    text: NotRequired[str]
    answers: NotRequired[str]


_LONGEST = 200
_DOORS = {
    "part": parts.suggest,
    "location": locations.suggest,
    "supplier": suppliers.suggest,
    "usage": usage_types.suggest,
    "kit": kits.suggest,
    "any kit": partial(kits.suggest, closed=True),
    "user": issues.users,
}


async def options(state: AppState, kind: str, typed: object) -> list[Option]:
    """Entries that match what is typed: part, location, supplier, usage, kit, any kit, user, lot or item.

    The last one is no entry, it says what they answer: without it, an answer equal to the one
    before would not reach the browser. Raises Invalid for anything that is no text.
    """
    text = arguments.text(typed)
    found = await _found(state, kind, text[:_LONGEST])
    return [*found, Option(value="", label="", answers=text)]


async def _found(state: AppState, kind: str, text: str) -> list[Option]:
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
    if kind == "location":
        return [_place(each) for each in found]
    return [Option(value=str(each.id), label=each.label, hint=each.hint) for each in found]


def _place(found: Suggestion) -> Option:
    """Many places share a name: what was picked is shown with its whole path."""
    path = f"{found.hint} / {found.label}" if found.hint else found.label
    return Option(value=str(found.id), label=found.label, hint=found.hint, text=path)


def _hint(found: Found) -> str:
    return " · ".join(text for text in (found.subtitle, found.status_label) if text)
