"""Fields that name a thing, in the forms of purchasing: found while one types, or made there."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import reflex as rx

from ioninv.domain import purchasing
from ioninv.errors import Invalid, Problem, Refused
from ioninv.ui import arguments, picking
from ioninv.ui.forms import FormState
from ioninv.ui.items.creating import NEEDS, create
from ioninv.ui.kit import toast
from ioninv.ui.kit.allowed import may
from ioninv.ui.kit.combobox import combobox_field
from ioninv.ui.picking import Option
from ioninv.ui.state import AppState

LABELS = {"supplier": "Supplier", "location": "Destination", "part": "Part"}
_WHOLE_DAY = len("2026-05-03")
_MADE_HERE = ("supplier", "location")
_SHOWN_AT = {"pack": "unit", "supplier_part": "unit"}


class NamingState(FormState, AppState, mixin=True):
    """Mixed into the state of a form. `picked` are ids by field, `values` what stands in the fields."""

    values: dict[str, str] = {}
    picked: dict[str, str] = dict.fromkeys(LABELS, "")
    options: dict[str, list[Option]] = {field: [] for field in LABELS}

    _sent_day: str | None = None

    @rx.event
    async def find(self, field: str, typed: str) -> None:
        """Offer what a field may name."""
        field = _known(field)
        self.options = self.options | {field: await picking.options(self, field, typed)}

    @rx.event
    async def make(self, field: str, typed: str) -> AsyncIterator[Any]:
        """It does not exist yet: make it right here."""
        field = _known(field)
        if field not in _MADE_HERE:
            raise Invalid("This is not made here.")
        try:
            id_, label = await create(self, field, arguments.text(typed))
        except Refused as refused:
            self.errors = self.errors | {field: refused.message}
            return
        self.picked = self.picked | {field: str(id_)}
        self.values = self.values | {field: label}
        self.errors = self.errors | {field: ""}
        called = "Location" if field == "location" else LABELS[field]
        yield toast.success(f"{called} {label} created.")

    @rx.event
    def type_expected(self, typed: str) -> None:
        """Say which day “+2w” is."""
        typed = arguments.text(typed)
        if typed == self._sent_day:
            # What was typed last may be told after it was sent: then it is no news.
            return
        said, wrong = day_told(typed)
        self.hints = self.hints | {"expected_on": said}
        self.errors = self.errors | {"expected_on": wrong}


def day_told(typed: str) -> tuple[str, str]:
    """What a typed day means, and what is wrong with it."""
    try:
        iso, words = purchasing.read_day(typed)
    except Refused as refused:
        # While it is being typed, a beginning is not an error yet.
        return "", refused.message if len(typed.strip()) >= _WHOLE_DAY else ""
    if not iso:
        return "", ""
    days = (date.fromisoformat(iso) - date.today()).days
    return words + (" (in the past)" if days < -1 else ""), ""


def unknown(given: dict[str, str], fields: tuple[str, ...]) -> list[Problem]:
    """Where a name was typed that is neither chosen nor created."""
    return [
        Problem(
            f"“{given[f'{name}_text'][:60]}” does not exist yet. "
            "Choose from the list, or create it.",
            name,
        )
        for name in fields
        if not given.get(name) and given.get(f"{name}_text")
    ]


def at_fields(refused: Refused, own: Sequence[Problem] = ()) -> Refused:
    """What a door says, at the fields that a person sees; where `own` has a sentence, that instead."""
    taken = {each.field for each in own}
    theirs = (
        Problem(each.message, _SHOWN_AT.get(each.field, each.field)) for each in refused.problems
    )
    problems = [*own, *(each for each in theirs if each.field not in taken)]
    return Refused.because(problems)


def naming_field(state: Any, field: str, prefix: str, **props: Any) -> rx.Component:
    """The combobox for `field`; `prefix` keeps HTML ids apart."""
    if field in _MADE_HERE:
        props.setdefault("on_create", lambda typed: state.make(field, typed))
        props.setdefault("may_create", may(NEEDS[field]))
    return combobox_field(
        LABELS[field],
        field,
        options=state.options[field],
        value=state.picked[field],
        text=state.values[field],
        on_query=lambda typed: state.find(field, typed),
        empty_note="Nothing matches.",
        error=state.errors[field],
        id=f"{prefix}-{field}",
        **props,
    )


def _known(field: object) -> str:
    name = arguments.text(field)
    if name not in LABELS:
        raise Invalid("There is no such field.")
    return name
