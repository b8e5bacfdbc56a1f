"""New Part, as a person uses it."""

import pytest

from ioninv.domain import locations, parts
from ioninv.domain.parts import PartFilter, PartForm
from ioninv.errors import Invalid
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.parts.new_part import NewPartState

BRACKET = {"part_number": "BRKT-001", "name": "Bracket", "tracking": "serial", "kind": "part"}


def library(screen) -> list[str]:
    return [row.label for row in screen.store(parts.search, PartFilter(archived=True)).rows]


def names(events) -> list[str]:
    return [event.handler.fn.__name__ for event in events]


def test_it_opens_empty_and_creates_a_part(screen):
    screen.do(NewPartState.open_dialog)
    state = screen.state(NewPartState)
    assert state.open
    assert state.values["tracking"] == "none"

    screen.do(NewPartState.create, BRACKET | {"idempotency_key": "k1"})

    assert not state.open
    assert not state.saving
    assert library(screen) == ["BRKT-001"]


def test_the_same_form_sent_twice_creates_one_part(screen):
    for _ in range(2):
        screen.do(NewPartState.create, BRACKET | {"idempotency_key": "k1"})

    assert library(screen) == ["BRKT-001"]


def test_every_wrong_field_gets_its_sentence_and_the_form_stays(screen):
    screen.do(NewPartState.open_dialog)
    screen.do(NewPartState.create, {"name": "Bracket", "cost": "ten", "currency": "EURO"})

    state = screen.state(NewPartState)
    assert state.open
    assert set(state.errors) == {"part_number", "cost", "currency"}
    assert "is missing" in state.errors["part_number"]
    assert library(screen) == []


def test_a_number_that_is_taken_is_refused_at_its_field(screen):
    screen.store(parts.create, PartForm(part_number="BRKT-001"))
    screen.do(NewPartState.open_dialog)
    screen.do(NewPartState.create, BRACKET | {"part_number": "brkt-001"})

    assert "already exists" in screen.state(NewPartState).errors["part_number"]


def test_a_supplier_typed_but_not_created_is_refused(screen):
    screen.do(NewPartState.open_dialog)
    screen.do(NewPartState.create, BRACKET | {"supplier": "", "supplier_text": "Mouser"})

    assert "does not exist yet" in screen.state(NewPartState).errors["supplier"]
    assert library(screen) == []


def test_supplier_and_location_are_created_right_there(screen):
    screen.do(NewPartState.open_dialog)
    screen.do(NewPartState.create_supplier, "Mouser")
    screen.do(NewPartState.create_location, "Room 1 / Shelf A")
    state = screen.state(NewPartState)
    assert (state.supplier_text, state.location_text) == ("Mouser", "Room 1 / Shelf A")

    screen.do(
        NewPartState.create, BRACKET | {"supplier": state.supplier, "location": state.location}
    )

    row = screen.store(parts.search, PartFilter()).rows[0]
    assert row.supplier == "Mouser"
    assert row.location == screen.store(locations.get, int(state.location)).path


def test_a_tool_is_tracked_by_serial_whatever_the_form_says(screen):
    screen.do(NewPartState.open_dialog)
    screen.do(NewPartState.choose_kind, "tool")
    assert screen.state(NewPartState).is_tool

    screen.do(NewPartState.create, BRACKET | {"kind": "tool", "tracking": "none"})

    assert screen.store(parts.search, PartFilter()).rows[0].tracking == "serial"


def test_a_maximum_below_the_minimum_is_said_while_typing(screen):
    screen.do(NewPartState.open_dialog)
    screen.do(NewPartState.type_least, "10")
    screen.do(NewPartState.type_most, "5")
    state = screen.state(NewPartState)
    assert "cannot be less than the minimum of 10" in state.errors["reorder_max"]

    screen.do(NewPartState.type_most, "50")
    assert state.errors["reorder_max"] == ""


def test_another_one_keeps_what_they_share(screen):
    screen.do(NewPartState.open_dialog)
    state = screen.state(NewPartState)
    first_round = state.round
    screen.do(NewPartState.create, BRACKET | {"unit": "m", "currency": "EUR", "another": "1"})

    assert state.open
    assert state.round != first_round
    assert state.values["unit"] == "m"
    assert state.values["part_number"] == ""

    screen.do(NewPartState.create, BRACKET | {"part_number": "BRKT-002"})
    assert not state.open


def test_new_inventory_is_told_of_the_part_it_asked_for(screen):
    screen.do(NewPartState.open_for_item, "BRKT-009")
    assert screen.state(NewPartState).values["part_number"] == "BRKT-009"

    events = screen.do(NewPartState.create, BRACKET | {"part_number": "BRKT-009"})

    assert "part_created" in names(events)


def test_on_the_parts_page_the_new_part_is_opened(screen):
    screen.at("/parts/")
    assert "show_stored" in names(screen.do(NewPartState.create, BRACKET))

    screen.at("/")
    assert "show_stored" not in names(screen.do(NewPartState.create, BRACKET | {"revision": "A"}))


@pytest.mark.parametrize("data", ["text", None, 7, {"part_number": ["a"]}, {"part_number": 5}])
def test_what_is_no_form_is_refused(screen, data):
    screen.do(NewPartState.open_dialog)
    screen.do(NewPartState.create, data)

    assert "Load the page again" in screen.state(NewPartState).problem


@pytest.mark.parametrize("part_id", ["x", -1, None, 10**20, [1], True])
def test_an_id_that_is_none_is_refused(screen, part_id):
    with pytest.raises(Invalid):
        screen.do(PartsState.open_row, part_id)
