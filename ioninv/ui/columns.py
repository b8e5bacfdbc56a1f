"""Columns of a grid that a person chooses among: which show, and which are put away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypedDict


@dataclass(frozen=True)
class Column:
    """A column; `key` is also the word it sorts by in a URL. The first of a grid always shows."""

    key: str
    label: str
    numeric: bool = False
    mono: bool = False
    shown: bool = True


class Choice(TypedDict):
    """A column that can be shown."""

    value: str
    label: str
    checked: bool


def at_first(columns: Sequence[Column]) -> str:
    """What shows until somebody chooses."""
    return ",".join(column.key for column in columns if column.shown)


def hidden_classes(columns: Sequence[Column], chosen: str) -> str:
    """The classes that hide the columns which are not chosen."""
    kept = {columns[0].key, *chosen.split(",")}
    return " ".join(f"no-{column.key}" for column in columns if column.key not in kept)


def toggled(keys: Collection[str], chosen: str, key: str, on: bool) -> str:
    """The choice with one column more or less, in the order of the grid; unknown keys are dropped."""
    kept = {*chosen.split(","), key} if on else set(chosen.split(",")) - {key}
    return ",".join(each for each in keys if each in kept)


def choices(columns: Sequence[Column], chosen: str) -> list[Choice]:
    """What the column chooser offers: all but the first."""
    kept = chosen.split(",")
    return [Choice(value=c.key, label=c.label, checked=c.key in kept) for c in columns[1:]]
