"""The Factory page: the tree, the panel, and the dialogs that change locations."""

import pytest

from ioninv.domain import factory, items, locations, parts
from ioninv.domain.items import ItemFilter, ItemForm
from ioninv.domain.locations import LocationForm
from ioninv.domain.parts import PartForm
from ioninv.errors import Invalid
from ioninv.ui.factory.archive_location import ArchiveLocationState
from ioninv.ui.factory.edit_location import EditLocationState
from ioninv.ui.factory.merge_location import MergeLocationState
from ioninv.ui.factory.move_location import MoveLocationState
from ioninv.ui.factory.new_location import NewLocationState
from ioninv.ui.factory.panel_state import LocationPanelState
from ioninv.ui.factory.state import FactoryState
from ioninv.ui.factory.switch_location import SwitchLocationState
from ioninv.vocabulary import Status


class House:
    """Factory / Room / Shelf, and a Dock beside the room; two items lie on the shelf."""

    def __init__(self, session, keeper) -> None:
        def place(name: str, parent: int | None = None) -> int:
            form = LocationForm(name=name, parent_id=parent)
            return locations.create(session, keeper, form).id

        self.factory = place("Factory")
        self.room = place("Room", self.factory)
        self.shelf = place("Shelf", self.room)
        self.dock = place("Dock", self.factory)
        part = parts.create(session, keeper, PartForm(part_number="P")).id
        for _ in range(2):
            items.create(session, keeper, ItemForm(part_id=part, location_id=self.shelf))


@pytest.fixture
def house(furnish) -> House:
    return furnish(House)


def names(screen) -> list[str]:
    return [row["name"] for row in screen.state(FactoryState).rows]


def statuses(screen) -> dict[Status, int]:
    return screen.store(items.count, ItemFilter()).by_status


def told(screen) -> list[str]:
    return [entry["text"] for entry in screen.state(LocationPanelState).history]


def test_the_tree_shows_what_lies_where(screen, house):
    screen.do(FactoryState.enter)

    rows = screen.state(FactoryState).rows
    assert [(row["name"], row["level"], row["own"], row["count"]) for row in rows] == [
        ("Factory", 1, "", "2"),
        ("Dock", 2, "", ""),
        ("Room", 2, "", "2"),
        ("Shelf", 3, "2", "2"),
    ]


def test_what_is_folded_stays_folded_and_a_link_unfolds(screen, house):
    screen.do(FactoryState.enter)
    screen.do(FactoryState.twist, str(house.room))
    assert names(screen) == ["Factory", "Dock", "Room"]
    screen.do(FactoryState.enter)
    assert names(screen) == ["Factory", "Dock", "Room"]

    screen.at(f"/factory?location={house.shelf}")
    screen.do(FactoryState.enter)
    assert names(screen) == ["Factory", "Dock", "Room", "Shelf"]

    screen.do(FactoryState.fold_all)
    assert names(screen) == ["Factory"]
    screen.do(FactoryState.unfold_all)
    assert names(screen) == ["Factory", "Dock", "Room", "Shelf"]


def test_a_search_keeps_what_leads_there(screen, house):
    screen.do(FactoryState.enter)
    screen.do(FactoryState.fold_all)
    screen.do(FactoryState.search, "shelf")
    assert names(screen) == ["Factory", "Room", "Shelf"]
    screen.do(FactoryState.twist, str(house.room))
    assert names(screen) == ["Factory", "Room"]
    screen.do(FactoryState.search, "nothing like it")
    assert (names(screen), screen.state(FactoryState).is_empty) == ([], False)
    screen.do(FactoryState.clear_search)
    assert names(screen) == ["Factory"]


@pytest.mark.parametrize("remembered", ["x", "1,,2,-3,٣", "9" * 50, 7, None])
def test_what_the_browser_remembers_need_not_make_sense(screen, house, remembered):
    screen.state(FactoryState).twisted = remembered
    screen.do(FactoryState.enter)
    assert "Factory" in names(screen)


