"""The button that sends a form and keeps it open for the next one."""

import reflex as rx

from .button import button

NAME = "another"


def another(form: str, label: str | rx.Var, *, disabled: bool | rx.Var = False) -> rx.Component:
    """Stands in `more` of a form_dialog; `form` is that dialog's `name`.

    Sends the form with `another: "1"` in its data; sent otherwise, `another` is empty. It is no
    submit button of its own: the browser presses the first of those when Enter is pressed in a
    field, and that must be the dialog's.

    another("new-part", "Create and add another", disabled=NewPartState.saving)
    """
    send = (
        f"(() => {{ const form = document.getElementById('{form}'); "
        f"form.elements.{NAME}.value = '1'; form.requestSubmit(); "
        f"form.elements.{NAME}.value = ''; }})()"
    )
    return rx.fragment(
        rx.el.input(type="hidden", name=NAME, default_value=""),
        button(label, on_click=rx.call_script(send), disabled=disabled),
    )
