"""What every form has in common: which key was taken, and when a page closes what was left open."""

import inspect
from importlib import import_module

import pytest

from ioninv.domain import suppliers
from ioninv.domain.suppliers import SupplierForm
from ioninv.ui import pages
from ioninv.ui.forms import FormState
from ioninv.ui.state import AppState
from ioninv.ui.suppliers.form_state import FIELDS, SupplierFormState
from ioninv.ui.suppliers.grid_state import SuppliersState


def senders() -> list[tuple[str, str]]:
    """The source of every handler that is sent a form."""
    for name in pages.PAGES:
        import_module(f"ioninv.ui.{name}.page")
    return [
        (f"{state.__name__}.{name}", inspect.getsource(handler.fn))
        for state in below(FormState)
        if not state._mixin and state.__module__.startswith("ioninv.")
        for name, handler in state.event_handlers.items()
        if "data" in inspect.signature(handler.fn).parameters
    ]


def below(cls: type) -> set[type]:
    return {*cls.__subclasses__()}.union(*(below(each) for each in cls.__subclasses__()))


def test_every_form_remembers_the_key_that_it_was_sent_with():
    found = senders()

    assert len(found) > 8
    assert [name for name, source in found if "self._begin(data)" not in source] == []


def test_only_what_was_stored_is_taken(screen):
    screen.store(suppliers.create, SupplierForm(name="Acme"))
    screen.do(SupplierFormState.start_new)
    state = screen.state(SupplierFormState)
    typed = dict.fromkeys(FIELDS, "") | {"id": "0", "idempotency_key": "k1"}

    screen.do(SupplierFormState.save, typed | {"name": "acme"})
    assert (state.open, state.taken) == (True, "")
    screen.do(SupplierFormState.save, typed | {"name": "Mouser"})
    assert (state.open, state.taken) == (False, "k1")
    screen.do(SupplierFormState.start_new)
    screen.do(SupplierFormState.save, typed | {"name": "", "idempotency_key": {"$ne": 1}})
    assert (state.open, state.taken) == (True, "k1")


@pytest.mark.parametrize(
    ("word", "path", "stays"),
    [("w1", "/suppliers", True), ("w2", "/suppliers", False), ("w1", "/parts", False), ("", "/suppliers", False)],
)  # fmt: skip
def test_a_dialog_is_closed_where_somebody_comes_in_and_not_by_a_lost_connection(
    screen, word, path, stays
):
    app = screen.state(AppState)
    app.entered = "w1" if word else ""
    screen.at("/suppliers")
    screen.do(SuppliersState.enter)
    screen.do(SupplierFormState.start_new)

    app.entered = word
    screen.at(f"{path}?q=x")
    screen.do(SuppliersState.enter)
    assert screen.state(SupplierFormState).open is stays
