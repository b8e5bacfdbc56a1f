"""The board: a column for each state, and cards that are moved with the mouse or by their menu."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, passthrough_event_spec

from ioninv.ui.issues.acts_state import IssueActsState
from ioninv.ui.issues.list_state import IssuesState
from ioninv.ui.issues.severity import severity_badge
from ioninv.ui.issues.words import ShownIssue
from ioninv.ui.kit.allowed import allowed, may_any
from ioninv.ui.kit.button import icon_button
from ioninv.ui.kit.menu import menu, menu_item
from ioninv.vocabulary import IssueState, Permission

_CARDS = (
    (IssueState.OPEN, IssuesState.open_cards),
    (IssueState.IN_PROGRESS, IssuesState.progress_cards),
    (IssueState.RESOLVED, IssuesState.resolved_cards),
)
_MOVES = {
    IssueState.OPEN: (("Start", IssueState.IN_PROGRESS), ("Resolve…", IssueState.RESOLVED)),
    IssueState.IN_PROGRESS: (("Resolve…", IssueState.RESOLVED), ("Back to open", IssueState.OPEN)),
    IssueState.RESOLVED: (
        ("Reopen", IssueState.OPEN),
        ("Reopen and start", IssueState.IN_PROGRESS),
    ),
}


_NEEDS = {
    IssueState.OPEN: Permission.EDIT_ISSUES,
    IssueState.IN_PROGRESS: Permission.EDIT_ISSUES,
    IssueState.RESOLVED: Permission.RESOLVE_ISSUES,
}
"""What moving a card there needs."""


class _BoardHands(rx.Component):
    library = rx.asset("board.jsx", shared=True).importable_path
    tag = "BoardHands"

    on_move: EventHandler[passthrough_event_spec(int, str)]


def issue_board() -> rx.Component:
    return _BoardHands.create(
        *(_column(state, cards) for state, cards in _CARDS),
        on_move=IssueActsState.move,
        class_name="issues-place board",
    )


def _column(state: IssueState, cards: rx.Var) -> rx.Component:
    build = _CARD_OF[state]
    return rx.el.section(
        rx.el.h2(state.label, rx.el.span(IssuesState.counts[state.value], class_name="count num")),
        rx.el.ul(
            rx.foreach(
                cards,
                lambda card: build(
                    card=card, chosen=IssuesState.opened == card["id"], key=card["id"]
                ),
            ),
            class_name="cards",
        ),
        rx.cond(
            IssuesState.loaded & (cards.length() == 0),
            rx.el.p("None", class_name="none"),
            rx.fragment(),
        ),
        rx.cond(
            IssuesState.more[state.value],
            rx.el.p(IssuesState.more[state.value], ", in the list", class_name="none"),
            rx.fragment(),
        ),
        class_name="column",
        aria_label=state.label,
        custom_attrs={"data-state": state.value},
    )


def _card(card: rx.Var, chosen: rx.Var, state: IssueState, rest: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(card["name"], class_name="mono soft"),
            severity_badge(card["severity"], card["severity_label"]),
            rx.cond(card["holds"], rx.el.span("holds", class_name="holds"), rx.fragment()),
            rx.el.span(
                rx.cond(may_any(*(_NEEDS[wanted] for _, wanted in _MOVES[state])), menu(
                    icon_button(
                        "ellipsis-vertical",
                        rx.Var.create("Move ") + card["name"].to(str),
                        small=True,
                    ),
                    *(
                        allowed(
                            _NEEDS[wanted],
                            menu_item(
                                label, on_click=IssueActsState.move(card["id"], wanted.value)
                            ),
                        )
                        for label, wanted in _MOVES[state]
                    ),
                ), rx.fragment()),
                # Choosing in the menu is not opening the card.
                on_click=rx.stop_propagation,
                class_name="push",
            ),
            class_name="line",
        ),
        rx.el.button(card["title"], type="button", class_name="row-open"),
        rx.el.div(
            rx.el.span(card["about"]),
            rx.cond(
                card["assignee"],
                rx.el.span(
                    card["initial"], class_name="initial push", title=card["assignee"],
                    role="img", aria_label=rx.Var.create("Assignee: ") + card["assignee"].to(str),
                ),
                rx.fragment(),
            ),
            class_name="line soft",
        ),
        rest,
        on_click=IssuesState.open_row(card["id"]),
        draggable=may_any(*(_NEEDS[wanted] for _, wanted in _MOVES[state])),
        aria_current=rx.cond(chosen, "true", "false"),
        class_name="card",
        custom_attrs={"data-issue": card["id"], "data-name": card["name"]},
    )  # fmt: skip


@rx.memo
def open_card(card: rx.Var[ShownIssue], chosen: rx.Var[bool], rest: rx.RestProp) -> rx.Component:
    return _card(card, chosen, IssueState.OPEN, rest)


@rx.memo
def progress_card(
    card: rx.Var[ShownIssue], chosen: rx.Var[bool], rest: rx.RestProp
) -> rx.Component:
    return _card(card, chosen, IssueState.IN_PROGRESS, rest)


@rx.memo
def resolved_card(
    card: rx.Var[ShownIssue], chosen: rx.Var[bool], rest: rx.RestProp
) -> rx.Component:
    return _card(card, chosen, IssueState.RESOLVED, rest)


_CARD_OF: dict[IssueState, Any] = {
    IssueState.OPEN: open_card,
    IssueState.IN_PROGRESS: progress_card,
    IssueState.RESOLVED: resolved_card,
}
