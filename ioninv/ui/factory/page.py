"""The Factory page: the locations, and beside them in a second section the usage types."""

import reflex as rx

from ioninv.ui.factory.archive_location import archive_location_question
from ioninv.ui.factory.edit_location import edit_location_dialog
from ioninv.ui.factory.merge_location import merge_location_dialog
from ioninv.ui.factory.move_location import move_location_dialog
from ioninv.ui.factory.new_location import NewLocationState, new_location_dialog
from ioninv.ui.factory.panel import location_panel
from ioninv.ui.factory.state import PATH, USAGE_TYPES, FactoryState
from ioninv.ui.factory.switch_location import switch_location_dialog
from ioninv.ui.factory.tree import location_bar, location_tree
from ioninv.ui.factory.usage_types import usage_types_section
from ioninv.ui.frame import frame
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.button import button
from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import page_title, work
from ioninv.vocabulary import Permission


def add_to(app: rx.App) -> None:
    app.add_page(factory_page, route=PATH, title="Factory · ioninv", on_load=FactoryState.enter)


def factory_page() -> rx.Component:
    return frame(
        page_title(
            "Factory",
            "Where things lie, and what they are for",
            allowed(
                Permission.CREATE_LOCATIONS,
                button("New Location", kind="primary", on_click=NewLocationState.start),
            ),
        ),
        _sections(),
        rx.cond(
            FactoryState.section == USAGE_TYPES,
            usage_types_section(),
            rx.fragment(location_bar(), work(location_tree(), location_panel())),
        ),
        active=PATH,
        needs=Permission.VIEW_LOCATIONS,
        dialogs=(
            new_location_dialog(),
            edit_location_dialog(),
            move_location_dialog(),
            merge_location_dialog(),
            switch_location_dialog(),
            archive_location_question(),
        ),
    )


def _sections() -> rx.Component:
    return rx.el.nav(
        _section("Locations", PATH, ""),
        allowed(
            Permission.VIEW_USAGE_TYPES,
            _section("Usage types", f"{PATH}?section={USAGE_TYPES}", USAGE_TYPES),
        ),
        class_name="sections",
        aria_label="Sections of the factory",
    )


def _section(label: str, to: str, name: str) -> rx.Component:
    here = rx.cond(FactoryState.section == name, "page", "false")
    return inside_link(label, to=to, custom_attrs={"aria-current": here})
