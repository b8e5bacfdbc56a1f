"""What happened to a thing, newest first."""

from typing import Any, TypedDict

import reflex as rx

from ioninv.ui.kit.allowed import may
from ioninv.vocabulary import Permission

from .button import button
from .link import inside_link
from .local_time import local_time


class TimelineEntry(TypedDict):
    """One line of history, all of it as shown."""

    id: str
    change_set: str
    text: str
    by: str  # "keeper · scan"
    at: str  # ISO 8601 in UTC; shown as the clock on this person's wall says
    reason: str
    can_undo: bool


def timeline(entries: rx.Var, on_undo: Any = None) -> rx.Component:
    """`entries` is a Var of `list[TimelineEntry]`; `on_undo(change_set)` adds Undo where it can be.

    timeline(ItemState.history, on_undo=ItemState.undo)
    """
    return rx.el.ol(
        rx.foreach(entries, lambda entry: _entry(entry, on_undo)), class_name="timeline"
    )


def _entry(entry: rx.Var, on_undo: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(entry["text"]),
        rx.cond(entry["reason"], rx.el.q(entry["reason"]), rx.fragment()),
        rx.el.small(
            entry["by"],
            " · ",
            local_time(entry["at"]) if on_undo is None else _when(entry),
            *([] if on_undo is None else [_undo(entry, on_undo)]),
        ),
        key=entry["id"],
    )


def _when(entry: rx.Var) -> rx.Component:
    return inside_link(
        local_time(entry["at"]),
        to=rx.Var.create("/changes?id=") + entry["change_set"].to(str),
        class_name="when",
        title="What this change did to all its items",
    )


def _undo(entry: rx.Var, on_undo: Any) -> rx.Component:
    undo = button(
        "Undo",
        kind="link",
        on_click=on_undo(entry["change_set"]),
        aria_label=rx.Var.create("Undo: ") + entry["text"].to(str),
    )
    return rx.cond(
        entry["can_undo"].to(bool) & may(Permission.UNDO),
        rx.fragment(" · ", undo),
        rx.fragment(),
    )
