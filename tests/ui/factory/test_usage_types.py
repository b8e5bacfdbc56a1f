"""Usage types, created, renamed and archived in their list."""

import pytest

from ioninv.domain import usage_types
from ioninv.errors import Invalid
from ioninv.ui.factory.usage_types_state import UsageTypesState


@pytest.fixture
def state(screen) -> UsageTypesState:
    screen.do(UsageTypesState.show_types)
    return screen.state(UsageTypesState)


def names(state: UsageTypesState) -> list[str]:
    return [row["name"] for row in state.types]


def test_a_name_sent_twice_is_created_once(screen, state):
    data = {"name": "Spares", "key": state.key}
    screen.do(UsageTypesState.create_type, data)
    screen.do(UsageTypesState.create_type, data)
    assert names(state) == ["Development", "Production", "Spares", "Test"]
    assert (state.new_error, state.saving) == ("", False)


def test_a_taken_name_is_refused_beside_its_field(screen, state):
    screen.do(UsageTypesState.create_type, {"name": " test ", "key": state.key})
    assert state.new_error == "Usage type Test already exists."
    screen.do(UsageTypesState.create_type, {"name": "", "key": state.key})
    assert state.new_error == "Name is missing."


def test_one_is_renamed_in_its_line(screen, state):
    row = state.types[0]
    screen.do(UsageTypesState.start_renaming, row["id"])
    data = {"id": str(row["id"]), "version": "1", "key": state.key, "name": "Production"}
    screen.do(UsageTypesState.rename_type, data)
    assert "already exists" in state.name_error
    screen.do(UsageTypesState.rename_type, {**data, "name": "R&D", "key": state.key})
    assert (names(state), state.renaming) == (["Production", "R&D", "Test"], 0)


def test_the_second_of_two_is_told_and_may_save_again(screen, state):
    row = state.types[0]
    screen.do(UsageTypesState.start_renaming, row["id"])
    screen.store(usage_types.rename, row["id"], "Theirs")

    mine = {"id": str(row["id"]), "version": str(row["version"]), "name": "Mine"}
    screen.do(UsageTypesState.rename_type, mine)
    assert "meanwhile" in state.name_error
    assert state.renaming == row["id"]

    screen.do(UsageTypesState.rename_type, {**mine, "version": str(state.types[-1]["version"])})
    assert "Mine" in names(state)


def test_archiving_hides_one_and_can_be_undone(screen, state):
    row = state.types[0]
    screen.do(UsageTypesState.archive_type, row["id"], row["version"])
    screen.do(UsageTypesState.archive_type, row["id"], row["version"])
    assert names(state) == ["Production", "Test"]
    screen.do(UsageTypesState.show_archived_types, True)
    assert names(state) == ["Production", "Test", "Development"]
    screen.do(UsageTypesState.restore_type, row["id"], 2)
    assert names(state)[0] == "Development"


@pytest.mark.parametrize("value", ["x", None, {}, True])
def test_anything_but_a_number_is_refused(screen, state, value):
    with pytest.raises(Invalid):
        screen.do(UsageTypesState.start_renaming, value)