def test_a_new_location_lies_in_the_open_one(screen, house):
    screen.do(FactoryState.enter)
    screen.do(FactoryState.choose, str(house.room))
    screen.do(NewLocationState.start)
    state = screen.state(NewLocationState)
    assert (state.parent, state.parent_text) == (str(house.room), "Factory / Room")

    data = {"name": "Bin", "parent": state.parent, "parent_text": "x", "idempotency_key": "k"}
    screen.do(NewLocationState.create, data)
    screen.do(NewLocationState.create, data)

    paths = [node.path for node in screen.store(locations.tree)]
    assert paths.count("Factory / Room / Bin") == 1
    assert not state.open


def test_refusals_stand_beside_their_fields(screen, house):
    screen.do(NewLocationState.start)
    state = screen.state(NewLocationState)

    screen.do(NewLocationState.create, {"name": " factory ", "parent": ""})
    assert state.errors == {"name": "Factory already exists."}
    screen.do(NewLocationState.create, {"name": "A / B", "kind": "x" * 10_000})
    assert set(state.errors) == {"name", "kind"}
    screen.do(NewLocationState.create, {"name": "A", "parent": "", "parent_text": "Nowhere"})
    assert "no location “Nowhere”" in state.errors["parent"]
    assert state.open


def test_a_parent_is_made_right_there(screen, house):
    screen.do(NewLocationState.start)
    screen.do(NewLocationState.create_parent, "Annex / Cellar")
    state = screen.state(NewLocationState)
    assert state.parent_text == "Annex / Cellar"
    screen.do(NewLocationState.create_parent, "Annex / / Cellar")
    assert "missing" in state.errors["parent"]


def test_another_one_starts_in_the_same_place(screen, house):
    screen.do(NewLocationState.start_below, house.room)
    data = {"name": "Bin 1", "parent": str(house.room), "another": "1"}
    screen.do(NewLocationState.create, data)
    state = screen.state(NewLocationState)
    assert (state.open, state.parent, state.round) == (True, str(house.room), 1)


def test_the_second_of_two_editors_is_told_and_loses_nothing(screen, house):
    screen.do(EditLocationState.start, house.room)
    state = screen.state(EditLocationState)
    data = {
        **state.values,
        "id": str(state.location_id),
        "version": str(state.version),
        "began": state.began,
        "name": "Room 101",
    }
    screen.store(locations.edit, house.room, "Room", "Hall", "")

    screen.do(EditLocationState.save, data)
    assert "meanwhile" in state.problem
    assert "Hall" in state.hints["kind"]
    assert state.open

    screen.do(EditLocationState.save, data)
    row = screen.store(locations.get, house.room)
    assert (row.name, row.kind) == ("Room 101", "Hall")


def test_moving_carries_everything_along(screen, house):
    screen.do(MoveLocationState.start, house.shelf)
    state = screen.state(MoveLocationState)
    assert state.parent_text == "Factory / Room"
    sent = {"id": str(house.shelf), "version": "1"}

    screen.do(MoveLocationState.move, {**sent, "parent": str(house.shelf)})
    assert "itself" in state.errors["parent"]
    screen.do(MoveLocationState.move, {**sent, "parent": "", "parent_text": ""})

    assert screen.store(locations.get, house.shelf).path == "Shelf"
    screen.do(LocationPanelState.show, house.shelf)
    assert told(screen) == [
        "Moved from Factory / Room to the top level",
        "Created in Factory / Room",
    ]


def test_switching_off_asks_why_and_items_follow(screen, house):
    screen.do(LocationPanelState.show, house.factory)
    screen.do(SwitchLocationState.turn, False)
    state = screen.state(SwitchLocationState)
    assert state.sentence.startswith("2 items in it and below it become Unavailable")
    sent = {"id": str(house.factory), "version": "1", "idempotency_key": "k"}

    screen.do(SwitchLocationState.turn_off, {**sent, "reason": " "})
    assert "reason" in state.errors
    screen.do(SwitchLocationState.turn_off, {**sent, "reason": "Flooded"})

    assert statuses(screen) == {Status.UNAVAILABLE: 2}
    screen.do(FactoryState.enter)
    notices = [row["notice"] for row in screen.state(FactoryState).rows]
    assert notices == ["Not available", *["Not available (because Factory is)"] * 3]
    screen.do(LocationPanelState.show, house.shelf)
    assert screen.state(LocationPanelState).blocked_by == "Factory"

    screen.do(LocationPanelState.show, house.factory)
    assert screen.state(LocationPanelState).history[0]["reason"] == "Flooded"
    screen.do(SwitchLocationState.turn, True)
    screen.do(SwitchLocationState.turn, True)
    assert statuses(screen) == {Status.AVAILABLE: 2}


