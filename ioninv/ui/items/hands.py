"""What hands do in the grid, in the browser: tick rows, walk by arrows, ask to edit a cell."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, no_args_event_spec, passthrough_event_spec


class _GridHands(rx.Component):
    library = rx.asset("hands.jsx", shared=True).importable_path
    tag = "GridHands"

    round: rx.Var[int]
    shown: rx.Var[list[int]]
    everything: rx.Var[bool]
    writes: rx.Var[dict[str, bool]]
    on_pick: EventHandler[passthrough_event_spec(list[int], bool)]
    on_drop: EventHandler[passthrough_event_spec(list[int])]
    on_edit: EventHandler[passthrough_event_spec(int, str)]
    on_clear: EventHandler[no_args_event_spec]


def hands(*content: rx.Component, **props: Any) -> rx.Component:
    """Around the grid. Rows are `tr` with `data-id`, cells that can be edited have `data-field`.

    Ticks live in the browser; `on_pick(ids, on)` tells them. A new `round` puts the boxes to
    `shown`; `everything` ticks all. `writes` says by field whether this person may write it; "" is
    any other field. `on_drop(ids)`: of everything, all but these are kept.
    """
    return _GridHands.create(*content, **props)
