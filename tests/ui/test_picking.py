"""What a picker is sent: the entries, and which text they answer."""

from ioninv.domain import locations, parts
from ioninv.ui.items.filter_state import FilterState
from ioninv.ui.items.new_item_state import NewItemState
from tests.ui.conftest import Screen


def test_no_answer_equals_the_one_before(screen: Screen):
    state = screen.state(NewItemState)
    screen.do(NewItemState.find_suppliers, "Ac")
    first = state.supplier_options

    screen.do(NewItemState.find_suppliers, "Acm")

    assert [each.get("answers") for each in (first[-1], state.supplier_options[-1])] == [
        "Ac",
        "Acm",
    ]


def test_the_answer_comes_after_what_was_found(screen: Screen):
    screen.store(parts.create, parts.PartForm(part_number="GEAR-1"))

    screen.do(FilterState.find_parts, "gear")

    labels = [each["label"] for each in screen.state(FilterState).part_options]
    assert labels == ["GEAR-1", ""]


def test_a_location_is_shown_with_its_path_once_it_is_picked(screen: Screen):
    screen.store(locations.create_path, "Office Block / Room 404")
    screen.store(locations.create_path, "Dock")

    screen.do(NewItemState.find_locations, "")

    *found, _ = screen.state(NewItemState).location_options
    assert [(each["label"], each.get("text")) for each in found] == [
        ("Dock", "Dock"),
        ("Office Block", "Office Block"),
        ("Room 404", "Office Block / Room 404"),
    ]


def test_a_location_made_in_a_form_is_shown_with_its_path(screen: Screen):
    screen.do(NewItemState.create_location, "Office Block / Room 404")

    assert screen.state(NewItemState).location_text == "Office Block / Room 404"
