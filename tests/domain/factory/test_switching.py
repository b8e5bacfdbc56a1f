"""Switching a location on or off makes what lies there available or not."""

import pytest
from sqlmodel import col, select

from ioninv.domain import factory, history, locations, parts
from ioninv.errors import Conflict, Forbidden, NotFound
from ioninv.models import ChangeSet, InventoryItem
from ioninv.vocabulary import Entity, Status

pytestmark = pytest.mark.usefixtures("sound")


def test_what_lies_in_a_room_that_is_off_is_unavailable(
    session, keeper, make, status_of, site, room, shelf, part
):
    here, below = make.item(part, location_id=room), make.item(part, location_id=shelf)
    elsewhere = make.item(part, location_id=site)

    done = factory.switch(session, keeper, room, False, "flooded")

    assert (done.items, done.location.available, done.location.usable) == (2, False, False)
    assert status_of(here) is status_of(below) is Status.UNAVAILABLE
    assert status_of(elsewhere) is Status.AVAILABLE

    assert factory.switch(session, keeper, room, True).items == 2
    assert status_of(here) is status_of(below) is Status.AVAILABLE


def test_it_is_one_event_of_the_location_and_none_of_the_items(session, keeper, make, room, part):
    item = make.item(part, location_id=room)

    factory.switch(session, keeper, room, False, " flooded ")

    last = history.events_of(session, Entity.LOCATION, [room])[0]
    assert (last.kind, last.reason, last.fields) == (
        "made unavailable",
        "flooded",
        {"available": (1, 0)},
    )
    stored = session.get(InventoryItem, item, populate_existing=True)
    assert (stored.version, stored.status) == (1, Status.UNAVAILABLE)


def test_other_facts_are_stronger_than_the_place(session, keeper, make, status_of, room, part):
    parent = make.item(part)
    items = {
        Status.ON_ORDER: make.item(part, location_id=room, on_order=True),
        Status.SCRAPPED: make.item(part, location_id=room, scrapped_at=1),
        Status.SHIPPED: make.item(part, location_id=room, shipped_at=1),
        Status.IN_PROGRESS: make.item(part, location_id=room, work_started_at=1),
        Status.INSTALLED: make.item(part, parent_id=parent),
    }

    assert factory.switch(session, keeper, room, False).items == 0
    for status, item in items.items():
        assert status_of(item) is status


def test_an_empty_item_stays_unavailable_when_its_room_is_on_again(
    session, keeper, make, status_of, room, part
):
    empty = make.item(part, quantity=0, location_id=room)

    factory.switch(session, keeper, room, False)
    assert factory.switch(session, keeper, room, True).items == 0

    assert status_of(empty) is Status.UNAVAILABLE


def test_availability_is_inherited(session, keeper, usable, site, room, shelf):
    factory.switch(session, keeper, site, False)
    factory.switch(session, keeper, room, False)

    assert not usable(shelf)
    factory.switch(session, keeper, site, True)
    assert usable(site)
    assert not usable(shelf)
    factory.switch(session, keeper, room, True)
    assert usable(shelf)


def test_a_new_place_below_one_that_is_off_is_unusable_too(
    session, keeper, make, status_of, usable, room, part
):
    factory.switch(session, keeper, room, False)

    bin_ = make.place("Factory / Room / Bin")

    assert not usable(bin_)
    assert locations.get(session, keeper, bin_).available
    assert status_of(make.item(part, location_id=bin_)) is Status.UNAVAILABLE


def test_lists_count_what_the_switch_did(session, keeper, make, room):
    wire = make.part("WIRE", unit="m")
    make.item(wire, quantity="2.5", location_id=room, supplier_id=make.supplier())
    make.item(wire, quantity="4")

    factory.switch(session, keeper, room, False)

    counts = parts.get(session, keeper, wire).by_status
    assert (counts["unavailable"].quantity, counts["available"].quantity) == ("2.5", "4")


def test_switching_off_what_is_off_does_nothing(session, keeper, room):
    factory.switch(session, keeper, room, False)

    done = factory.switch(session, keeper, room, False)

    assert (done.items, done.location.version) == (0, 2)


def test_a_double_tap_has_one_effect(session, keeper, make, room, part):
    make.item(part, location_id=room)

    factory.switch(session, keeper, room, False, version=1, key="k")
    again = factory.switch(session, keeper, room, False, version=1, key="k")

    assert (again.location.available, again.location.version, again.items) == (False, 2, 0)
    keyed = select(ChangeSet).where(col(ChangeSet.idempotency_key) == "k")
    assert len(session.exec(keyed).all()) == 1


def test_a_stale_switch_is_refused(session, keeper, room):
    factory.switch(session, keeper, room, False)

    with pytest.raises(Conflict, match=r"keeper changed Factory / Room meanwhile \(available\)"):
        factory.switch(session, keeper, room, True, version=1)


def test_a_viewer_may_not(session, viewer, room):
    with pytest.raises(Forbidden):
        factory.switch(session, viewer, room, False)


def test_what_does_not_exist_is_not_found(session, keeper):
    with pytest.raises(NotFound):
        factory.switch(session, keeper, 99, False)
