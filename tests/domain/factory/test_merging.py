"""Two locations that turn out to be one."""

import pytest

from ioninv.domain import factory, history, locations, parts
from ioninv.errors import Conflict, Forbidden, Invalid
from ioninv.models import InventoryItem
from ioninv.vocabulary import Entity, Status

pytestmark = pytest.mark.usefixtures("sound")


def paths(session, keeper, **options) -> list[str]:
    return [node.path for node in locations.tree(session, keeper, **options)]


def where(session, item: int) -> int | None:
    return session.get(InventoryItem, item, populate_existing=True).location_id


def test_every_item_moves_with_an_event_of_its_own(session, keeper, make, room, part):
    hall = make.place("Hall")
    items = [
        make.item(part, location_id=room),
        make.item(part, location_id=room, on_order=True),
        make.item(part, location_id=room, scrapped_at=1),
        make.item(part, location_id=room, voided_at=1),
    ]

    done = factory.merge(session, keeper, room, hall, "the same room")

    assert (done.items, done.location.id, done.location.items) == (4, hall, 3)
    assert {where(session, item) for item in items} == {hall}
    events = history.events_of(session, Entity.ITEM, items)[:4]
    assert {(event.kind, event.reason) for event in events} == {("moved", "the same room")}
    assert {event.fields["location_id"] for event in events} == {(room, hall)}


def test_the_source_stays_and_names_the_target(session, keeper, make, site, room):
    hall = make.place("Hall")

    factory.merge(session, keeper, room, hall, "same")

    merged = locations.get(session, keeper, room)
    assert (merged.archived, merged.merged_into_id, merged.version) == (True, hall, 2)
    assert paths(session, keeper, archived=True) == ["Factory", "Hall"]
    assert locations.with_below(session, site) == [site]
    assert make.place("Factory / Room") != room


def test_it_is_one_change_set(session, keeper, make, room, shelf, part):
    hall = make.place("Hall / Shelf")
    item = make.item(part, location_id=shelf)

    factory.merge(session, keeper, room, locations.get(session, keeper, hall).parent_id, "same")

    acts = {history.events_of(session, Entity.ITEM, [item])[0].change_set}
    acts |= {
        history.events_of(session, Entity.LOCATION, [id_])[0].change_set for id_ in (room, shelf)
    }
    assert len(acts) == 1


def test_what_is_below_moves_and_namesakes_become_one(session, keeper, make, part):
    left = {p: make.place(f"Left / {p}") for p in ("A / 1", "A / 2", "B")}
    right = {p: make.place(f"Right / {p}") for p in ("a / 2", "C")}
    two, three = make.item(part, location_id=left["A / 2"]), make.item(part, location_id=left["B"])

    done = factory.merge(session, keeper, 1, make.place("Right"), "same")

    assert paths(session, keeper) == [
        "Right",
        "Right / a",
        "Right / a / 1",
        "Right / a / 2",
        "Right / B",
        "Right / C",
    ]
    assert where(session, two) == right["a / 2"]
    assert where(session, three) == left["B"]
    assert done.items == 1
    assert locations.get(session, keeper, left["A / 2"]).merged_into_id == right["a / 2"]


def test_a_place_can_be_merged_into_the_one_it_lies_in(session, keeper, make, room, part):
    """Even where something below bears its own name."""
    inner = make.place("Factory / Room / Room")
    item, deeper = make.item(part, location_id=room), make.item(part, location_id=inner)

    factory.merge(session, keeper, room, 1, "no wall between them")

    assert paths(session, keeper) == ["Factory", "Factory / Room"]
    assert (where(session, item), where(session, deeper)) == (1, inner)


def test_what_comes_to_a_place_that_is_off_becomes_unavailable(
    session, keeper, make, status_of, room, shelf, part
):
    hall = make.place("Hall")
    here, below = make.item(part, location_id=room), make.item(part, location_id=shelf)
    factory.switch(session, keeper, hall, False)

    done = factory.merge(session, keeper, room, hall, "same")

    assert done.items == 2
    assert status_of(here) is status_of(below) is Status.UNAVAILABLE


