"""The dialog of a new API token, and the one that shows its secret."""

import reflex as rx

from ioninv.ui.account.new_token_state import NewTokenState as S
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import row, select_field, text_field
from ioninv.ui.kit.once import secret_dialog, shown_once

_LASTS = [("7", "A week"), ("30", "30 days"), ("90", "90 days"), ("365", "A year")]


def new_token_dialog() -> rx.Component:
    return form_dialog(
        text_field(
            "Name",
            "name",
            required=True,
            max_length=200,
            placeholder="Label printer, nightly export…",
            error=S.errors["name"],
            hint="What will use it",
            id="token-name",
        ),
        row(
            select_field(
                "Role",
                "role",
                S.roles,
                value=S.role,
                error=S.errors["role"],
                hint="It never allows more than your own",
                id="token-role",
            ),
            select_field(
                "Lasts", "days", _LASTS, value="90", error=S.errors["days"], id="token-days"
            ),
        ),
        name="new-token",
        title="New token",
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.create,
        action="Make token",
        busy=S.saving,
        problem=S.problem,
    )


def token_secret() -> rx.Component:
    return secret_dialog(
        shown_once(S.secret, "Token"),
        open=S.shows,
        title=rx.Var.create("The token ") + S.made,
        text="Copy it now: it is shown this once. Whoever has it may do what it allows, so keep "
        "it as you would a password.",
        on_done=S.done,
    )
