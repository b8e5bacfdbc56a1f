"""Archiving a location that is no longer used."""

import pytest

from ioninv.domain import factory
from ioninv.errors import Conflict, Forbidden

pytestmark = pytest.mark.usefixtures("sound")


def test_an_empty_location_is_archived_and_restored(session, keeper, shelf):
    archived = factory.archive(session, keeper, shelf, True, version=1).location
    restored = factory.archive(session, keeper, shelf, False, version=2).location

    assert (archived.archived, archived.version) == (True, 2)
    assert (restored.archived, restored.version) == (False, 3)


@pytest.mark.parametrize("facts", [{}, {"on_order": True}, {"work_started_at": 1}, {"quantity": 0}])
def test_not_while_something_lies_there(session, keeper, make, shelf, part, facts):
    make.item(part, location_id=shelf, **facts)

    with pytest.raises(Conflict, match=r"1 item lies in Factory / Room / Shelf. Move it first"):
        factory.archive(session, keeper, shelf, True)


def test_it_tells_how_many_lie_there(session, keeper, make, shelf, part):
    for _ in range(3):
        make.item(part, location_id=shelf)

    with pytest.raises(Conflict, match="3 items lie in"):
        factory.archive(session, keeper, shelf, True)


@pytest.mark.parametrize("gone", ["shipped_at", "scrapped_at", "voided_at"])
def test_what_is_gone_does_not_stand_against_it(session, keeper, make, shelf, part, gone):
    make.item(part, location_id=shelf, **{gone: 1})

    assert factory.archive(session, keeper, shelf, True).location.archived


def test_not_while_something_below_is_in_use(session, keeper, make, room, shelf):
    make.place("Factory / Room / Rack")

    with pytest.raises(Conflict, match="Rack and 1 more below Factory / Room"):
        factory.archive(session, keeper, room, True)


def test_restoring_begins_at_the_top(session, keeper, room, shelf):
    factory.archive(session, keeper, shelf, True)
    factory.archive(session, keeper, room, True)

    with pytest.raises(Conflict, match=r"Factory / Room is archived. Restore it first"):
        factory.archive(session, keeper, shelf, False)


def test_a_double_tap_has_one_effect(session, keeper, shelf):
    once = factory.archive(session, keeper, shelf, True, version=1, key="k")

    assert factory.archive(session, keeper, shelf, True, version=1, key="k") == once


def test_a_viewer_may_not(session, viewer, shelf):
    with pytest.raises(Forbidden):
        factory.archive(session, viewer, shelf, True)
