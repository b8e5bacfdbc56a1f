"""Stored values and conditions of custom attributes, as people read them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypedDict

from ioninv.domain.attributes import AttributeRow, AttributeValue
from ioninv.domain.history import day_text
from ioninv.vocabulary import AttributeKind

ANY = "*"
NONE = "-"
YES_NO = {"yes": "Yes", "no": "No"}
_SHOWN_CHOICES = 3


class Told(TypedDict):
    """A value as a panel shows it."""

    name: str
    value: str
    is_link: bool


def told(values: Iterable[AttributeValue]) -> list[Told]:
    return [
        Told(
            name=each.name,
            value=panel_text(each.kind, each.value, each.unit),
            is_link=each.kind is AttributeKind.LINK,
        )
        for each in values
    ]


def cell_text(kind: AttributeKind, value: str, unit: str = "") -> str:
    """A value as a cell shows it: thousands apart and the unit behind, days as they sort."""
    match kind:
        case AttributeKind.NUMBER:
            return f"{_number(value)} {unit}".strip()
        case AttributeKind.YES_NO:
            return YES_NO.get(value, value)
        case _:
            return value


def panel_text(kind: AttributeKind, value: str, unit: str = "") -> str:
    """A value as a panel shows it: a day in words."""
    return _day(value) if kind is AttributeKind.DATE else cell_text(kind, value, unit)


def condition_text(row: AttributeRow, condition: str) -> str:
    """A condition of the filter, as its chip says it: `5..` is “from 5 mm”."""
    if condition in (ANY, NONE):
        return "any value" if condition == ANY else "none"
    match row.kind:
        case AttributeKind.NUMBER | AttributeKind.DATE:
            return _range(row, condition)
        case AttributeKind.CHOICE:
            return _any_of(condition.split("|"))
        case AttributeKind.YES_NO:
            return YES_NO.get(condition, condition)
        case _:
            return f"contains “{condition}”"


def _range(row: AttributeRow, condition: str) -> str:
    least, dots, most = condition.partition("..")
    least, most = (panel_text(row.kind, each, row.unit) if each else "" for each in (least, most))
    if not dots:
        return least
    if least and most:
        return f"{least} to {most}"
    return f"from {least}" if least else f"up to {most}"


def _any_of(choices: list[str]) -> str:
    named = ", ".join(choices[:_SHOWN_CHOICES])
    more = len(choices) - _SHOWN_CHOICES
    return f"{named} and {more} more" if more > 0 else named


def _number(value: str) -> str:
    try:
        return f"{Decimal(value):,f}"
    except InvalidOperation:
        return value


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return day_text(day)
