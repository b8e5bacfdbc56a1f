"""The page of one change set."""

import reflex as rx

from ioninv.ui.changes.state import PATH
from ioninv.ui.changes.state import ChangeState as S
from ioninv.ui.frame import frame
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.grid import grid, header
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.layout import page_title, scrolling
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(change_page, route=PATH, title="Change · ioninv", on_load=S.enter)


def change_page() -> rx.Component:
    return frame(
        page_title(
            rx.cond(S.title, S.title, "Change"),
            "What one act did to all its items",
            rx.cond(
                S.can_undo & may(Permission.UNDO),
                button("Undo", busy=S.saving, on_click=S.undo(PRESS)),
                rx.fragment(),
            ),
        ),
        scrolling(
            rx.cond(
                S.loaded,
                rx.cond(S.missing, empty_state("There is no such change.", S.missing), _change()),
                skeleton_lines(),
            )
        ),
        active=PATH,
        needs=Permission.VIEW_HISTORY,
    )


def _change() -> rx.Component:
    return rx.el.div(
        rx.el.dl(
            *_fact("By", S.by),
            *_fact("When", local_time(S.at)),
            *_fact("Reason", S.reason),
            rx.cond(S.undoes, _other("Takes back", S.undoes), rx.fragment()),
            rx.cond(S.undone_by, _other("Taken back by", S.undone_by), rx.fragment()),
            class_name="facts",
        ),
        rx.cond(
            S.against & ~S.undone_by.bool(),
            rx.el.div(
                rx.el.h2("Why it cannot be undone"),
                rx.el.ul(rx.foreach(S.against, lambda said: rx.el.li(said, key=said))),
                class_name="against",
            ),
            rx.fragment(),
        ),
        grid([header("Item"), header("What happened")], rx.foreach(S.rows, _row), name="Items"),
        rx.el.p(S.more, class_name="soft"),
        class_name="change",
    )


def _fact(name: str, value: rx.Var | rx.Component) -> tuple[rx.Component, rx.Component]:
    return rx.el.dt(name), rx.el.dd(value)


def _other(name: str, number: rx.Var) -> rx.Component:
    to = rx.Var.create(f"{PATH}?id=") + number
    return rx.fragment(*_fact(name, inside_link("change ", number, to=to)))


def _row(row: rx.Var) -> rx.Component:
    return rx.el.tr(
        rx.el.td(inside_link(row["label"], to=row["href"]), class_name="m"),
        rx.el.td(row["text"], class_name="told"),
        key=row["key"],
    )
