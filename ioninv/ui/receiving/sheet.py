"""The order sheet as a page: paper on the screen, light whatever the theme, and printed as it stands."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button, download_button
from ioninv.ui.kit.empty_state import empty_state
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.receiving.sheet_state import SheetState as S
from ioninv.vocabulary import Permission

_NAMES = ("Line", "Part", "Quantity", "Cost", "Amount", "Expected")
_NUMERIC = ("Quantity", "Cost", "Amount")


def sheet_page() -> rx.Component:
    return rx.el.div(
        rx.cond(
            S.loaded,
            rx.cond(S.missing, empty_state("There is no such order.", S.missing), _sheet()),
            skeleton_lines(),
        ),
        class_name="sheet-page",
    )


def _sheet() -> rx.Component:
    file = rx.Var.create("/api/v1/purchase-orders/") + S.order.to_string() + "/sheet"
    order = rx.Var.create("/purchasing?order=") + S.order.to_string()
    serials = rx.Var.create("/purchasing/serials?order=") + S.order.to_string()
    return rx.fragment(
        rx.el.nav(
            inside_link("Order", to=order, class_name="btn quiet"),
            allowed(
                Permission.ASSIGN_SERIALS,
                inside_link("Serials", to=serials, class_name="btn quiet"),
            ),
            rx.el.span(class_name="grow"),
            download_button("List as CSV", file + ".csv"),
            download_button("PDF", file + ".pdf"),
            button("Print", kind="primary", on_click=rx.call_script("window.print()")),
            class_name="sheet-acts",
            aria_label="Order sheet",
        ),
        rx.el.main(
            _head(),
            rx.el.div(_about(), class_name="sheet-about"),
            rx.el.table(
                rx.el.colgroup(*(rx.el.col() for _ in _NAMES)),
                # A head of a table is printed on each page.
                rx.el.thead(_again(), _names()),
                _lines(),
                _totals(),
                class_name="sheet-lines",
            ),
            rx.cond(
                S.without_cost, rx.el.p(S.without_cost, class_name="sheet-small"), rx.fragment()
            ),
            class_name="sheet",
            id="main",
        ),
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Purchase order ", S.number, tab_index=-1),
        rx.el.span(S.day),
        class_name="sheet-head",
    )


def _again() -> rx.Component:
    return rx.el.tr(
        rx.el.th("Purchase order ", S.number, col_span=len(_NAMES)), class_name="sheet-again"
    )


def _names() -> rx.Component:
    return rx.el.tr(
        *(
            rx.el.th(name, scope="col", class_name="n" if name in _NUMERIC else "")
            for name in _NAMES
        ),
        class_name="sheet-names",
    )


def _about() -> rx.Component:
    return rx.fragment(
        rx.el.address(rx.foreach(S.supplier, lambda line: rx.el.div(line))),
        rx.el.dl(
            rx.foreach(
                S.about,
                lambda each: rx.fragment(
                    rx.el.dt(each["name"]), rx.el.dd(each["value"]), key=each["name"]
                ),
            )
        ),
    )


def _lines() -> rx.Component:
    return rx.el.tbody(
        rx.cond(
            S.lines,
            rx.foreach(S.lines, _line),
            rx.el.tr(rx.el.td("This order has no lines.", col_span=6)),
        ),
    )


def _line(line: rx.Var) -> rx.Component:
    return rx.fragment(
        rx.el.tr(
            rx.el.td(line["position"]),
            rx.el.td(
                rx.el.b(line["part"]),
                _under(line["name"]),
                rx.cond(line["sku"], rx.el.div("SKU ", line["sku"], class_name="sheet-small")),
            ),
            rx.el.td(line["quantity"], _under(line["units"]), class_name="n"),
            rx.el.td(line["cost"], class_name="n"),
            rx.el.td(line["amount"], class_name="n"),
            rx.el.td(line["expected"]),
            class_name="sheet-line",
        ),
        rx.cond(
            line["destination"].to(str)
            + line["note"].to(str)
            + line["serials"].to(str)
            + line["lots"].to(str),
            rx.el.tr(
                rx.el.td(),
                rx.el.td(
                    _told("Deliver to: ", line["destination"]),
                    _told("", line["note"]),
                    _told("Serials: ", line["serials"]),
                    _told("Lots: ", line["lots"]),
                    col_span=5,
                    class_name="sheet-more",
                ),
            ),
            rx.fragment(),
        ),
        key=line["position"].to_string(),
    )


def _under(text: rx.Var) -> rx.Component:
    return rx.cond(text, rx.el.div(text, class_name="sheet-small"), rx.fragment())


def _told(name: str, text: rx.Var) -> rx.Component:
    return rx.cond(text, rx.el.div(name, text), rx.fragment())


def _totals() -> rx.Component:
    return rx.el.tbody(
        rx.foreach(
            S.totals,
            lambda total: rx.el.tr(
                rx.el.td("Total", col_span=4, class_name="n"),
                rx.el.td(total, class_name="n"),
                rx.el.td(),
                key=total,
                class_name="sheet-total",
            ),
        )
    )
