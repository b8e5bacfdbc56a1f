"""The sections of the settings, and the page around one of them."""

from collections.abc import Sequence

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import page_title

PATH = "/settings"
WEBHOOKS = f"{PATH}/webhooks"
SECTIONS = (
    ("Custom attributes", PATH),
    ("Webhooks", WEBHOOKS),
)


def settings_frame(
    *content: rx.Component,
    section: str,
    acts: Sequence[rx.Component] = (),
    dialogs: Sequence[rx.Component] = (),
) -> rx.Component:
    """The page of one section: another one is another entry of SECTIONS, and a page."""
    return frame(
        page_title("Settings", "What holds for the whole house", *acts),
        rx.el.nav(
            *(_tab(name, path, section) for name, path in SECTIONS),
            class_name="sections",
            aria_label="Sections of the settings",
        ),
        *content,
        active=PATH,
        dialogs=dialogs,
    )


def _tab(name: str, path: str, section: str) -> rx.Component:
    here = {"custom_attrs": {"aria-current": "page"}} if path == section else {}
    return inside_link(name, to=path, **here)
