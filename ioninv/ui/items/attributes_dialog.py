"""The dialog that gives many items attributes at once."""

import reflex as rx

from ioninv.ui.attributes.fields import attribute_fields
from ioninv.ui.forms import kept
from ioninv.ui.items.attributes_state import CLEAR
from ioninv.ui.items.attributes_state import BulkAttributesState as S
from ioninv.ui.kit.dialog import form_dialog


def attributes_dialog() -> rx.Component:
    return form_dialog(
        kept("target", S.target),
        attribute_fields(S, "bulk", clears=CLEAR),
        name="bulk-attributes",
        title=S.title,
        description="Only what is filled in is changed. Clear takes a value away.",
        open=S.open,
        on_close=S.close_dialog,
        on_submit=S.save,
        busy=S.saving,
        problem=S.problem,
    )