def test_archiving_is_refused_with_the_sentence_while_items_lie_there(screen, house):
    screen.do(LocationPanelState.show, house.shelf)
    screen.do(ArchiveLocationState.ask)
    screen.do(ArchiveLocationState.archive)
    state = screen.state(ArchiveLocationState)
    assert state.open
    assert "2 items lie in Factory / Room / Shelf" in state.problem

    screen.do(LocationPanelState.show, house.dock)
    screen.do(ArchiveLocationState.ask)
    screen.do(ArchiveLocationState.archive)
    screen.do(FactoryState.enter)
    assert "Dock" not in names(screen)
    screen.do(FactoryState.show_archived, True)
    assert "Dock" in names(screen)
    screen.do(LocationPanelState.show, house.dock)
    screen.do(ArchiveLocationState.restore)
    assert not screen.store(locations.get, house.dock).archived


def test_merging_says_what_happens_and_then_does_it(screen, house):
    screen.do(MergeLocationState.start, house.shelf)
    screen.do(MergeLocationState.pick_target, str(house.dock), "Dock")
    state = screen.state(MergeLocationState)
    assert state.sentence.startswith("2 items move to Factory / Dock. Factory / Room / Shelf is")
    sent = {"id": str(house.shelf), "version": str(state.version), "idempotency_key": "k"}

    screen.do(MergeLocationState.merge, {**sent, "target": "", "target_text": "Dok"})
    assert "no location “Dok”" in state.errors["target"]
    screen.do(MergeLocationState.merge, {**sent, "target": str(house.dock)})
    assert "reason" in state.errors
    screen.do(MergeLocationState.merge, {**sent, "target": str(house.dock), "reason": "Twice"})

    assert screen.store(locations.get, house.dock).items == 2
    screen.do(LocationPanelState.show, house.shelf)
    panel = screen.state(LocationPanelState)
    assert (panel.archived, panel.merged_into_path) == (True, "Factory / Dock")
    assert told(screen)[0] == "Merged into Factory / Dock"


def test_a_merge_of_what_changed_meanwhile_is_refused(screen, house):
    screen.do(MergeLocationState.start, house.shelf)
    state = screen.state(MergeLocationState)
    sent = {"id": str(house.shelf), "version": str(state.version), "reason": "Twice"}
    screen.store(factory.switch, house.shelf, False)

    screen.do(MergeLocationState.merge, {**sent, "target": str(house.dock)})

    assert "meanwhile" in state.problem
    assert not screen.store(locations.get, house.shelf).archived


def test_a_merge_names_the_locations_that_go_along(screen, house):
    screen.do(MergeLocationState.start, house.factory)
    assert screen.state(MergeLocationState)._goes == "2 locations below it move"


def test_an_address_that_cannot_be_read_shows_everything(screen, house):
    screen.at("/factory?location=;drop&q=dock")
    screen.do(FactoryState.enter)
    assert len(names(screen)) == 4


def test_what_does_not_exist_is_said(screen):
    screen.do(LocationPanelState.show, 99)
    assert "no such location" in screen.state(LocationPanelState).missing


@pytest.mark.parametrize("value", ["x", -1, 1.5, None, {}, [1], True, "9" * 40])
@pytest.mark.parametrize("handler", [FactoryState.choose, FactoryState.twist])
def test_anything_but_a_number_is_refused(screen, house, handler, value):
    with pytest.raises(Invalid):
        screen.do(handler, value)


def test_a_history_is_told_in_words(screen, house):
    screen.store(locations.edit, house.dock, "Loading dock", "Hall", "Gate 3")
    screen.store(factory.switch, house.dock, False, "Snow")
    screen.do(LocationPanelState.show, house.dock)
    assert told(screen) == [
        "Made not available",
        "Renamed from Dock to Loading dock; Description changed; Kind: none → Hall",
        "Created in Factory",
    ]


def test_entering_the_page_leaves_no_dialog_open(screen, house):
    screen.do(NewLocationState.start)
    screen.do(ArchiveLocationState.ask)
    screen.do(FactoryState.enter)
    assert not screen.state(NewLocationState).open
    assert not screen.state(ArchiveLocationState).open
