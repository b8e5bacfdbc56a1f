"""The search box of the header: type to find, scan to go there. `/` brings the cursor to it."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, passthrough_event_spec

from .combobox import LIBRARY


class _FindBox(rx.Component):
    library = LIBRARY
    tag = "FindBox"

    results: rx.Var[list[dict[str, Any]]]
    answered: rx.Var[str]
    answer: rx.Var[str]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    delay: rx.Var[int]
    on_query: EventHandler[passthrough_event_spec(str)]
    on_enter: EventHandler[passthrough_event_spec(str)]
    on_pick: EventHandler[passthrough_event_spec(str, str)]


def find_box(*, results: rx.Var | list[dict[str, str]], **props: Any) -> rx.Component:
    """Presentational: the state is yours.

    `results` are dicts: `value`, `label`, and if wanted `tag` (left: "Part", "Location"), `hint`
    (right), `status` with `status_label` (a badge). `on_query(text)` while typing, and `answered`
    is the text that the results answer;
    `on_enter(code)` when Enter comes with no result chosen, as from a scanner, with exactly what
    the box holds; `on_pick(value, label)` when a result is chosen. `answer` is a sentence under
    the results ("Nothing has the code X"): set it to "" first, so that the same one shows again.

    find_box(results=FindState.results, answered=FindState.answered, answer=FindState.answer, on_query=FindState.look,
             on_enter=FindState.scan, on_pick=FindState.go)
    """
    props.setdefault("label", "Find or scan")
    props.setdefault("placeholder", "Find or scan: serial, lot, part, location, PO…")
    return rx.el.div(_FindBox.create(results=results, **props), class_name="find-place")
