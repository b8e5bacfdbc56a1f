"""Attributes of parts on the screen: in their forms, as columns and as filters."""

import pytest

from ioninv.domain import attributes, parts
from ioninv.domain.attributes import AttributeForm
from ioninv.ui.parts.attribute_filter import PartAttributeFilterState
from ioninv.ui.parts.edit_part import EditPartState
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.parts.new_part import NewPartState
from ioninv.ui.parts.panel_state import PartPanelState


@pytest.fixture
def package(screen) -> int:
    form = AttributeForm("part", "Package", "choice", choices="SOT-23\nDIP-8")
    return screen.store(attributes.create, form).id


@pytest.fixture
def mass(screen, package) -> int:
    return screen.store(attributes.create, AttributeForm("part", "Mass", "number", unit="g")).id


def enter(screen, query: str = "") -> PartsState:
    screen.at(f"/parts{query}")
    screen.do(PartsState.enter)
    return screen.state(PartsState)


def make(screen, number: str, **values: str) -> int:
    form = parts.PartForm(part_number=number, attributes=values)
    return screen.store(parts.create, form).id


def test_a_part_is_created_with_them_or_refused_beside_the_field(screen, package, mass):
    screen.at("/parts")
    screen.do(NewPartState.open_dialog)
    form = screen.state(NewPartState)
    given = {"part_number": "R-1", "tracking": "none", "kind": "part"}

    screen.do(NewPartState.create, {**given, f"attribute_{mass}": "x"})
    assert {*form.errors} == {f"attribute_{mass}"}
    screen.do(
        NewPartState.create, {**given, f"attribute_{mass}": "0.5", f"attribute_{package}": "DIP-8"}
    )

    row = enter(screen).rows[0]
    assert row["cells"] == {str(package): "DIP-8", str(mass): "0.5 g"}
    screen.do(PartPanelState.show, row["id"])
    assert [each["value"] for each in screen.state(PartPanelState).attributes] == ["DIP-8", "0.5 g"]


def test_editing_keeps_what_somebody_else_stored_in_another_field(screen, package, mass):
    id_ = make(screen, "R-1", **{str(package): "DIP-8", str(mass): "1"})
    screen.do(EditPartState.start, id_)
    form = screen.state(EditPartState)
    data = {**form.values, "id": str(id_), "version": str(form.version), "began": form.began}
    data |= {each["name"]: each["value"] for each in form.attributes}
    theirs = parts.PartForm(part_number="R-1", attributes={str(mass): "2"})
    screen.store(parts.edit, id_, theirs)

    mine = {**data, f"attribute_{package}": ""}
    screen.do(EditPartState.save, mine)
    assert form.hints[f"attribute_{mass}"].startswith("Now “2”")
    screen.do(EditPartState.save, mine)

    assert screen.store(parts.get, id_).attributes == {mass: "2"}


def test_columns_sort_and_filters_stay_in_the_address(screen, package, mass):
    heavy = make(screen, "R-1", **{str(mass): "10", str(package): "DIP-8"})
    light = make(screen, "R-2", **{str(mass): "9"})
    page = enter(screen, f"?a{mass}=5..&sort=a{mass}")
    assert [row["id"] for row in page.rows] == [light, heavy]
    assert [each["value"] for each in page.attribute_conditions] == ["from 5 g"]

    screen.do(PartsState.show_column, f"a{mass}", True)
    screen.do(PartAttributeFilterState.turn, True)
    data = {"attribute": str(package), "kind": "choice", "choice_1": "DIP-8"}
    events = screen.do(PartAttributeFilterState.apply, data)
    assert [row["id"] for row in page.rows] == [heavy]
    assert f"a{package}=DIP-8" in str(events[0].args)
    screen.do(PartsState.any_value, f"a{package}")
    screen.do(PartsState.any_value, f"a{mass}")

    assert len(page.rows) == 2
    assert [each["name"] for each in page.attribute_columns] == ["Mass"]


def test_a_bad_condition_is_refused_where_it_is_asked_and_changes_nothing(screen, mass):
    make(screen, "R-1", **{str(mass): "10"})
    page = enter(screen)
    data = {"attribute": str(mass), "kind": "number", "least": "x"}

    screen.do(PartAttributeFilterState.apply, data)

    assert "not a number" in screen.state(PartAttributeFilterState).problem
    assert (len(page.rows), page.attribute_conditions) == (1, [])
    assert len(enter(screen, "?a999=5").rows) == 1


def test_fixed_columns_can_be_put_away_too(screen):
    page = enter(screen)

    screen.do(PartsState.show_column, "tracking", False)
    screen.do(PartsState.show_column, "number", False)

    assert page.hidden_columns == "no-tracking"
