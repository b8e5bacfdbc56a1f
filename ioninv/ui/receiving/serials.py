"""The page of serials before arrival."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, passthrough_event_spec

from ioninv.ui.frame import frame
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import download_button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.layout import page_title, scrolling
from ioninv.ui.receiving.serials_state import LIST, PATH
from ioninv.ui.receiving.serials_state import SerialsState as S
from ioninv.vocabulary import Permission

_LIBRARY = rx.asset("serials.jsx", shared=True).importable_path


class _SerialTable(rx.Component):
    library = _LIBRARY
    tag = "SerialTable"

    order: rx.Var[int]
    rows: rx.Var[list[dict[str, Any]]]
    problems: rx.Var[dict[str, str]]
    problem: rx.Var[str]
    saved: rx.Var[str]
    saving: rx.Var[bool]
    round: rx.Var[int]
    fill: rx.Var[dict[str, Any]]
    more: rx.Var[str]
    on_save: EventHandler[passthrough_event_spec(str)]
    on_fill: EventHandler[passthrough_event_spec(str, str)]


class _ListReader(rx.Component):
    library = _LIBRARY
    tag = "ListReader"

    rows: rx.Var[list[dict[str, Any]]]
    preview_of: rx.Var[str]
    said: rx.Var[str]
    problem: rx.Var[str]
    can_apply: rx.Var[bool]
    saved: rx.Var[str]
    saving: rx.Var[bool]
    on_look: EventHandler[passthrough_event_spec(str, str)]
    on_apply: EventHandler[passthrough_event_spec(str, str)]


def serials_page() -> rx.Component:
    return frame(
        page_title(
            rx.cond(S.number, rx.Var.create("Serials of ") + S.number, "Serials"),
            S.said,
            rx.cond(S.order, _acts(), rx.fragment()),
        ),
        rx.cond(S.order, _sections(), rx.fragment()),
        scrolling(
            rx.cond(
                S.loaded,
                rx.cond(
                    S.missing,
                    empty_state("There is no such order.", S.missing),
                    rx.cond(S.section == LIST, _list(), _table()),
                ),
                skeleton_lines(),
            )
        ),
        active="/purchasing",
        needs=Permission.ASSIGN_SERIALS,
    )


def _acts() -> rx.Component:
    file = rx.Var.create("/api/v1/purchase-orders/") + S.order.to_string() + "/sheet.csv"
    return rx.fragment(
        download_button("List as CSV", file, kind="quiet"),
        inside_link("Order", to=_of_order("/purchasing"), class_name="btn quiet"),
        inside_link("Order sheet", to=_of_order("/purchasing/sheet"), class_name="btn quiet"),
        allowed(
            Permission.RECEIVE, inside_link("Receive", to=_of_order("/receive"), class_name="btn")
        ),
    )


def _sections() -> rx.Component:
    return rx.el.nav(
        _section("By hand", _of_order(PATH), ""),
        _section("Supplier's list", _of_order(PATH) + f"&section={LIST}", LIST),
        class_name="sections",
        aria_label="Ways to give serials",
    )


def _section(label: str, to: rx.Var, name: str) -> rx.Component:
    here = rx.cond(S.section == name, "page", "false")
    return inside_link(label, to=to, custom_attrs={"aria-current": here})


def _of_order(path: str) -> rx.Var:
    return rx.Var.create(f"{path}?order=") + S.order.to_string()


def _table() -> rx.Component:
    return _SerialTable.create(
        order=S.order,
        rows=S.rows,
        problems=S.problems,
        problem=S.problem,
        saved=S.saved,
        saving=S.saving,
        round=S.round,
        fill=S.fill,
        more=S.more,
        on_save=S.save,
        on_fill=S.fill_in,
    )


def _list() -> rx.Component:
    return _ListReader.create(
        rows=S.preview,
        preview_of=S.preview_of,
        said=S.preview_said,
        problem=S.problem,
        can_apply=S.can_apply,
        saved=S.saved,
        saving=S.saving,
        on_look=S.look,
        on_apply=S.apply,
    )
