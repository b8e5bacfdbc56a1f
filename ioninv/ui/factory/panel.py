"""The location beside the tree."""

import reflex as rx

from ioninv.ui.factory.archive_location import ArchiveLocationState
from ioninv.ui.factory.edit_location import EditLocationState
from ioninv.ui.factory.merge_location import MergeLocationState
from ioninv.ui.factory.move_location import MoveLocationState
from ioninv.ui.factory.new_location import NewLocationState
from ioninv.ui.factory.panel_state import Above
from ioninv.ui.factory.panel_state import LocationPanelState as S
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.factory.switch_location import SwitchLocationState
from ioninv.ui.kit.allowed import allowed, may
from ioninv.ui.kit.button import button
from ioninv.ui.kit.facts import facts, why
from ioninv.ui.kit.link import inside_link
from ioninv.ui.kit.panel import panel
from ioninv.ui.kit.skeleton import skeleton_lines
from ioninv.ui.kit.status_badge import badge
from ioninv.ui.kit.timeline import timeline
from ioninv.vocabulary import Permission


def location_panel() -> rx.Component:
    return rx.cond(
        FactoryState.location_id > 0,
        rx.cond(
            S.location == FactoryState.location_id,
            rx.cond(S.missing, _missing(), _location()),
            panel("…", skeleton_lines(), on_close=FactoryState.close_location, name="Location"),
        ),
        rx.fragment(),
    )


def _location() -> rx.Component:
    return panel(
        S.name,
        rx.cond(S.above, _way_down(), rx.fragment()),
        rx.cond(S.archived, rx.fragment(), _switch()),
        rx.cond(S.merged_into > 0, _merged(), _acts()),
        facts(
            ("Items here", S.items_here),
            ("With below", rx.cond(S.items_href, inside_link(S.items_all, to=S.items_href), "")),
            ("Kind", S.kind),
        ),
        rx.cond(
            S.description,
            rx.fragment(rx.el.h3("Description"), rx.el.p(S.description, class_name="note")),
            rx.fragment(),
        ),
        allowed(Permission.VIEW_HISTORY, rx.el.h3("History"), timeline(S.history)),
        badge=_badge(),
        on_close=FactoryState.close_location,
        name="Location",
        words=True,
    )


def _badge() -> rx.Component:
    return rx.cond(
        S.archived,
        badge(rx.cond(S.merged_into > 0, "Merged", "Archived")),
        rx.cond(
            S.available & ~S.blocked_by.bool(),
            badge("Available", tone="available", dot=True),
            badge("Not available", tone="unavailable", dot=True),
        ),
    )


def _way_down() -> rx.Component:
    return rx.el.nav(
        "in ", rx.foreach(S.above, _step), class_name="way-down", aria_label="Where it lies"
    )


def _step(above: rx.Var[Above]) -> rx.Component:
    go = FactoryState.choose(above["id"].to_string())
    return button(above["name"].to(str), kind="link", on_click=go, key=above["id"].to_string())


def _merged() -> rx.Component:
    go = FactoryState.choose(S.merged_into.to_string())
    return rx.el.p(
        rx.el.b("Merged into "),
        button(S.merged_into_path, kind="link", on_click=go),
        ". Everything that lay here lies there now.",
        class_name="why",
    )


def _switch() -> rx.Component:
    control = rx.el.input(
        type="checkbox",
        role="switch",
        checked=S.available,
        disabled=SwitchLocationState.saving | ~may(Permission.SWITCH_LOCATIONS),
        on_change=SwitchLocationState.turn,
    )
    label = rx.el.label(control, rx.el.span("Items here may be used"), class_name="switch")
    blocked = why("Not available", rx.Var.create("because ") + S.blocked_by + " is not available.")
    return rx.fragment(label, rx.cond(S.blocked_by, blocked, rx.fragment()))


def _acts() -> rx.Component:
    archive = button("Archive", small=True, on_click=ArchiveLocationState.ask)
    restore = button(
        "Restore",
        small=True,
        busy=ArchiveLocationState.saving,
        on_click=ArchiveLocationState.restore,
    )
    return rx.el.div(
        allowed(
            Permission.CREATE_LOCATIONS,
            button(
                "New location below",
                small=True,
                disabled=S.archived,
                on_click=NewLocationState.start_below(S.location),
            ),
        ),
        allowed(
            Permission.EDIT_LOCATIONS,
            button("Edit", small=True, on_click=EditLocationState.start(S.location)),
            button("Move to…", small=True, on_click=MoveLocationState.start(S.location)),
        ),
        allowed(
            Permission.MERGE_LOCATIONS,
            button("Merge into…", small=True, on_click=MergeLocationState.start(S.location)),
        ),
        allowed(Permission.ARCHIVE_LOCATIONS, rx.cond(S.archived, restore, archive)),
        class_name="acts",
    )


def _missing() -> rx.Component:
    return panel(
        "Not found",
        rx.el.p(S.missing),
        on_close=FactoryState.close_location,
        name="Location",
        words=True,
    )
