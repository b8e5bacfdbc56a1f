"""What the state of every form dialog and question has: whether it is open, busy, and what was refused."""

import json
from collections.abc import Collection, Mapping

import reflex as rx

from ioninv.errors import Refused, SignedOut
from ioninv.ui import arguments
from ioninv.ui.errors import by_field
from ioninv.ui.state import AppState

_SHOWN = 80
_LONGEST_KEY = 100


class FormState(rx.State, mixin=True):
    """Mixed into the state of a dialog: `class NewPartState(FormState, AppState)`.

    A handler that sends the form says `self._begin(data)`, yields, works, and ends with `_done()`;
    a Refused goes to `_refuse`, which leaves the dialog open with the sentences at their fields.
    `taken` is the key of the last form that was stored: the browser closes the dialog that sent
    it, and keeps any other whose typing a lost connection or a restart would take away.
    """

    open: bool = False
    saving: bool = False
    problem: str = ""
    errors: dict[str, str] = {}
    hints: dict[str, str] = {}
    taken: str = ""

    _sent: str = ""

    @rx.event
    def close_dialog(self) -> None:
        """The person has left the dialog."""
        self.open = False

    def _start(self) -> None:
        self.problem, self.errors, self.hints = "", {}, {}
        self.saving, self.open = False, True

    def _begin(self, data: object = None) -> None:
        self.saving, self.problem, self.errors = True, "", {}
        key = data.get("idempotency_key") if isinstance(data, Mapping) else None
        self._sent = key[:_LONGEST_KEY] if isinstance(key, str) else ""

    def _refuse(self, refused: Refused, fields: Collection[str]) -> None:
        """Put each sentence at its field; what concerns no field of this form stands above them.

        Whoever is signed out is asked to sign in by a dialog of its own: a sentence here would still
        stand when they are back.
        """
        told = {} if isinstance(refused, SignedOut) else by_field(refused)
        self.errors = {field: said for field, said in told.items() if field in fields}
        self.problem = " ".join(said for field, said in told.items() if field not in fields)
        self.saving = False

    def _done(self) -> None:
        self.saving = self.open = False
        self.taken = self._sent


async def close_dialogs(state: AppState) -> None:
    """A page that is entered shows no dialog that was left open before it was reloaded or left.

    A connection that was lost and found again enters nothing.
    """
    entered = f"{state.entered} {state.router.url.path}" if state.entered else ""
    if entered and entered == state._entered:  # pyright: ignore[reportPrivateUsage]
        return
    state._entered = entered  # pyright: ignore[reportPrivateUsage]
    for dialog in _below(FormState):
        if not dialog._mixin:
            (await state.get_state(dialog)).open = False


def _below(cls: type[FormState]) -> set[type[FormState]]:
    return {*cls.__subclasses__()}.union(*(_below(each) for each in cls.__subclasses__()))


def kept(name: str, value: rx.Var, *, follows: bool = False) -> rx.Component:
    """A value that goes with the form, unseen: what it was when the form was opened.

    It stays in the browser, so that a server restarted meanwhile still learns what is edited. One
    that `follows` is what the form was told last.
    """
    given = {"value": value} if follows else {"default_value": value}
    return rx.el.input(
        type="text",
        name=name,
        read_only=True,
        hidden=True,
        aria_hidden="true",
        **given,
    )


def told_version(given: Mapping[str, str]) -> int:
    """The version that a form writes over: where it began, or the one whose notice it showed.

    The form itself says what it showed: the second half of a double click was sent before the
    notice came, and consents to nothing.
    """
    began, seen = given.get("version"), given.get("seen") or 0
    return max(arguments.number(began), arguments.number(seen))


def remember(values: Mapping[str, str]) -> str:
    """What an edit begins from, for a field of its form: then a restart forgets nothing."""
    return json.dumps(values)


def remembered(text: str) -> dict[str, str]:
    """What `remember` wrote; nothing when it cannot be read."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {str(name): str(value) for name, value in values.items()}


def untouched_follow(
    typed: Mapping[str, str], began: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, str]:
    """What was typed is kept; a field that was left as it was takes what somebody else stored."""
    return {
        name: now.get(name, value) if value == began.get(name) else value
        for name, value in typed.items()
    }


def changed_meanwhile(began: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """By field, a hint for the one who came second: what stands there now."""
    return {
        name: f"Now “{_short(value)}”. Leave yours as it was to keep that."
        if value
        else "Now empty. Leave yours as it was to keep that."
        for name, value in now.items()
        if name in began and began[name] != value
    }


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
