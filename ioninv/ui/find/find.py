"""The find box, wired."""

import reflex as rx

from ioninv.ui.find.state import FindState
from ioninv.ui.kit.find_box import find_box


def find() -> rx.Component:
    return find_box(
        results=FindState.results,
        answered=FindState.answered,
        answer=FindState.answer,
        on_query=FindState.look,
        on_enter=FindState.scan,
        on_pick=FindState.go,
    )
