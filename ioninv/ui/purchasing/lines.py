"""The lines of an order as a table."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import icon_button
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.unchanged import unchanged
from ioninv.ui.purchasing.acts_state import CancelState, OrderActsState
from ioninv.ui.purchasing.edit_line_state import EditLineState
from ioninv.ui.purchasing.order_state import OrderState as S
from ioninv.ui.purchasing.states import day, share_bar, state_badge
from ioninv.ui.purchasing.words import LineShown
from ioninv.vocabulary import Permission


def lines_table() -> rx.Component:
    return rx.el.div(
        grid(
            [
                header("#"),
                header("Part"),
                header("Quantity", numeric=True),
                header("Received"),
                header("Open", numeric=True),
                header("Unit cost", numeric=True),
                header("Total", numeric=True),
                header("Expected"),
                header("Destination"),
                header("State"),
                rx.el.th(rx.el.span("Acts", class_name="unseen"), scope="col"),
            ],
            rx.foreach(S.lines, lambda line: unchanged(line_row(line=line), of=line)),
            name="Lines",
        ),
        class_name="lines",
    )


@rx.memo
def line_row(line: rx.Var[LineShown], rest: rx.RestProp) -> rx.Component:
    return rx.el.tr(
        rx.el.td(line["position"], class_name="soft"),
        rx.el.td(
            inside_link(line["part"], to=line["part_href"]),
            rx.cond(line["name"], rx.el.small(line["name"]), rx.fragment()),
            rx.cond(line["aside"], rx.el.span(line["aside"], class_name="aside"), rx.fragment()),
            rx.el.span(line["destination"], class_name="aside place"),
            rx.cond(line["note"], rx.el.span(line["note"], class_name="aside"), rx.fragment()),
            title=line["part"],
            class_name="part",
        ),
        rx.el.td(line["quantity"], class_name="n"),
        rx.el.td(
            share_bar(line["share"], line["received"].to(str) + " received"),
            rx.el.small(line["received"]),
            class_name="came-in",
        ),
        rx.el.td(line["open"], class_name="n"),
        rx.el.td(line["cost"], class_name="n"),
        rx.el.td(line["amount"], class_name="n"),
        rx.el.td(day(line)),
        rx.el.td(line["destination"], title=line["destination"]),
        rx.el.td(state_badge(line), class_name="state"),
        rx.el.td(_acts(line), class_name="line-acts"),
        rest,
        class_name=rx.cond(line["can_reopen"], "gone", ""),
    )


def _acts(line: rx.Var) -> rx.Component:
    called = line["position"].to(str)
    edit = icon_button(
        "pencil",
        rx.Var.create("Edit line ") + called,
        small=True,
        on_click=EditLineState.start(line["id"]),
    )
    cancel = icon_button(
        "ban",
        rx.Var.create("Cancel line ") + called,
        small=True,
        on_click=CancelState.ask_line(line["id"]),
    )
    reopen = icon_button(
        "rotate-ccw",
        rx.Var.create("Reopen line ") + called,
        small=True,
        on_click=OrderActsState.reopen_line(line["id"]),
    )
    return rx.el.span(
        inside_link(
            rx.icon("boxes", aria_hidden="true"),
            to=line["items_href"],
            class_name="btn quiet small icon",
            aria_label=rx.Var.create("Items of line ") + called,
            title=rx.Var.create("Items of line ") + called,
        ),
        allowed(
            Permission.EDIT_PURCHASING,
            rx.cond(line["can_change"], edit, _slot()),
            rx.cond(line["can_cancel"], cancel, rx.cond(line["can_reopen"], reopen, _slot())),
        ),
    )


def _slot() -> rx.Component:
    """Where an act is not possible the others keep their places."""
    return rx.el.span(class_name="slot", aria_hidden="true")
