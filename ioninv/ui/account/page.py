"""My account."""

import reflex as rx

from ioninv.ui.account.new_token import new_token_dialog, token_secret
from ioninv.ui.account.password import password_card
from ioninv.ui.account.provider import provider_card
from ioninv.ui.account.sessions import sessions_card
from ioninv.ui.account.sessions_state import PATH, AccountState
from ioninv.ui.account.token_grid import revoke_question
from ioninv.ui.account.tokens import tokens_card
from ioninv.ui.frame import frame
from ioninv.ui.layout import page_title, scrolling
from ioninv.ui.state import AppState


def add_to(app: rx.App) -> None:
    app.add_page(account_page, route=PATH, title="My account · ioninv", on_load=AccountState.enter)


def account_page() -> rx.Component:
    return frame(
        page_title(
            "My account",
            rx.cond(AccountState.my_role, AppState.actor_name + ", " + AccountState.my_role, ""),
        ),
        scrolling(
            rx.el.div(
                password_card(),
                provider_card(),
                sessions_card(),
                tokens_card(),
                class_name="account-cards",
            )
        ),
        active=PATH,
        dialogs=(new_token_dialog(), token_secret(), revoke_question()),
    )