def test_what_leaves_a_place_that_is_off_becomes_available(
    session, keeper, make, status_of, room, shelf, part
):
    hall, below = make.place("Hall"), make.item(part, location_id=shelf)
    factory.switch(session, keeper, room, False)
    assert status_of(below) is Status.UNAVAILABLE

    factory.merge(session, keeper, room, hall, "same")

    assert status_of(below) is Status.AVAILABLE


def test_parts_kept_in_the_source_are_kept_in_the_target(session, keeper, make, room):
    hall, kept = make.place("Hall"), make.part("KEPT", location_id=room)

    factory.merge(session, keeper, room, hall, "same")

    row = parts.get(session, keeper, kept)
    assert (row.location_id, row.version) == (hall, 2)


def test_not_into_itself_or_below_itself(session, keeper, room, shelf):
    for target in (room, shelf):
        with pytest.raises(Conflict, match="into itself or below itself") as refusal:
            factory.merge(session, keeper, room, target, "same")
        assert refusal.value.field == "target"


def test_not_into_what_is_archived(session, keeper, make, room):
    attic = make.place("Attic")
    factory.archive(session, keeper, attic, True)

    with pytest.raises(Conflict, match="Attic is archived"):
        factory.merge(session, keeper, room, attic, "same")


def test_what_was_merged_does_not_change_any_more(session, keeper, make, room):
    hall = make.place("Hall")
    factory.merge(session, keeper, room, hall, "same")

    for act in (
        lambda: factory.switch(session, keeper, room, False),
        lambda: factory.move(session, keeper, room, None),
        lambda: factory.archive(session, keeper, room, False),
        lambda: factory.merge(session, keeper, room, hall, "again"),
        lambda: factory.merge(session, keeper, hall, room, "back"),
    ):
        with pytest.raises(Conflict, match="Factory / Room was merged into Hall"):
            act()


def test_it_needs_a_reason(session, keeper, make, room):
    with pytest.raises(Invalid) as refusal:
        factory.merge(session, keeper, room, make.place("Hall"), "  ")

    assert refusal.value.field == "reason"


def test_a_double_tap_has_one_effect(session, keeper, make, room, part):
    hall = make.place("Hall")
    make.item(part, location_id=room)

    factory.merge(session, keeper, room, hall, "same", key="k")
    again = factory.merge(session, keeper, room, hall, "same", key="k")

    assert (again.location.id, again.items) == (hall, 0)


def test_a_viewer_may_not(session, viewer, make, room):
    with pytest.raises(Forbidden):
        factory.merge(session, viewer, room, make.place("Hall"), "same")


def test_an_archived_namesake_in_the_target_is_told(session, keeper, make, room, shelf):
    factory.archive(session, keeper, make.place("Hall / Shelf"), True)

    with pytest.raises(Conflict, match=r"Hall / Shelf is archived. Restore that first"):
        factory.merge(session, keeper, room, make.place("Hall"), "same")

    assert locations.get(session, keeper, room).version == 1


def test_what_would_lie_too_deep_is_refused_before_anything_changes(session, keeper, make):
    """The source and one below it; 20 levels are allowed, so the target may be the 19th."""
    source = make.place("Left")
    below = make.place("Left / Below")
    levels = [f"L{number}" for number in range(1, 21)]
    last, before = make.place(" / ".join(levels)), make.place(" / ".join(levels[:-1]))

    with pytest.raises(Conflict, match="at most 20 deep") as refusal:
        factory.merge(session, keeper, source, last, "same")

    assert refusal.value.field == "target"
    assert locations.get(session, keeper, source).version == 1
    factory.merge(session, keeper, source, before, "same")
    assert locations.get(session, keeper, below).path == " / ".join([*levels[:-1], "Below"])


def test_a_merge_that_began_from_an_older_version_is_refused(session, keeper, make, room):
    hall, seen = make.place("Hall"), locations.get(session, keeper, room).version
    factory.switch(session, keeper, room, False)

    with pytest.raises(Conflict, match="changed Factory / Room meanwhile"):
        factory.merge(session, keeper, room, hall, "same", version=seen)

    assert factory.merge(session, keeper, room, hall, "same", version=seen + 1).location.id == hall
