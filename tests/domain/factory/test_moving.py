"""Moving a location with everything in it."""

import pytest

from ioninv.domain import factory, locations
from ioninv.errors import Conflict, Forbidden, Invalid
from ioninv.vocabulary import Status

pytestmark = pytest.mark.usefixtures("sound")


def paths(session, keeper) -> list[str]:
    return [node.path for node in locations.tree(session, keeper)]


def test_everything_below_goes_along(session, keeper, make, status_of, room, shelf, part):
    hall = make.place("Hall")
    item = make.item(part, location_id=shelf)

    done = factory.move(session, keeper, room, hall, version=1)

    assert (done.location.path, done.location.parent_id, done.items) == ("Hall / Room", hall, 0)
    assert paths(session, keeper) == ["Factory", "Hall", "Hall / Room", "Hall / Room / Shelf"]
    assert status_of(item) is Status.AVAILABLE
    assert [found.id for found in locations.suggest(session, keeper, "hall shelf")] == [shelf]


def test_it_can_stand_alone(session, keeper, room, shelf):
    factory.move(session, keeper, room, None)

    assert paths(session, keeper) == ["Factory", "Room", "Room / Shelf"]


def test_below_a_place_that_is_off_it_becomes_unusable(
    session, keeper, make, status_of, usable, room, shelf, part
):
    hall, item = make.place("Hall"), make.item(part, location_id=shelf)
    factory.switch(session, keeper, hall, False)

    assert factory.move(session, keeper, room, hall).items == 1
    assert not usable(shelf)
    assert status_of(item) is Status.UNAVAILABLE

    assert factory.move(session, keeper, room, None).items == 1
    assert status_of(item) is Status.AVAILABLE


def test_there_are_no_circles(session, keeper, site, room, shelf):
    for below in (site, room, shelf):
        with pytest.raises(Conflict, match="into itself or below itself") as refusal:
            factory.move(session, keeper, site, below)
        assert refusal.value.field == "parent"


def test_a_namesake_stands_against_it(session, keeper, make, room):
    hall = make.place("Hall")
    make.place("Hall / ROOM")

    with pytest.raises(Conflict, match="Hall / ROOM already exists") as refusal:
        factory.move(session, keeper, room, hall)

    assert refusal.value.field == "parent"


def test_nothing_is_moved_into_what_is_archived_or_does_not_exist(session, keeper, make, room):
    attic = make.place("Attic")
    factory.archive(session, keeper, attic, True)

    with pytest.raises(Conflict, match="Attic is archived"):
        factory.move(session, keeper, room, attic)
    with pytest.raises(Invalid, match="does not exist"):
        factory.move(session, keeper, room, 99)


def test_a_subtree_does_not_grow_deeper_than_twenty(session, keeper, make, room, shelf):
    deep = make.place("/".join("x" * 18))

    assert factory.move(session, keeper, room, deep).location.path.count("/") == 18
    deeper = make.place("/".join("y" * 19))
    with pytest.raises(Conflict, match="at most 20 deep"):
        factory.move(session, keeper, room, deeper)


def test_moving_to_where_it_lies_does_nothing(session, keeper, site, room):
    assert factory.move(session, keeper, room, site).location.version == 1


def test_a_double_tap_has_one_effect(session, keeper, make, room):
    hall = make.place("Hall")
    once = factory.move(session, keeper, room, hall, version=1, key="k")

    assert factory.move(session, keeper, room, hall, version=1, key="k") == once


def test_a_viewer_may_not(session, viewer, room):
    with pytest.raises(Forbidden):
        factory.move(session, viewer, room, None)
