"""Who one is, in the header, and the menu behind it."""

from typing import Any

import reflex as rx

from ioninv.ui.kit import toast
from ioninv.ui.kit.menu import menu, menu_item, menu_line
from ioninv.ui.state import AppState

_SIGN_OUT = """
fetch("/api/v1/session", {method: "DELETE", credentials: "same-origin"}).then(
  (answer) => {
    if (!answer.ok && answer.status !== 401) return false;
    location.assign("/sign-in");
    return true;
  },
  () => false,
)
"""


class WhoState(AppState):
    """The end of a session, which the browser asks for: it holds the cookie."""

    @rx.event
    def sign_out(self) -> Any:
        return rx.call_script(_SIGN_OUT, callback=WhoState.told_signed_out)

    @rx.event
    def told_signed_out(self, done: bool) -> Any:
        if done is not True:
            return toast.error("You are still signed in.", "The server did not answer. Try again.")
        return None


def who() -> rx.Component:
    """Name and initial, as the button of the menu."""
    name = AppState.actor_name
    trigger = rx.el.button(
        rx.el.span(name, class_name="name"),
        rx.el.span(name.to(str)[0:1], class_name="initial", aria_hidden="true"),
        type="button",
        class_name="who",
        title=name,
        aria_label=rx.Var.create("You: ") + name,
    )
    return rx.cond(
        name,
        menu(
            trigger,
            menu_item("My account", on_click=rx.redirect("/account")),
            menu_line(),
            menu_item("Sign out", on_click=WhoState.sign_out),
        ),
        rx.fragment(),
    )
