"""Buttons. One primary per screen or dialog; the rest plain; quiet where many stand together."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

Kind = Literal["plain", "primary", "quiet", "danger", "link"]


def button(
    label: str | rx.Var,
    *,
    kind: Kind = "plain",
    icon: str = "",
    small: bool = False,
    busy: bool | rx.Var = False,
    disabled: bool | rx.Var = False,
    **props: Any,
) -> rx.Component:
    """A button with words on it.

    button("New Inventory", kind="primary", on_click=NewInventoryState.start)
    button("Move", kind="plain", small=True, disabled=BulkState.none_selected)
    """
    props.setdefault("type", "button")
    return rx.el.button(
        *([rx.icon(icon, aria_hidden="true")] if icon else []),
        rx.el.span(label),
        class_name=_classes(kind, small, props.pop("class_name", "")),
        disabled=_either(disabled, busy),
        aria_busy=rx.cond(busy, "true", "false"),
        **props,
    )


def submit(label: str | rx.Var, *, busy: bool | rx.Var = False, **props: Any) -> rx.Component:
    """The button that sends a form: spins and refuses a second press while `busy`.

    submit("Create part", busy=NewPartState.saving)
    """
    return button(label, kind=props.pop("kind", "primary"), busy=busy, type="submit", **props)


def icon_button(
    icon: str,
    name: str | rx.Var,
    *,
    kind: Kind = "quiet",
    small: bool = False,
    disabled: bool | rx.Var = False,
    **props: Any,
) -> rx.Component:
    """A button with a picture on it; `name` is what it is called (aria-label and tooltip).

    icon_button("x", "Clear selection", on_click=GridState.clear_selection)
    """
    props.setdefault("type", "button")
    return rx.el.button(
        rx.icon(icon, aria_hidden="true"),
        class_name=_classes(kind, small, "icon " + props.pop("class_name", "")),
        aria_label=name,
        title=name,
        disabled=disabled,
        **props,
    )


def download_button(label: str | rx.Var, href: str | rx.Var, **props: Any) -> rx.Component:
    """Looks like a button, and saves the file that stands at an address of this server.

    download_button("Export to CSV", GridState.export_href)
    """
    kind = props.pop("kind", "plain")
    small = props.pop("small", False)
    return ReactRouterLink.create(
        rx.el.span(label),
        to=href,
        # The browser itself must follow it: the pages know no such address.
        reload_document=True,
        download=True,
        class_name=_classes(kind, small, props.pop("class_name", "")),
        **props,
    )


def _classes(kind: Kind, small: bool, more: str | rx.Var) -> str | rx.Var:
    plain = " ".join(
        word for word in ("btn", "" if kind == "plain" else kind, "small" if small else "") if word
    )
    return f"{plain} {more}".strip() if isinstance(more, str) else rx.Var.create(plain + " ") + more


def _either(left: bool | rx.Var, right: bool | rx.Var) -> bool | rx.Var:
    if isinstance(left, bool) and isinstance(right, bool):
        return left or right
    return rx.Var.create(left).bool() | rx.Var.create(right).bool()
