"""The item beside the grid."""

import reflex as rx

from ioninv.ui.attachments.section import attachments_of
from ioninv.ui.attributes.facts import attribute_facts
from ioninv.ui.issues.of_item import item_issues
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.built import built
from ioninv.ui.items.edit_state import EditItemState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.undo_state import UndoState
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.kit.facts import why
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.menu import menu, menu_item
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.press import PRESS
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import status_badge
from ioninv.ui.kit.timeline import timeline
from ioninv.vocabulary import Permission, Status


def item_panel() -> rx.Component:
    return rx.cond(
        GridState.item_id > 0,
        rx.cond(
            PanelState.item == GridState.item_id,
            rx.cond(PanelState.missing, _missing(), _item()),
            panel("…", skeleton_lines(), on_close=GridState.close_item),
        ),
        rx.fragment(),
    )


def _item() -> rx.Component:
    return panel(
        PanelState.title,
        rx.el.p(PanelState.subtitle, class_name="sub"),
        why(_to_kit(PanelState.why_lead), PanelState.why_rest),
        rx.cond(
            PanelState.held, rx.el.p("On hold as well.", class_name="held-note"), rx.fragment()
        ),
        _acts(),
        rx.cond(PanelState.parents, _parents(), rx.fragment()),
        rx.el.dl(
            rx.cond(
                PanelState.kit_href,
                rx.fragment(
                    rx.el.dt("Kit"),
                    rx.el.dd(inside_link(PanelState.kit, to=PanelState.kit_href)),
                ),
                rx.fragment(),
            ),
            rx.foreach(PanelState.facts, _fact),
            attribute_facts(PanelState.attributes),
            class_name="facts",
        ),
        rx.cond(
            PanelState.note,
            rx.fragment(rx.el.h3("Note"), rx.el.p(PanelState.note, class_name="note")),
            rx.fragment(),
        ),
        allowed(Permission.VIEW_ISSUES, item_issues()),
        rx.cond(PanelState.children_total > 0, built(), rx.fragment()),
        rx.cond(PanelState.family, _family(), rx.fragment()),
        allowed(Permission.VIEW_ATTACHMENTS, attachments_of("item", PanelState.item)),
        rx.el.h3("History"),
        timeline(PanelState.timeline, on_undo=lambda number: UndoState.undo(number, PRESS)),
        on_close=GridState.close_item,
        badge=_to_kit(status_badge(PanelState.status, PanelState.status_label)),
    )


def _to_kit(said: rx.Var | rx.Component) -> rx.Component:
    """What a kit decides leads to it."""
    link = inside_link(said, to=PanelState.kit_href, class_name="to-kit")
    return rx.cond(PanelState.kit_href & (PanelState.status == Status.KITTED.value), link, said)


def _missing() -> rx.Component:
    return panel("Not found", rx.el.p(PanelState.missing), on_close=GridState.close_item)


def _fact(fact: rx.Var) -> rx.Component:
    return rx.fragment(
        rx.el.dt(fact["name"]),
        rx.el.dd(
            rx.cond(fact["href"], inside_link(fact["value"], to=fact["href"]), fact["value"]),
            class_name=rx.cond(fact["mono"], "mono", ""),
        ),
        key=fact["name"],
    )


def _parents() -> rx.Component:
    return rx.fragment(
        rx.el.h3("Part of"),
        rx.el.ul(rx.foreach(PanelState.parents, _relative), class_name="relatives"),
    )


def _family() -> rx.Component:
    return rx.fragment(
        rx.el.h3("Split and merged"),
        rx.el.ul(rx.foreach(PanelState.family, _relative), class_name="relatives"),
    )


def _acts() -> rx.Component:
    """What most likely comes next as buttons, everything else that is possible below the last."""
    acts = rx.el.div(
        rx.foreach(PanelState.first_acts, _act),
        rx.cond(
            PanelState.can_edit,
            button("Edit", small=True, on_click=EditItemState.start(PanelState.item)),
            rx.fragment(),
        ),
        rx.cond(
            PanelState.more_acts,
            menu(
                button("More", icon="chevron-down", small=True, class_name="opens"),
                rx.foreach(PanelState.more_acts, _more),
            ),
            rx.fragment(),
        ),
        class_name="acts",
        role="group",
        aria_label="Acts",
    )
    return rx.cond(PanelState.first_acts | PanelState.can_edit, acts, rx.fragment())


def _act(offer: rx.Var) -> rx.Component:
    return button(
        offer["label"],
        small=True,
        on_click=ActState.start_here(offer["name"], PRESS),
        key=offer["name"],
    )


def _more(offer: rx.Var) -> rx.Component:
    return rx.cond(
        offer["danger"],
        menu_item(offer["label"], danger=True, on_click=ActState.start_here(offer["name"], PRESS)),
        menu_item(offer["label"], on_click=ActState.start_here(offer["name"], PRESS)),
    )


def _relative(relative: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.b(relative["label"], class_name="mono"),
            rx.el.span(relative["part"]),
            rx.el.span(relative["quantity"]),
            rx.cond(relative["how"], rx.el.span(relative["how"], class_name="how"), rx.fragment()),
            type="button",
            class_name="btn link",
            on_click=GridState.open_item(relative["id"]),
        ),
        key=relative["id"],
    )
