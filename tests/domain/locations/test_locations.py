"""The tree of places."""

import pytest

from ioninv.domain import factory, history, locations
from ioninv.domain.locations import LocationForm
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.vocabulary import Entity

pytestmark = pytest.mark.usefixtures("sound")


def shown(session, keeper, text: str = "", **options) -> list[str]:
    """The tree as it is painted: two blanks per level."""
    nodes = locations.tree(session, keeper, text, **options)
    return ["  " * node.depth + node.name for node in nodes]


def test_a_location_lies_in_another(session, keeper):
    factory_ = locations.create(session, keeper, LocationForm("Factory", kind="site"))
    room = locations.create(
        session, keeper, LocationForm(" Room A ", factory_.id, "room", "cold\nand dry")
    )

    assert (room.path, room.kind, room.description) == ("Factory / Room A", "room", "cold\nand dry")
    assert (room.usable, room.available, room.version) == (True, True, 1)
    assert locations.get(session, keeper, room.id) == room


def test_every_problem_is_told_beside_its_field(session, keeper):
    with pytest.raises(Invalid) as refusal:
        locations.create(session, keeper, LocationForm("a/b", kind="x" * 101))

    assert {problem.field for problem in refusal.value.problems} == {"name", "kind"}


@pytest.mark.parametrize("name", ["", " ", "\u200b", "/"])
def test_a_name_must_be_readable_and_hold_no_slash(session, keeper, name):
    with pytest.raises(Invalid) as refusal:
        locations.create(session, keeper, LocationForm(name))

    assert refusal.value.field == "name"


def test_siblings_have_different_names_however_they_are_written(session, keeper, make):
    room = make.place("Factory / Room")
    make.place("Other")

    with pytest.raises(Conflict, match="Factory / Room already exists") as refusal:
        locations.create(session, keeper, LocationForm("ROOM", 1))
    assert refusal.value.field == "name"
    with pytest.raises(Conflict, match="Other already exists"):
        locations.create(session, keeper, LocationForm("other"))
    locations.create(session, keeper, LocationForm("Room", room))


def test_a_namesake_that_is_archived_is_told(session, keeper, make):
    factory.archive(session, keeper, make.place("Shelf"), True)

    with pytest.raises(Conflict, match=r"Shelf already exists. It is archived: restore it instead"):
        locations.create(session, keeper, LocationForm("shelf"))


def test_nothing_is_put_into_what_is_archived_or_does_not_exist(session, keeper, make):
    shelf = make.place("Shelf")
    factory.archive(session, keeper, shelf, True)

    with pytest.raises(Conflict, match="Shelf is archived") as archived:
        locations.create(session, keeper, LocationForm("Box", shelf))
    with pytest.raises(Invalid, match="does not exist") as unknown:
        locations.create(session, keeper, LocationForm("Box", 99))
    assert (archived.value.field, unknown.value.field) == ("parent", "parent")


def test_a_path_makes_what_is_missing_and_uses_what_is_there(session, keeper):
    first = locations.create_path(session, keeper, "Factory / Room 1 / Shelf A")
    second = locations.create_path(session, keeper, "factory/ROOM 1/Shelf B")

    assert first.path == "Factory / Room 1 / Shelf A"
    assert second.path == "Factory / Room 1 / Shelf B"
    assert locations.create_path(session, keeper, " FACTORY /room 1") == locations.get(
        session, keeper, 2
    )
    assert len(locations.tree(session, keeper)) == 4


@pytest.mark.parametrize("path", ["", "/", "A / / B", "A /", " / A", "/".join("x" * 21), "x" * 101])
def test_a_path_without_all_its_names_is_refused(session, keeper, path):
    with pytest.raises(Invalid) as refusal:
        locations.create_path(session, keeper, path)

    assert refusal.value.field == "path"
    assert locations.tree(session, keeper) == []


def test_a_path_does_not_lead_through_what_is_archived(session, keeper, make):
    factory.archive(session, keeper, make.place("Factory / Room"), True)

    with pytest.raises(Conflict, match=r"Factory / Room is archived. Restore it first"):
        locations.create_path(session, keeper, "Factory / Room / Shelf")


def test_a_double_tap_has_one_effect(session, keeper):
    made = locations.create_path(session, keeper, "Factory / Room", key="a")
    assert locations.create_path(session, keeper, "Factory / Room", key="a") == made

    shelf = locations.create(session, keeper, LocationForm("Shelf", made.id), key="b")
    assert locations.create(session, keeper, LocationForm("Shelf", made.id), key="b") == shelf

    renamed = locations.rename(session, keeper, shelf.id, "Rack", version=1, key="c")
    assert locations.rename(session, keeper, shelf.id, "Rack", version=1, key="c") == renamed


def test_locations_cannot_lie_deeper_than_twenty(session, keeper):
    deepest = locations.create_path(session, keeper, "/".join("x" * 20))

    with pytest.raises(Conflict, match="at most 20 deep"):
        locations.create(session, keeper, LocationForm("y", deepest.id))


def test_a_new_name_is_in_every_path_below(session, keeper, make):
    shelf = make.place("Factory / Room / Shelf")

    locations.rename(session, keeper, 1, "Plant", version=1)

    assert locations.get(session, keeper, shelf).path == "Plant / Room / Shelf"
    assert [found.id for found in locations.suggest(session, keeper, "plant shelf")] == [shelf]
    assert locations.suggest(session, keeper, "factory") == []
    assert locations.get(session, keeper, shelf).version == 1


def test_a_location_can_be_renamed_in_case_alone(session, keeper, make):
    shelf = make.place("shelf")

    assert locations.rename(session, keeper, shelf, "Shelf").path == "Shelf"


