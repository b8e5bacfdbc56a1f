"""The section Tokens."""

import reflex as rx

from ioninv.ui.account.token_grid import token_grid
from ioninv.ui.account.tokens_state import TokensState as S
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import bar, scrolling


def tokens_section() -> rx.Component:
    return rx.fragment(
        bar(
            rx.el.span(
                "What programs sign in with. A token never allows more than its owner may do "
                "now. Your own you make under ",
                inside_link("My account", to="/account"),
                ".",
                class_name="soft",
            )
        ),
        scrolling(
            rx.cond(
                S.tokens_loaded & (S.tokens.length() == 0),
                empty_state(
                    "No tokens yet.",
                    "A program that reads or writes the inventory needs one.",
                    icon="key-round",
                ),
                token_grid(owners=True),
            )
        ),
    )
