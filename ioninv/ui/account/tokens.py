"""One's own API tokens on My account."""

import reflex as rx

from ioninv.ui.account.new_token_state import NewTokenState
from ioninv.ui.account.token_grid import token_grid
from ioninv.ui.account.tokens_state import TokensState as S
from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button
from ioninv.vocabulary import Permission


def tokens_card() -> rx.Component:
    """Who may make none still sees, and revokes, those made before."""
    return rx.cond(may(Permission.OWN_TOKENS) | (S.tokens.length() > 0), _card(), rx.fragment())


def _card() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("API tokens"),
            allowed(
                Permission.OWN_TOKENS,
                button("New token", small=True, on_click=NewTokenState.start),
            ),
            class_name="list-head",
        ),
        rx.el.p("Programs sign in with them: a printer of labels, a nightly export, a script."),
        rx.cond(
            S.tokens_loaded & (S.tokens.length() == 0),
            rx.el.p("You have none yet.", class_name="soft"),
            token_grid(),
        ),
        class_name="account-card",
        aria_label="API tokens",
    )
