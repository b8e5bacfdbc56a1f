"""The Settings page: a section for each matter that is decided for the whole house."""

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import page_title
from ioninv.ui.settings.archive_attribute import archive_question
from ioninv.ui.settings.attribute_form import attribute_dialog
from ioninv.ui.settings.attributes import attributes_section, new_attribute
from ioninv.ui.settings.attributes_state import PATH, AttributesState


def add_to(app: rx.App) -> None:
    app.add_page(
        settings_page, route=PATH, title="Settings · ioninv", on_load=AttributesState.enter
    )


def settings_page() -> rx.Component:
    """Another section is another entry here: a tab, what it shows, its dialogs."""
    return frame(
        page_title("Settings", "What holds for the whole house", new_attribute()),
        rx.el.nav(
            inside_link("Custom attributes", to=PATH, custom_attrs={"aria-current": "page"}),
            class_name="sections",
            aria_label="Sections of the settings",
        ),
        attributes_section(),
        active=PATH,
        dialogs=(attribute_dialog(), archive_question()),
    )
