"""The receiving page: one box for every scan, and the round that is booked."""

from typing import Any

import reflex as rx
from reflex.event import EventHandler, passthrough_event_spec
from reflex_components_core.core.banner import has_connection_errors

from ioninv.ui.frame import frame
from ioninv.ui.issues.form import raise_dialog
from ioninv.ui.issues.raise_state import RaiseState
from ioninv.ui.kit import combobox
from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.layout import page_title, scrolling
from ioninv.ui.purchasing.states import state_badge
from ioninv.ui.receiving.desk_state import PATH
from ioninv.ui.receiving.desk_state import DeskState as S
from ioninv.vocabulary import Permission

# The desk imports both by their address: they have to be there.
_IMPORTED = (combobox.LIBRARY, rx.asset("sounds.js", shared=True))
_LIBRARY = rx.asset("desk.jsx", shared=True).importable_path


class _Desk(rx.Component):
    library = _LIBRARY
    tag = "Desk"

    order: rx.Var[int]
    may_create_locations: rx.Var[bool]
    may_raise: rx.Var[bool]
    lines: rx.Var[list[dict[str, Any]]]
    answer: rx.Var[dict[str, Any]]
    booked: rx.Var[str]
    refused: rx.Var[dict[str, Any]]
    beyond: rx.Var[dict[str, Any]]
    made: rx.Var[dict[str, str]]
    locations: rx.Var[list[dict[str, Any]]]
    lots: rx.Var[list[dict[str, Any]]]
    expected: rx.Var[list[dict[str, Any]]]
    closed: rx.Var[bool]
    offline: rx.Var[bool]
    saving: rx.Var[bool]
    on_scan: EventHandler[passthrough_event_spec(str, str)]
    on_book: EventHandler[passthrough_event_spec(str)]
    on_book_all: EventHandler[passthrough_event_spec(str)]
    on_find_location: EventHandler[passthrough_event_spec(str)]
    on_find_lot: EventHandler[passthrough_event_spec(str)]
    on_find_expected: EventHandler[passthrough_event_spec(str)]
    on_create_location: EventHandler[passthrough_event_spec(str, str)]
    on_raise: EventHandler[passthrough_event_spec(int)]
    on_raise_on_line: EventHandler[passthrough_event_spec(int)]


class _ChooseBox(rx.Component):
    library = _LIBRARY
    tag = "ChooseBox"

    answer: rx.Var[dict[str, Any]]
    said: rx.Var[str]
    on_scan: EventHandler[passthrough_event_spec(str, str)]


def receiving_page() -> rx.Component:
    return frame(
        rx.cond(S.loaded, rx.cond(S.order, _desk(), _choose()), _waiting()),
        active=PATH,
        needs=Permission.RECEIVE,
        dialogs=(raise_dialog(),),
    )


def _waiting() -> rx.Component:
    return rx.fragment(page_title("Receive"), scrolling(skeleton_lines()))


def _desk() -> rx.Component:
    return rx.fragment(
        page_title(
            rx.Var.create("Receive ") + S.number,
            S.said,
            rx.cond(S.draft, badge("Draft: not placed yet", tone="on_order"), rx.fragment()),
            allowed(
                Permission.VIEW_PURCHASING,
                inside_link("Order", to=_of_order("/purchasing"), class_name="btn quiet"),
            ),
            allowed(
                Permission.ASSIGN_SERIALS,
                inside_link("Serials", to=_of_order("/purchasing/serials"), class_name="btn quiet"),
            ),
            allowed(
                Permission.VIEW_PURCHASING,
                inside_link(
                    "Order sheet", to=_of_order("/purchasing/sheet"), class_name="btn quiet"
                ),
            ),
            allowed(
                Permission.EDIT_ISSUES,
                button("Raise issue by scan", on_click=RaiseState.start_scanning),
            ),
            inside_link("Another order", to=PATH, class_name="btn"),
        ),
        _Desk.create(
            order=S.order,
            may_create_locations=may(Permission.CREATE_LOCATIONS),
            may_raise=may(Permission.EDIT_ISSUES),
            lines=S.lines,
            answer=S.answer,
            booked=S.booked,
            refused=S.refused,
            beyond=S.beyond,
            made=S.made,
            locations=S.locations,
            lots=S.lots,
            expected=S.expected,
            closed=S.closed,
            offline=has_connection_errors,
            saving=S.saving,
            on_scan=S.scan,
            on_book=S.book,
            on_book_all=S.book_all,
            on_find_location=S.find_locations,
            on_find_lot=S.find_lots,
            on_find_expected=S.find_expected,
            on_create_location=S.create_location,
            on_raise=S.raise_on,
            on_raise_on_line=S.raise_on_line,
        ),
    )


def _of_order(path: str) -> rx.Var:
    return rx.Var.create(f"{path}?order=") + S.order.to_string()


def _choose() -> rx.Component:
    return rx.fragment(
        page_title("Receive", "Scan what came, or choose its order"),
        scrolling(
            rx.el.p(S.missing, class_name="summary", role="alert"),
            _ChooseBox.create(answer=S.answer, said=S.found, on_scan=S.choose),
            rx.cond(
                S.orders,
                rx.el.ul(rx.foreach(S.orders, _order), class_name="open-orders"),
                empty_state(
                    "Nothing is expected.",
                    "What is ordered stands here until all of it came in.",
                    icon="package-check",
                ),
            ),
        ),
    )


def _order(order: rx.Var) -> rx.Component:
    return rx.el.li(
        inside_link(
            rx.el.b(order["number"], class_name="mono clip", title=order["number"]),
            rx.el.span(order["supplier"], class_name="clip"),
            rx.el.span(state_badge(order)),
            rx.el.span(
                rx.cond(order["expected"], rx.cond(order["overdue"], "Late: ", "Expected "), ""),
                order["expected"],
                class_name=rx.cond(order["overdue"], "late num", "soft num"),
            ),
            rx.el.span(order["open"], " open", class_name="soft num"),
            to=rx.Var.create(f"{PATH}?order=") + order["id"].to(str),
        ),
        key=order["id"],
    )
