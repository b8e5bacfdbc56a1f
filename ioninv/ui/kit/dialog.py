"""The form dialog."""

from typing import Any, Literal

import reflex as rx
from reflex.event import EventHandler, no_args_event_spec

from .button import button, submit
from .field import Text, error_summary
from .held import state_of


class _FormDialog(rx.Component):
    library = rx.asset("dialog.jsx", shared=True).importable_path
    tag = "FormDialog"

    open: rx.Var[bool]
    busy: rx.Var[bool]
    title: rx.Var[str]
    description: rx.Var[str]
    size: rx.Var[str]
    round: rx.Var[str]
    problems: rx.Var[str]
    form_id: rx.Var[str]
    state: rx.Var[str]
    on_close: EventHandler[no_args_event_spec]


def form_dialog(
    *body: rx.Component,
    name: str,
    title: Text,
    open: rx.Var | bool,
    on_close: Any,
    on_submit: Any,
    action: Text = "Save",
    busy: rx.Var | bool = False,
    problem: Text = "",
    description: Text = "",
    size: Literal["", "small", "wide"] = "",
    round: rx.Var | str = "",
    more: rx.Component | None = None,
    danger: bool | rx.Var = False,
    leave: Text = "Cancel",
) -> rx.Component:
    """A dialog around one form, which throws no typing away and sends nothing twice.

    - `name` is unique in the app: the HTML id of the form.
    - The submit data holds every named field, and `idempotency_key`: made anew for each
      filled-in form, the same when one form is sent again.
    - `busy` goes true while the handler works (yield after setting it) and false at its end.
    - `open` is a var of a FormState. The handler closes the dialog by `_done()`, which names the
      key that was taken; or leaves it open with `problem` (above the fields) and the fields' own
      errors: the first wrong field then gets the focus.
    - Esc, the cross, Cancel, a press beside it and the browser's Back ask first when something
      was typed; on reload and closing the tab the browser asks in its own words.
      `on_close` runs when the person has left it. A connection lost meanwhile closes nothing, and
      neither does a server that was restarted between sending and answering.
    - Change `round` to start over with an empty form ("save and add another"): a token that no
      round had before, also not before a restart of the server.
    - `more` stands at the left of the buttons; `leave` is what Cancel is called where the act itself
      cancels something.

    form_dialog(text_field("Name", "name"), name="new-part", title="New Part",
                open=S.open, on_close=S.close, on_submit=S.create, action="Create part",
                busy=S.saving, problem=S.problem)
    """
    return _FormDialog.create(
        rx.el.form(
            error_summary(problem),
            rx.el.div(*body, class_name="form"),
            rx.el.div(
                rx.el.div(*([more] if more is not None else []), class_name="grow"),
                # The dialog asks before it lets typing go; it knows this button by its mark.
                button(leave, disabled=busy, custom_attrs={"data-leave": ""}),
                submit(action, busy=busy, class_name=_tone(danger)),
                class_name="dialog-foot",
            ),
            id=name,
            no_validate=True,
            on_submit=on_submit,
        ),
        title=title,
        description=description,
        open=open,
        busy=busy,
        problems=problem,
        size=size,
        round=round,
        form_id=name,
        state=state_of(open),
        on_close=on_close,
    )


def _tone(danger: bool | rx.Var) -> str | rx.Var:
    if isinstance(danger, bool):
        return "danger" if danger else ""
    return rx.cond(danger, "danger", "")
