"""The frame of every page, filled in: the find box, who acts, how much there is."""

from collections.abc import Sequence

import reflex as rx

from ioninv.ui.find.find import find
from ioninv.ui.layout import shell
from ioninv.ui.signing_in.door import signed_out
from ioninv.ui.state import AppState


def frame(
    *content: rx.Component, active: str, dialogs: Sequence[rx.Component] = ()
) -> rx.Component:
    """A page: `active` is its path in NAV. Its state calls `self._load_frame()` when it enters.

    frame(page_title("Parts"), work(part_grid(), part_panel()), active="/parts",
          dialogs=(new_part_dialog(),))
    """
    return rx.fragment(
        shell(
            *content,
            active=active,
            find=find(),
            actor=AppState.actor_name,
            counts={
                "/": AppState.item_count,
                "/parts": AppState.part_count,
                "/purchasing": AppState.order_count,
                "/issues": AppState.issue_count,
            },
        ),
        *dialogs,
        signed_out(),
    )
