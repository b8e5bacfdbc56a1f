"""The Settings page: a section for each matter that is decided for the whole house."""

import reflex as rx

from ioninv.ui.settings.archive_attribute import archive_question
from ioninv.ui.settings.attribute_form import attribute_dialog
from ioninv.ui.settings.attributes import attributes_section, new_attribute
from ioninv.ui.settings.attributes_state import PATH, AttributesState
from ioninv.ui.settings.sections import settings_frame


def add_to(app: rx.App) -> None:
    app.add_page(
        settings_page, route=PATH, title="Settings · ioninv", on_load=AttributesState.enter
    )


def settings_page() -> rx.Component:
    """The first section; the others are pages of their own, see ioninv/ui/settings/sections.py."""
    return settings_frame(
        attributes_section(),
        section=PATH,
        acts=(new_attribute(),),
        dialogs=(attribute_dialog(), archive_question()),
    )
