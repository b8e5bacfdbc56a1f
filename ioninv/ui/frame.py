"""The frame of every page, filled in: the find box, who acts, how much there is."""

from collections.abc import Sequence

import reflex as rx

from ioninv.ui.find.find import find
from ioninv.ui.kit.allowed import is_known, may
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import page_title, shell
from ioninv.ui.signing_in.door import signed_out
from ioninv.ui.state import AppState
from ioninv.ui.who import who
from ioninv.vocabulary import Permission


def frame(
    *content: rx.Component,
    active: str,
    needs: Permission | None = None,
    dialogs: Sequence[rx.Component] = (),
) -> rx.Component:
    """A page: `active` is its path in NAV, `needs` what one must be allowed to see it. Its state
    calls `self._load_frame()` when it enters.

    frame(page_title("Parts"), work(part_grid(), part_panel()), active="/parts",
          needs=Permission.VIEW_PARTS, dialogs=(new_part_dialog(),))
    """
    shown = (
        content
        if needs is None
        else (rx.cond(_hidden(needs), _not_for_you(), rx.fragment(*content)),)
    )
    return rx.fragment(
        shell(
            *shown,
            active=active,
            find=rx.cond(_hidden(Permission.VIEW_INVENTORY), rx.fragment(), find()),
            who=who(),
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


def _hidden(needs: Permission) -> rx.Var[bool]:
    """Known once it is known who acts."""
    return is_known() & ~may(needs)


def _not_for_you() -> rx.Component:
    return rx.fragment(
        page_title("Not for your role"),
        empty_state(
            "Your role does not show this page.",
            "An administrator can give you another one.",
            inside_link("My account", to="/account"),
            icon="lock",
        ),
    )
