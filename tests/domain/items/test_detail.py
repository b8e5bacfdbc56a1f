"""One item in full: why it stands where it stands, what it belongs to, what happened to it."""

import pytest

from ioninv.domain import factory, history, items, undoing
from ioninv.domain.items import Selection
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
    assert detail.why_rest.startswith("by keeper on ")
    assert detail.why_rest.endswith(", Water damage.")


def test_the_reason_of_a_status_is_the_act_that_made_it(session, keeper, make):
    row = make.item(make.part("NUT"), quantity=5)
    chosen = Selection(ids=(row,))
    items.hold(session, keeper, chosen, "scratched")
    assert items.get(session, keeper, row).why_lead == "On hold: scratched"
    assert not items.get(session, keeper, row).why_rest.endswith("scratched.")
    items.release(session, keeper, chosen, "fine after all")
    items.adjust(session, keeper, row, "0", "none on the shelf")

    detail = items.get(session, keeper, row)
    assert detail.why_lead == "Nothing is left of it"
    assert detail.why_rest.startswith("by keeper on ")
    assert detail.why_rest.endswith(", none on the shelf.")


def test_nothing_is_said_twice(session, keeper, make):
    row = make.item(make.part("NUT"), quantity=5)
    held = items.hold(session, keeper, Selection(ids=(row,)), "look at it")
    undoing.undo(session, keeper, held.change_set)
    items.adjust(session, keeper, row, "12", "counted")
    done = items.scrap(session, keeper, Selection(ids=(row,), quantity="2"), "bent")
    undone = undoing.undo(session, keeper, done.change_set)

    lines = [(t.headline, t.changes, t.reason) for t in items.get(session, keeper, row).timeline]
    assert lines[:-1] == [
        ("Undone: quantity 10 → 12", (), ""),
        ("Split off 2 of 12", (), "bent"),
        ("Quantity corrected 5 → 12: counted", (), ""),
        ("Undone: Hold released", (), ""),
        ("Held: look at it", (), ""),
    ]
    part = done.ids[0]
    assert [(each.how, each.item.id) for each in items.family(session, keeper, row)] == [
        ("merged from", part)
    ]
    assert [each.how for each in items.family(session, keeper, part)] == ["merged into"]
    undoing.undo(session, keeper, undone.change_set)
    assert [each.how for each in items.family(session, keeper, part)] == ["split from"]
    other = make.item(items.get(session, keeper, row).row["part_id"], quantity=1)
    items.merge(session, keeper, [other], row)
    assert items.get(session, keeper, row).timeline[0].changes == ()


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
