"""One item in full: why it stands where it stands, what it belongs to, what happened to it."""

import pytest

from ioninv.domain import factory, history, items
from ioninv.domain.items.writing import rederive, update_items
from ioninv.errors import NotFound
from ioninv.models import Hold
from ioninv.vocabulary import Entity, Status


def test_it_says_why_it_is_available(session, keeper, create, bracket, shelf):
    (item_id,) = create(bracket, serials="SN-1", location_id=shelf)

    detail = items.get(session, keeper, item_id)
    assert detail.title == "SN-1"
    assert detail.why_lead == "Available in Factory / Room 1 / Shelf A"
    assert detail.why_rest.startswith("by keeper on ")
    assert detail.timeline[0].headline == "Created in Factory / Room 1 / Shelf A"


def test_an_installed_item_lies_where_its_root_lies(session, keeper, make, bracket, shelf):
    root = make.item(bracket, serial="ROOT", location_id=shelf)
    middle = make.item(bracket, serial="MIDDLE", parent_id=root)
    leaf = make.item(bracket, serial="LEAF", parent_id=middle)

    detail = items.get(session, keeper, leaf)
    assert detail.why_lead == "Installed in MIDDLE · BRKT-001"
    assert [parent.label for parent in detail.parents] == ["MIDDLE", "ROOT"]
    assert detail.location == "Factory / Room 1 / Shelf A"
    assert [child.label for child in items.get(session, keeper, root).children] == ["MIDDLE"]


def test_a_held_item_says_by_what(session, keeper, make, bracket, sound):
    item_id = make.item(bracket, serial="SN-1")
    with history.act(session, keeper, "held") as act:
        hold = Hold(item_id=item_id, source="manual", reason="Scratched", version=1,
                    created_at=history.now(), updated_at=history.now())  # fmt: skip
        history.create_row(act, Entity.HOLD, hold, ("item_id", "source", "reason"))
    rederive(session, [item_id])

    detail = items.get(session, keeper, item_id)
    assert detail.row["status"] == Status.UNAVAILABLE
    assert detail.why_lead == "On hold: Scratched"
    assert detail.timeline[0].headline == "Held: Scratched"


def test_a_location_switched_off_is_the_reason(session, keeper, create, bracket, shelf):
    (item_id,) = create(bracket, serials="SN-1", location_id=shelf)
    factory.switch(session, keeper, shelf, False, reason="Water damage")

    detail = items.get(session, keeper, item_id)
    assert detail.row["status"] == Status.UNAVAILABLE
    assert detail.why_lead == "Factory / Room 1 / Shelf A is not available"


def test_a_change_is_told_with_before_and_after(session, keeper, create, bracket, shelf, mouser):
    (item_id,) = create(bracket, quantity="5")
    with history.act(session, keeper, "edited", reason="recount") as act:
        update_items(
            act, {item_id: {"quantity": 7_500_000, "supplier_id": mouser, "location_id": shelf}}
        )

    told = items.get(session, keeper, item_id).timeline[0]
    assert told.headline == "Edited"
    assert told.reason == "recount"
    assert set(told.changes) == {
        "Quantity: 5 → 7.5",
        "Supplier: none → Mouser",
        "Location: none → Factory / Room 1 / Shelf A",
    }


def test_what_does_not_exist_is_said(session, keeper):
    with pytest.raises(NotFound):
        items.get(session, keeper, 99)
