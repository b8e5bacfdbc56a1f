"""The provider on My account, where there is one: another way in than the password."""

import reflex as rx

from ioninv.ui.account.sessions_state import AccountState as S
from ioninv.ui.kit.button import button
from ioninv.ui.signing_in.door import link_provider


def provider_card() -> rx.Component:
    linked = rx.fragment(
        rx.el.p("You can sign in there instead of with a password.", class_name="soft"),
        button("Unlink", on_click=S.unlink, disabled=~S.has_password),
        rx.cond(
            S.has_password,
            rx.fragment(),
            rx.el.p(
                "You have no password: without the link you could not come in any more. An "
                "administrator can give you a link to set one.",
                class_name="soft",
            ),
        ),
    )
    not_linked = rx.fragment(
        rx.el.p("Link it, and you can sign in there too.", class_name="soft"),
        link_provider(S.provider),
    )
    return rx.cond(
        S.provider,
        rx.el.section(
            rx.el.h2(S.provider),
            rx.cond(S.is_linked, linked, not_linked),
            class_name="account-card narrow",
            aria_label="Sign-in by a provider",
        ),
        rx.fragment(),
    )
