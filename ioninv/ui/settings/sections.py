"""The sections of the settings, each for who may see it, and the page around one of them."""

from collections.abc import Sequence

import reflex as rx

from ioninv.ui.frame import frame
from ioninv.ui.kit.allowed import allowed
from ioninv.ui.kit.link import inside_link
from ioninv.ui.layout import page_title
from ioninv.vocabulary import Permission

PATH = "/settings"
PEOPLE = f"{PATH}/people"
ROLES = f"{PATH}/roles"
TOKENS = f"{PATH}/tokens"
SIGN_INS = f"{PATH}/sign-ins"
WEBHOOKS = f"{PATH}/webhooks"
SECTIONS = (
    ("Custom attributes", PATH, Permission.VIEW_ATTRIBUTES),
    ("People", PEOPLE, Permission.VIEW_USERS),
    ("Roles", ROLES, Permission.VIEW_USERS),
    ("Tokens", TOKENS, Permission.EDIT_TOKENS),
    ("Sign-ins", SIGN_INS, Permission.VIEW_USERS),
    ("Webhooks", WEBHOOKS, Permission.EDIT_WEBHOOKS),
)


def settings_frame(
    *content: rx.Component,
    section: str,
    acts: Sequence[rx.Component] = (),
    dialogs: Sequence[rx.Component] = (),
) -> rx.Component:
    """The page of one section: another one is another entry of SECTIONS, and a page.

    settings_frame(people_section(), section=PEOPLE, acts=(add_person(),), dialogs=(...))
    """
    needs = next(needs for _, path, needs in SECTIONS if path == section)
    return frame(
        page_title("Settings", "What holds for the whole house", *acts),
        rx.el.nav(
            *(_tab(name, path, section, needs) for name, path, needs in SECTIONS),
            class_name="sections",
            aria_label="Sections of the settings",
        ),
        *content,
        active=PATH,
        needs=needs,
        dialogs=dialogs,
    )


def _tab(name: str, path: str, section: str, needs: Permission) -> rx.Component:
    here = {"custom_attrs": {"aria-current": "page"}} if path == section else {}
    return allowed(needs, inside_link(name, to=path, **here))
