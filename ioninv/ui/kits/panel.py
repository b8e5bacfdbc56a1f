"""The kit beside the list."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button, download_button, icon_button
from ioninv.ui.kit.facts import Fact, facts
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge, status_badge
from ioninv.ui.kit.timeline import timeline
from ioninv.ui.kits.acts_state import KitActsState
from ioninv.ui.kits.close_kit import CloseKitState
from ioninv.ui.kits.contents_state import KitContentsState as C
from ioninv.ui.kits.form_state import KitFormState
from ioninv.ui.kits.grid_state import KitsState
from ioninv.ui.kits.panel_state import KitPanelState as S
from ioninv.vocabulary import Permission


def kit_panel() -> rx.Component:
    return rx.cond(
        KitsState.opened > 0,
        rx.cond(
            S.kit == KitsState.opened,
            rx.cond(S.missing, _missing(), _kit()),
            panel("…", skeleton_lines(), on_close=KitsState.close_row, name="Kit"),
        ),
        rx.fragment(),
    )


def _kit() -> rx.Component:
    return panel(
        S.name,
        _acts(),
        rx.cond(
            S.closed,
            facts(*_for_what(), ("Closed", local_time(S.closed))),
            facts(
                *_for_what(),
                ("In it", _link(S.items, S.items_href)),
                ("Quantity", S.quantity),
            ),
        ),
        rx.cond(C.total > 0, _contents(), rx.cond(S.closed, rx.fragment(), _empty())),
        allowed(
            Permission.VIEW_HISTORY,
            rx.el.h3("History"),
            timeline(S.history, on_undo=lambda number: KitActsState.undo(number, PRESS)),
        ),
        badge=rx.cond(S.closed, badge("Closed"), badge("Open", tone="kitted", dot=True)),
        on_close=KitsState.close_row,
        name="Kit",
        words=True,
    )


def _for_what() -> tuple[Fact, ...]:
    return (
        ("Reference", S.reference),
        ("Destination", _link(S.destination, S.destination_href)),
        ("Opened", local_time(S.opened)),
    )


def _acts() -> rx.Component:
    changes = rx.fragment(
        rx.cond(
            S.closed,
            button(
                "Open again",
                small=True,
                busy=KitActsState.saving,
                on_click=KitActsState.reopen,
            ),
            button("Close kit", small=True, on_click=CloseKitState.start(S.kit)),
        ),
        button("Edit", small=True, on_click=KitFormState.start_edit(S.kit)),
    )
    return rx.el.div(
        allowed(Permission.EDIT_KITS, changes),
        rx.cond(
            may(Permission.EXPORT) & (C.total > 0),
            download_button("Export to CSV", S.export_href, small=True),
            rx.fragment(),
        ),
        class_name="acts",
    )


def _link(text: rx.Var, href: rx.Var) -> rx.Component:
    return rx.cond(text, inside_link(text, to=href), rx.fragment())


def _empty() -> rx.Component:
    return rx.fragment(
        rx.el.h3("Items"),
        rx.el.p(
            "Nothing is in it.",
            allowed(
                Permission.FILL_KITS,
                " Tick items in the ",
                inside_link("Inventory", to="/"),
                ", then Change status, Put in a kit.",
            ),
            class_name="soft",
        ),
    )


def _contents() -> rx.Component:
    return rx.el.section(
        rx.el.h3("Items"),
        rx.cond(
            may(Permission.FILL_KITS) | C.has_previous | C.has_next,
            rx.el.div(
                allowed(Permission.FILL_KITS, _take_out()),
                rx.cond(C.has_previous | C.has_next, _pages(), rx.fragment()),
                class_name="kit-bar",
            ),
            rx.fragment(),
        ),
        rx.el.ul(rx.foreach(C.rows, _item), class_name="kit-items"),
        aria_label="Items in the kit",
    )


def _take_out() -> rx.Component:
    return rx.fragment(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=C.picked_all,
                on_change=C.pick_page,
                aria_label="Select all shown",
            ),
            class_name="tick",
        ),
        rx.cond(
            C.picked > 0,
            button(
                rx.Var.create("Take out ") + C.picked.to_string(),
                small=True,
                busy=KitActsState.saving,
                on_click=KitActsState.take_out_picked,
            ),
            button(
                rx.cond(
                    C.total > 1,
                    rx.Var.create("Take out all ") + C.total.to_string(),
                    "Take it out",
                ),
                small=True,
                busy=KitActsState.saving,
                on_click=KitActsState.take_out_all,
            ),
        ),
    )


def _pages() -> rx.Component:
    return rx.el.div(
        rx.el.span(C.range_text, aria_live="polite"),
        icon_button(
            "chevron-left",
            "Previous items",
            small=True,
            disabled=~C.has_previous,
            on_click=C.previous_page,
        ),
        icon_button(
            "chevron-right", "Next items", small=True, disabled=~C.has_next, on_click=C.next_page
        ),
        class_name="kit-pages",
    )


def _item(row: rx.Var) -> rx.Component:
    return rx.el.li(
        allowed(
            Permission.FILL_KITS,
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    default_checked=row["picked"].to(bool),
                    on_change=lambda on: C.pick(row["id"], on),
                    aria_label=rx.Var.create("Select ") + row["label"].to(str),
                ),
                class_name="tick",
            ),
        ),
        rx.el.div(
            rx.el.div(
                inside_link(row["label"], to=row["href"], class_name="mono"),
                rx.el.span(row["quantity"], class_name="num"),
                class_name="line",
            ),
            rx.el.div(
                rx.el.span(row["part"], " ", row["name"], class_name="clip"),
                class_name="line soft",
            ),
            rx.el.div(
                rx.cond(
                    row["status"] == "kitted",
                    rx.fragment(),
                    status_badge(row["status"], row["status_label"]),
                ),
                rx.el.span(row["place"], class_name="clip", title=row["place"]),
                class_name="line soft",
            ),
            class_name="what",
        ),
        key=C.round.to_string() + "-" + row["id"].to_string(),
    )


def _missing() -> rx.Component:
    return panel(
        "Not found",
        rx.el.p(S.missing),
        on_close=KitsState.close_row,
        name="Kit",
        words=True,
    )
