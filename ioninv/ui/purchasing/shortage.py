"""The section Shortage: what is below its minimum, by supplier, with boxes to tick."""

import reflex as rx

from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.field import error_summary
from ioninv.ui.kit.grid import grid, header, pick_header
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.skeleton import skeleton_rows
from ioninv.ui.layout import bar, work
from ioninv.ui.purchasing.shortage_state import ShortageState as S
from ioninv.ui.purchasing.shortage_state import ShortRow
from ioninv.ui.purchasing.supply import supply_bar
from ioninv.vocabulary import Permission


def shortage_section() -> rx.Component:
    return rx.fragment(
        bar(
            rx.el.span(
                "Parts below their minimum, counting what is on order. Up to their maximum is "
                "suggested, in whole packs.",
                class_name="soft",
            )
        ),
        rx.el.div(error_summary(S.problem), class_name="shortage-problem"),
        work(
            rx.el.div(
                grid(
                    [
                        pick_header(
                            "Select all", checked=S.all_picked, on_change=lambda on: S.pick_all(on)
                        ),
                        header("Part"),
                        header("Supplier"),
                        header("Available", numeric=True),
                        header("On order", numeric=True),
                        header("Min", numeric=True),
                        header("Max", numeric=True),
                        header("Where it stands"),
                        header("Short by", numeric=True),
                        header("Order", numeric=True),
                    ],
                    rx.cond(
                        S.loaded, rx.foreach(S.rows, _keyed_row), skeleton_rows(10, picks=True)
                    ),
                    name="Shortage",
                ),
                rx.cond(S.loaded & ~S.rows, _nothing(), rx.fragment()),
                class_name=rx.Var.create("grid-place supply-grid short-grid")
                + rx.cond(may(Permission.EDIT_PURCHASING), "", " no-pick"),
            )
        ),
        rx.cond(S.rows & may(Permission.EDIT_PURCHASING), _draft(), rx.fragment()),
    )


def _draft() -> rx.Component:
    return rx.el.div(
        rx.el.span(S.picked_text, aria_live="polite"),
        rx.el.div(class_name="grow"),
        button(
            "Make draft orders",
            kind="primary",
            busy=S.drafting,
            disabled=S.picked_text == "Tick what to order.",
            on_click=S.draft,
        ),
        class_name="foot",
    )


def _keyed_row(row: rx.Var) -> rx.Component:
    return short_row(row=row, key=row["id"])


@rx.memo
def short_row(row: rx.Var[ShortRow], rest: rx.RestProp) -> rx.Component:
    box = rx.el.input(
        type="checkbox",
        aria_label=rx.Var.create("Select ") + row["part"].to(str),
        checked=row["picked"],
        disabled=~row["can_order"].bool(),
        on_change=lambda on: S.pick(row["id"], on),
    )
    give = inside_link("No default supplier: give it one", to=row["href"], class_name="late")
    return rx.el.tr(
        rx.el.td(rx.el.label(box), class_name="pick"),
        rx.el.td(
            inside_link(row["part"], to=row["href"]),
            rx.cond(row["name"], rx.el.small(row["name"]), rx.fragment()),
            title=row["part"],
        ),
        rx.el.td(
            rx.cond(row["can_order"], inside_link(row["supplier"], to=row["supplier_href"]), give),
            title=row["supplier"],
        ),
        rx.el.td(row["available"], class_name="n"),
        rx.el.td(row["on_order"], class_name="n"),
        rx.el.td(row["least_text"], class_name="n"),
        rx.el.td(row["most_text"], class_name="n"),
        rx.el.td(supply_bar(row)),
        rx.el.td(rx.el.span(row["short"], class_name="low"), class_name="n"),
        rx.el.td(rx.el.b(row["suggested"]), class_name="n"),
        rest,
        class_name=rx.cond(row["first"], "group", ""),
    )


def _nothing() -> rx.Component:
    return empty_state(
        "Nothing is short.",
        "Every part with a reorder minimum has enough, counting what is on order. "
        "Give a part its minimum on the Parts page.",
        icon="circle-check",
    )
