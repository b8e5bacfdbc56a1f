"""Editing, revising and archiving a part."""

import pytest

from ioninv.domain import parts, suppliers
from ioninv.domain.parts import PartForm
from ioninv.ui.parts.archive_state import ArchivePartState
from ioninv.ui.parts.edit_part import EditPartState
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.ui.parts.revise_part import RevisePartState

FORM = {"part_number": "BRKT-001", "name": "Bracket", "tracking": "serial", "kind": "part"}


@pytest.fixture
def bracket(screen) -> int:
    return screen.store(parts.create, PartForm(**FORM)).id


def sent(screen, **typed: str) -> dict[str, str]:
    """What the browser sends: the values the form began with, changed by typing."""
    state = screen.state(EditPartState)
    began = {
        **state.values,
        "supplier_text": state.supplier_text,
        "location_text": state.location_text,
    }
    unseen = {"id": str(state.part_id), "version": str(state.version), "began": state.began}
    return began | unseen | typed


def test_it_begins_with_what_is_stored_and_saves(screen, bracket):
    screen.do(EditPartState.start, bracket)
    assert screen.state(EditPartState).values["name"] == "Bracket"

    screen.do(EditPartState.save, sent(screen, name="Angle bracket", cost="1.5", currency="eur"))

    row = screen.store(parts.get, bracket)
    assert (row.name, row.cost, row.currency) == ("Angle bracket", "1.5", "EUR")
    assert not screen.state(EditPartState).open


def test_the_second_of_two_is_told_and_loses_nothing(screen, bracket):
    screen.do(EditPartState.start, bracket)
    screen.store(parts.edit, bracket, PartForm(**FORM | {"name": "Theirs", "unit": "set"}))
    mine = sent(screen, name="Mine")

    screen.do(EditPartState.save, mine)

    state = screen.state(EditPartState)
    assert state.open
    assert "meanwhile" in state.problem
    assert "Theirs" in state.hints["name"]
    assert "set" in state.hints["unit"]
    assert screen.store(parts.get, bracket).name == "Theirs"

    screen.do(EditPartState.save, mine)

    row = screen.store(parts.get, bracket)
    assert (row.name, row.unit) == ("Mine", "set")
    assert not state.open


def test_a_supplier_that_somebody_else_gave_it_meanwhile_is_kept(screen, bracket):
    mouser = screen.store(suppliers.create, suppliers.SupplierForm(name="Mouser")).id
    screen.do(EditPartState.start, bracket)
    screen.store(parts.edit, bracket, PartForm(**FORM, supplier_id=mouser))
    mine = sent(screen, name="Mine")

    screen.do(EditPartState.save, mine)
    assert "Mouser" in screen.state(EditPartState).hints["supplier"]
    screen.do(EditPartState.save, mine)

    row = screen.store(parts.get, bracket)
    assert (row.name, row.supplier) == ("Mine", "Mouser")


def test_a_new_revision_is_made_and_opened(screen, bracket):
    screen.do(RevisePartState.start, bracket)
    events = screen.do(RevisePartState.revise, {"id": str(bracket), "revision": "B"})

    assert [event.handler.fn.__name__ for event in events][-1] == "show_stored"
    found = screen.store(parts.search, parts.PartFilter()).rows
    assert [row.label for row in found] == ["BRKT-001", "BRKT-001 rev B"]


def test_a_revision_that_exists_is_refused_at_its_field(screen, bracket):
    screen.store(parts.revise, bracket, "B")
    screen.do(RevisePartState.start, bracket)
    screen.do(RevisePartState.revise, {"id": str(bracket), "revision": "b"})

    assert "already exists" in screen.state(RevisePartState).errors["revision"]


def test_it_is_archived_and_restored(screen, bracket):
    screen.do(PartPanelState.show, bracket)
    screen.do(ArchivePartState.ask)
    screen.do(ArchivePartState.archive)
    assert screen.store(parts.get, bracket).archived
    assert not screen.state(ArchivePartState).asks

    screen.do(PartsState.refresh)
    screen.do(PartPanelState.show, bracket)
    assert screen.state(PartPanelState).archived
    screen.do(ArchivePartState.restore)
    assert not screen.store(parts.get, bracket).archived
