"""The attribute beside the lists."""

import reflex as rx

from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.kit.timeline import timeline
from ioninv.ui.settings.archive_attribute import ArchiveAttributeState
from ioninv.ui.settings.attribute_form_state import AttributeDefinitionState
from ioninv.ui.settings.attribute_panel_state import AttributePanelState as S
from ioninv.ui.settings.attributes_state import AttributesState
from ioninv.vocabulary import Permission


def attribute_panel() -> rx.Component:
    return rx.cond(
        AttributesState.opened > 0,
        rx.cond(
            S.attribute == AttributesState.opened,
            rx.cond(S.missing, _missing(), _attribute()),
            panel("…", skeleton_lines(), on_close=AttributesState.close_row, name="Attribute"),
        ),
        rx.fragment(),
    )


def _attribute() -> rx.Component:
    return panel(
        S.name,
        rx.cond(may(Permission.EDIT_ATTRIBUTES), _acts(), rx.fragment()),
        rx.el.dl(
            rx.foreach(S.facts, _fact),
            rx.el.dt("Used by"),
            rx.el.dd(rx.cond(S.used, _used(), "nothing yet")),
            class_name="facts",
        ),
        rx.cond(S.choices, _choices(), rx.fragment()),
        allowed(Permission.VIEW_HISTORY, rx.el.h3("History"), timeline(S.history)),
        badge=rx.cond(S.archived, badge("Archived"), rx.fragment()),
        on_close=AttributesState.close_row,
        name="Attribute",
        words=True,
    )


def _acts() -> rx.Component:
    restore = button(
        "Restore",
        small=True,
        busy=ArchiveAttributeState.saving,
        on_click=ArchiveAttributeState.restore,
    )
    archive = button("Archive", small=True, on_click=ArchiveAttributeState.ask)
    return rx.el.div(
        button("Edit", small=True, on_click=AttributeDefinitionState.start_edit(S.attribute)),
        rx.cond(S.archived, restore, archive),
        class_name="acts",
    )


def _used() -> rx.Component:
    return rx.cond(S.used_href, inside_link(S.used, to=S.used_href), S.used)


def _choices() -> rx.Component:
    return rx.fragment(
        rx.el.h3("Choices"),
        rx.el.ul(
            rx.foreach(S.choices, lambda choice: rx.el.li(choice, key=choice)),
            class_name="choices",
        ),
    )


def _fact(fact: rx.Var) -> rx.Component:
    return rx.fragment(rx.el.dt(fact["name"]), rx.el.dd(fact["value"]), key=fact["name"])


def _missing() -> rx.Component:
    return panel(
        "Not found",
        rx.el.p(S.missing),
        on_close=AttributesState.close_row,
        name="Attribute",
        words=True,
    )
