"""API tokens in a table: one's own, or everybody's; and the question before one is revoked."""

import reflex as rx

from ioninv.ui.account.revoke_state import RevokeTokenState
from ioninv.ui.account.tokens_state import ShownToken
from ioninv.ui.account.tokens_state import TokensState as S
from ioninv.ui.kit.button import button
from ioninv.ui.kit.confirm import confirm
from ioninv.ui.kit.field import error_summary
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.kit.status_badge import badge

_COLUMNS = ("Name", "Begins with", "Role", "Made", "Last used", "Ends", "State")


def token_grid(*, owners: bool = False) -> rx.Component:
    """The table; `owners` says whose they are."""
    columns = ("Name", "Owner", *_COLUMNS[1:]) if owners else _COLUMNS
    acts = rx.el.th(rx.el.span("Acts", class_name="unseen"), scope="col", class_name="order")
    return grid(
        [*map(header, columns), acts],
        rx.cond(
            S.tokens_loaded,
            rx.foreach(S.tokens, lambda row: _row(row, owners)),
            skeleton_rows(len(columns) + 1),
        ),
        name="Tokens",
    )


def revoke_question() -> rx.Component:
    return confirm(
        error_summary(RevokeTokenState.problem),
        open=RevokeTokenState.open,
        title=rx.Var.create("Revoke ") + RevokeTokenState.name + "?",
        text="Programs that use it are refused from now on. It cannot be taken back: "
        "make a new token instead.",
        action="Revoke",
        on_confirm=RevokeTokenState.revoke,
        on_cancel=RevokeTokenState.close_dialog,
        busy=RevokeTokenState.saving,
    )


def _row(row: rx.Var[ShownToken], owners: bool) -> rx.Component:
    revoke = button(
        "Revoke…",
        kind="quiet",
        small=True,
        on_click=RevokeTokenState.ask(row["id"], row["name"], row["version"]),
        aria_label=rx.Var.create("Revoke ") + row["name"].to(str),
    )
    return rx.el.tr(
        rx.el.td(rx.el.b(row["name"]), title=row["name"]),
        *([rx.el.td(row["owner"], title=row["owner"])] if owners else []),
        rx.el.td(row["prefix"], class_name="m"),
        rx.el.td(row["role"], title=row["role"]),
        rx.el.td(local_time(row["created"].to(str))),
        rx.el.td(rx.cond(row["used"], local_time(row["used"].to(str)), "Never")),
        rx.el.td(local_time(row["expires"].to(str))),
        rx.el.td(badge(row["state"], rx.cond(row["living"], "available", ""))),
        rx.el.td(rx.cond(row["revoked"], "", revoke), class_name="order"),
        key=row["id"].to_string(),
    )
