"""The dialog with a one-time link."""

import reflex as rx

from ioninv.ui.kit.local_time import local_time
from ioninv.ui.kit.once import secret_dialog, shown_once
from ioninv.ui.people.link_state import LinkState as S


def link_dialog() -> rx.Component:
    return secret_dialog(
        shown_once(S.path, "Link", inside=True),
        rx.el.p("Good until ", local_time(S.until), ".", class_name="soft"),
        open=S.shows,
        title=S.title,
        text=S.text,
        on_done=S.done,
    )
