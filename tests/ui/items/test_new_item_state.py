"""New Inventory: rules while one types, refusals beside their field, and one effect."""

import pytest

from ioninv.domain import items, parts
from ioninv.domain.items import ItemFilter
from ioninv.errors import Invalid
from ioninv.ui.items.new_item_state import NewItemState


@pytest.fixture
def gear(screen) -> int:
    form = parts.PartForm(part_number="GEAR", name="Gear", tracking="serial")
    return screen.store(parts.create, form).id


def typed(part: object, **fields: str) -> dict[str, str]:
    return {"part": str(part), "part_text": "GEAR", "quantity": "1", "birth": "available"} | fields


def send(screen, **fields: str) -> NewItemState:
    screen.do(NewItemState.create, fields)
    return screen.state(NewItemState)


def total(screen) -> int:
    return screen.store(items.count, ItemFilter()).total


def test_a_pattern_is_counted_while_it_is_typed_and_locks_the_quantity(screen):
    screen.do(NewItemState.open_dialog)
    screen.do(NewItemState.type_serials, "SN-1..3")

    form = screen.state(NewItemState)
    assert form.serials_hint == "3 items of quantity 1: SN-1 … SN-3"
    assert form.quantity_locked
    screen.do(NewItemState.type_serials, "")
    assert not form.quantity_locked


def test_a_quantity_typed_before_the_serial_is_told_at_once(screen):
    screen.do(NewItemState.open_dialog)
    screen.do(NewItemState.type_quantity, "2")
    screen.do(NewItemState.type_serials, "SN-1")

    assert screen.state(NewItemState).errors["quantity"].startswith("A serial means quantity 1.")


def test_what_is_right_is_created_and_the_dialog_closes(screen, gear):
    screen.do(NewItemState.open_dialog)
    form = send(screen, **typed(gear, serials="SN-1..3", idempotency_key="k1"))

    assert (form.open, form.saving, total(screen)) == (False, False, 3)


def test_sent_twice_it_is_created_once(screen, gear):
    for _ in range(2):
        send(screen, **typed(gear, serials="SN-1..3", idempotency_key="k1"))

    assert total(screen) == 3


def test_what_is_wrong_stays_open_with_its_sentences(screen, gear):
    screen.do(NewItemState.open_dialog)
    form = send(screen, **typed(gear, quantity="-1", unit_cost="x", supplier="", supplier_text=""))

    assert form.open
    assert form.errors["quantity"] == "Quantity cannot be negative."
    assert "is not a number" in form.errors["unit_cost"]
    assert total(screen) == 0


def test_a_keystroke_told_late_does_not_wipe_the_refusal(screen, gear):
    send(screen, **typed(gear, serials="SN-1", idempotency_key="a"))
    form = send(screen, **typed(gear, serials="SN-1", idempotency_key="b"))
    screen.do(NewItemState.type_serials, "SN-1")

    assert "already exists" in form.errors["serials"]


def test_a_name_that_was_typed_but_not_chosen_is_asked_about(screen, gear):
    form = send(screen, **typed(gear, location="", location_text="Shelf C"))

    assert form.errors["location"] == (
        "“Shelf C” does not exist yet. Choose from the list, or create it."
    )


def test_a_name_not_chosen_is_told_together_with_everything_else(screen):
    form = send(
        screen,
        part="",
        part_text="",
        quantity="abc",
        unit_cost="-3",
        location="",
        location_text="Shelf C",
    )

    assert form.errors.keys() == {"part", "quantity", "unit_cost", "location"}


def test_location_supplier_and_usage_type_are_created_right_there(screen):
    screen.do(NewItemState.create_location, "Hall / Shelf A")
    screen.do(NewItemState.create_supplier, "Mouser")
    screen.do(NewItemState.create_usage_type, "Flight")

    form = screen.state(NewItemState)
    assert (form.location_text, form.supplier_text, form.usage_type_text) == (
        "Hall / Shelf A", "Mouser", "Flight",
    )  # fmt: skip
    assert all((form.location, form.supplier, form.usage_type))


def test_a_name_that_cannot_be_created_is_told_beside_its_field(screen):
    screen.do(NewItemState.create_supplier, "x" * 5_000)

    assert "too long" in screen.state(NewItemState).errors["supplier"]


def test_another_keeps_what_the_next_shares_and_asks_for_new_serials(screen, gear):
    screen.do(NewItemState.open_dialog)
    began = screen.state(NewItemState).round
    form = send(screen, **typed(gear, serials="SN-1", lot="L-1", another="1"))

    assert form.open
    assert form.round > began
    assert (form.part, form.values["lot"], form.values["serials"]) == (str(gear), "L-1", "")


def test_choosing_a_part_tells_how_it_is_tracked(screen, gear):
    screen.do(NewItemState.pick_part, str(gear), "GEAR")

    assert screen.state(NewItemState).part_hint == (
        "Gear · Tracked by serial number: without serials they stay pending."
    )


def test_choosing_a_part_proposes_its_usual_supplier(screen):
    screen.do(NewItemState.create_supplier, "Mouser")
    supplier = int(screen.state(NewItemState).supplier)
    part = screen.store(parts.create, parts.PartForm(part_number="P", supplier_id=supplier)).id
    screen.do(NewItemState.open_dialog)
    screen.do(NewItemState.pick_part, str(part), "P")

    assert screen.state(NewItemState).supplier_text == "Mouser"


@pytest.mark.parametrize("data", [None, 7, "text", [1], {"quantity": {"a": 1}}, {"x" * 200: "y"}])
def test_a_form_that_is_none_is_refused(screen, data):
    with pytest.raises(Invalid):
        screen.do(NewItemState.create, data)