def test_a_name_that_a_sibling_has_is_refused(session, keeper, make):
    make.place("Factory / Room 1")
    room = make.place("Factory / Room 2")

    with pytest.raises(Conflict, match="Factory / Room 1 already exists"):
        locations.rename(session, keeper, room, "room 1")


def test_an_edit_says_what_differs(session, keeper, make):
    shelf = make.place("Shelf")

    edited = locations.edit(session, keeper, shelf, "Shelf", "rack", "by the door", version=1)

    assert (edited.kind, edited.description, edited.version) == ("rack", "by the door", 2)
    last = history.events_of(session, Entity.LOCATION, [shelf])[0]
    assert last.fields == {"kind": ("", "rack"), "description": ("", "by the door")}
    with pytest.raises(Conflict, match=r"keeper changed Shelf meanwhile \(.*kind.*\)"):
        locations.edit(session, keeper, shelf, "Shelf", "bin", "", version=1)


def test_suggestions_name_the_place_and_hint_where_it_is(session, keeper, make):
    make.place("Factory / Storage Room A / Shelf 1")
    make.place("Hall / Shelf 1")

    both = locations.suggest(session, keeper, "shelf 1")
    one = locations.suggest(session, keeper, "1 storage shelf")

    assert [(found.label, found.hint) for found in both] == [
        ("Shelf 1", "Factory / Storage Room A"),
        ("Shelf 1", "Hall"),
    ]
    assert [found.hint for found in one] == ["Factory / Storage Room A"]


@pytest.mark.parametrize(
    "typed", ["factory/room1", "Factory / Room 1", "room-1", "ROOM1", "room 1"]
)
def test_a_place_is_found_by_its_path_or_as_it_is_scanned(session, keeper, make, typed):
    room = make.place("Factory / Room 1")
    make.place("Hall")

    assert [found.id for found in locations.suggest(session, keeper, typed)] == [room]


def test_the_place_itself_comes_before_what_lies_in_it(session, keeper, make):
    make.place("Annex to Factory")
    make.place("Factory / Room")
    make.place("Factory Hall")

    labels = [found.label for found in locations.suggest(session, keeper, "factory")]

    assert labels == ["Factory", "Factory Hall", "Room", "Annex to Factory"]


def test_archived_places_are_not_offered(session, keeper, make):
    factory.archive(session, keeper, make.place("Shelf"), True)

    assert locations.suggest(session, keeper, "shelf") == []
    assert shown(session, keeper) == []
    assert shown(session, keeper, archived=True) == ["Shelf"]


def test_the_tree_goes_depth_first_in_natural_order(session, keeper, make):
    for path in ("B", "A/Rack 10", "A/Rack 2/Bin", "A/rack 1", "A b", "A/Rack 2 b"):
        make.place(path)

    assert shown(session, keeper) == [
        "A",
        "  rack 1",
        "  Rack 2",
        "    Bin",
        "  Rack 2 b",
        "  Rack 10",
        "A b",
        "B",
    ]


def test_names_that_count_alike_keep_what_is_below_them(session, keeper, make):
    for path in ("1/a", "01/b", "1/c", "01/a"):
        make.place(path)

    assert shown(session, keeper) == ["01", "  a", "  b", "1", "  a", "  c"]


def test_a_list_by_path_is_in_the_order_of_the_tree(session, keeper, make):
    for path in ("00/b", "0/a", "A b", "A/z", "A-1"):
        make.place(path)

    listed = [found.label for found in locations.suggest(session, keeper, "")]

    assert listed == [node.name for node in locations.tree(session, keeper)]
    assert listed[:4] == ["0", "a", "00", "b"]


def test_a_searched_tree_shows_matches_and_what_leads_to_them(session, keeper, make):
    for path in ("Factory/Room/Shelf 1", "Factory/Room/Shelf 2", "Factory/Hall", "Office"):
        make.place(path)

    nodes = locations.tree(session, keeper, "shelf 2")

    assert [(node.name, node.matches, node.has_children) for node in nodes] == [
        ("Factory", False, True),
        ("Room", False, True),
        ("Shelf 2", True, False),
    ]


def test_the_tree_counts_what_lies_there_and_below(session, keeper, make):
    part = make.part()
    room, shelf = make.place("Factory/Room"), make.place("Factory/Room/Shelf")
    make.item(part, location_id=room)
    make.item(part, location_id=shelf)
    make.item(part, location_id=shelf, on_order=True)
    make.item(part, location_id=shelf, voided_at=1)

    counts = {node.name: (node.items, node.items_below) for node in locations.tree(session, keeper)}

    assert counts == {"Factory": (0, 3), "Room": (1, 3), "Shelf": (2, 2)}


def test_with_below_is_the_whole_subtree(session, make):
    shelf = make.place("Factory/Room/Shelf")
    make.place("Hall")

    assert locations.with_below(session, 1) == [1, 2, shelf]
    assert locations.with_below(session, shelf) == [shelf]
    assert locations.with_below(session, 99) == []


def test_a_viewer_looks_and_does_not_touch(session, viewer, make):
    shelf = make.place("Shelf")

    assert shown(session, viewer) == ["Shelf"]
    for act in (
        lambda: locations.create(session, viewer, LocationForm("X")),
        lambda: locations.create_path(session, viewer, "X / Y"),
        lambda: locations.rename(session, viewer, shelf, "X"),
        lambda: locations.edit(session, viewer, shelf, "X"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_does_not_exist_is_not_found(session, keeper):
    with pytest.raises(NotFound):
        locations.get(session, keeper, 1)
    with pytest.raises(NotFound):
        locations.rename(session, keeper, 1, "x")
