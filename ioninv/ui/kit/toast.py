"""Short news at the corner of the screen, told by handlers: `return toast.success("3 moved.")`.

Import the module, not its functions: `from ioninv.ui.kit import toast`.
"""

from typing import Any

import reflex as rx

QUICK = 4_000
LONG_ENOUGH_TO_UNDO = 10_000
LONG_ENOUGH_TO_READ = 30_000


def success(
    text: str,
    detail: str = "",
    *,
    action: str = "",
    on_action: Any = None,
    other: tuple[str, Any] | None = None,
) -> rx.event.EventSpec:
    """It worked, and what is worth knowing beside. With an action, mostly Undo, it stays for ten
    seconds, with a detail for thirty; `other` is a second one.

    return toast.success("3 scrapped.", action="Undo", on_action=GridState.undo(change_set_id))
    """
    more = _detailed(detail)
    if on_action is None:
        return rx.toast.success(text, duration=QUICK, **more)
    if other:
        more["cancel"] = {"label": other[0], "on_click": other[1]}
    return rx.toast.success(
        text,
        duration=LONG_ENOUGH_TO_READ if detail else LONG_ENOUGH_TO_UNDO,
        close_button=True,
        action={"label": action, "on_click": on_action},
        **more,
    )


def error(text: str, detail: str = "") -> rx.event.EventSpec:
    """It did not work, and what to do next. Stays until it is closed.

    return toast.error("Not moved.", "Gearbox 12 was changed by keeper a moment ago. Look again.")
    """
    more = _detailed(detail)
    return rx.toast.error(text, duration=60_000, close_button=True, important=True, **more)


def info(text: str) -> rx.event.EventSpec:
    """return toast.info("Nothing to undo.")"""
    return rx.toast.info(text, duration=QUICK)


def _detailed(detail: str) -> dict[str, Any]:
    return {"description": detail} if detail else {}


def toaster() -> rx.Component:
    """The place where toasts appear: `rx.App(toaster=toast.toaster())`."""
    return rx.toast.provider(
        rich_colors=False,
        expand=False,
        visible_toasts=3,
        position="bottom-right",
        offset="52px",
    )
