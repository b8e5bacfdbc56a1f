"""The password on My account."""

import reflex as rx

from ioninv.domain.accounts.passwords import FEWEST
from ioninv.ui.account.password_state import PasswordState as S
from ioninv.ui.account.sessions_state import AccountState
from ioninv.ui.kit.button import button, submit
from ioninv.ui.kit.field import error_summary, text_field
from ioninv.ui.state import AppState


def password_card() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Password"),
        rx.cond(
            AccountState.sessions_loaded & ~AccountState.has_password,
            rx.el.p(
                "You sign in by the provider, and have no password here. An administrator can give "
                "you a link to set one.",
                class_name="soft",
            ),
            _form(),
        ),
        class_name="account-card narrow",
        aria_label="Password",
    )


def _form() -> rx.Component:
    """A new round is an empty form; what was refused stays in it."""
    return rx.el.form(
        error_summary(S.problem),
        # Password managers ask whose password it is.
        rx.el.input(
            type="text",
            value=AppState.actor_name,
            auto_complete="username",
            read_only=True,
            hidden=True,
            aria_hidden="true",
        ),
        rx.el.div(
            _field("Password of today", "password", "current-password"),
            _field("New password", "new_password", "new-password", f"At least {FEWEST} characters"),
            _field("New password again", "again", "new-password"),
            class_name="form",
            key=S.round.to_string(),
        ),
        rx.el.div(
            submit("Change password", busy=S.saving),
            button(
                rx.cond(S.readable, "Hide", "Show"),
                kind="quiet",
                on_click=S.switch_readable,
                aria_pressed=rx.cond(S.readable, "true", "false"),
                aria_label=rx.cond(S.readable, "Hide what is typed", "Show what is typed"),
            ),
            rx.el.span("Everywhere else you are signed out then.", class_name="soft"),
            class_name="form-end",
        ),
        on_submit=S.change,
        no_validate=True,
    )


def _field(label: str, name: str, auto_complete: str, hint: str = "") -> rx.Component:
    return text_field(
        label,
        name,
        type=rx.cond(S.readable, "text", "password"),
        auto_complete=auto_complete,
        required=True,
        hint=hint,
        error=S.errors[name],
        id=f"account-{name.replace('_', '-')}",
    )
