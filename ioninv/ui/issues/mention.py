"""The field for a comment: behind an @ it offers users."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, passthrough_event_spec


class _MentionArea(rx.Component):
    library = rx.asset("mention.jsx", shared=True).importable_path
    tag = "MentionArea"

    options: rx.Var[list[dict[str, Any]]]
    value: rx.Var[str]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    rows: rx.Var[int]
    round: rx.Var[int]
    draft: rx.Var[str]
    described_by: rx.Var[str]
    invalid: rx.Var[bool]
    on_query: EventHandler[passthrough_event_spec(str)]


def mention_area(label: str, *, options: rx.Var, on_query: Any, **props: Any) -> rx.Component:
    """Submits `text`, and an `idempotency_key` that each `round` has anew.

    `options` come in answer to `on_query(text behind the @)`, as `picking.options` gives them.
    Under the name `draft` the browser keeps what is typed until it is sent.
    """
    return _MentionArea.create(label=label, options=options, on_query=on_query, **props)
