"""The dialog of New Kit and of editing one."""

import reflex as rx

from ioninv.ui.forms import kept
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.kit.dialog import form_dialog
from ioninv.ui.kit.field import text_field
from ioninv.ui.kits.form_state import KitFormState as S
from ioninv.vocabulary import Permission


def kit_dialog() -> rx.Component:
    return form_dialog(
        kept("id", S.kit),
        kept("version", S.version),
        kept("began", S.began),
        text_field(
            "Name",
            "name",
            id="kit-name",
            value=S.values["name"],
            hint=rx.cond(S.hints["name"], S.hints["name"], "What stands on the box, like KIT-0042"),
            error=S.errors["name"],
            required=True,
        ),
        text_field(
            "Reference",
            "reference",
            id="kit-reference",
            value=S.values["reference"],
            hint=rx.cond(
                S.hints["reference"], S.hints["reference"], "What it is for: a work order, a build"
            ),
            error=S.errors["reference"],
        ),
        combobox_field(
            "Destination",
            "location",
            id="kit-location",
            options=S.location_options,
            value=S.location,
            text=S.values["location"],
            on_query=S.find_locations,
            on_create=S.create_location,
            may_create=may(Permission.CREATE_LOCATIONS),
            placeholder="Name, or a path like Room 1 / Line 2",
            hint=rx.cond(S.hints["location"], S.hints["location"], "Where it goes"),
            error=S.errors["location"],
        ),
        name="kit",
        title=S.title,
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        action=S.action,
        busy=S.saving,
        problem=S.problem,
        size="small",
    )
