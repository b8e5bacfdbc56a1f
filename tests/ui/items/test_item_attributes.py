"""Attributes of items on the screen: in forms, cells, columns, filters, panels, and in bulk."""

import pytest

from ioninv.domain import attributes, items, parts
from ioninv.domain.attributes import AttributeForm
from ioninv.errors import Invalid
from ioninv.ui.items.attribute_filter import ItemAttributeFilterState
from ioninv.ui.items.attributes_state import BulkAttributesState
from ioninv.ui.items.cell_state import CellState
from ioninv.ui.items.edit_state import EditItemState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.new_item_state import NewItemState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState


class Defined:
    """A meter's attributes by name, and items that have them."""

    def __init__(self, screen, ids: dict[str, int]):
        self._screen = screen
        self.part, self.condition, self.due, self.mass, self.sheet, self.safe, self.owner = (
            ids[name] for name in ("part", *KINDS)
        )

    def item(self, **values: str) -> int:
        given = {str(getattr(self, name)): value for name, value in values.items()}
        form = items.ItemForm(part_id=self.part, quantity="1", attributes=given)
        return self._screen.store(items.create, form).ids[0]

    def of(self, item: int) -> dict[str, str]:
        detail = self._screen.store(items.get, item)
        return {each.name: each.value for each in detail.attributes}


KINDS = {
    "condition": AttributeForm("item", "Condition", "choice", choices="New\nUsed\nWorn"),
    "due": AttributeForm("item", "Due", "date"),
    "mass": AttributeForm("item", "Mass", "number", unit="g"),
    "sheet": AttributeForm("item", "Sheet", "link"),
    "safe": AttributeForm("item", "Safe", "yes_no"),
    "owner": AttributeForm("item", "Owner", "text", hint="Who looks after it"),
}


@pytest.fixture
def defined(screen, furnish) -> Defined:
    return Defined(screen, furnish(define))


def define(session, keeper) -> dict[str, int]:
    part = parts.create(session, keeper, parts.PartForm(part_number="METER")).id
    made = {name: attributes.create(session, keeper, form).id for name, form in KINDS.items()}
    return {"part": part, **made}


def enter(screen, query: str = "") -> GridState:
    screen.at(f"/{query}")
    screen.do(GridState.enter)
    return screen.state(GridState)


def test_the_form_asks_for_each_in_order_and_keeps_what_was_refused(screen, defined):
    screen.do(NewItemState.open_dialog)
    form = screen.state(NewItemState)
    assert [(each["label"], each["kind"]) for each in form.attributes] == [
        ("Condition", "choice"), ("Due", "date"), ("Mass", "number"),
        ("Sheet", "link"), ("Safe", "yes_no"), ("Owner", "text"),
    ]  # fmt: skip
    assert [each["value"] for each in form.attributes[4]["options"]] == ["yes", "no"]
    given = {
        "part": str(defined.part), "quantity": "1", "birth": "available",
        f"attribute_{defined.mass}": "heavy", f"attribute_{defined.sheet}": "javascript:alert(1)",
    }  # fmt: skip

    screen.do(NewItemState.create, given)
    assert form.open
    assert {*form.errors} == {f"attribute_{defined.mass}", f"attribute_{defined.sheet}"}
    good = {f"attribute_{defined.mass}": "1,5", f"attribute_{defined.sheet}": ""}
    screen.do(NewItemState.create, given | good | {f"attribute_{defined.condition}": "Used"})

    item = enter(screen).rows[0]
    assert defined.of(item["id"]) == {"Condition": "Used", "Mass": "1.5"}


def test_the_next_item_starts_with_the_same_choice_and_no_other_text(screen, defined):
    screen.do(NewItemState.open_dialog)
    given = {
        "part": str(defined.part), "quantity": "1", "another": "1",
        f"attribute_{defined.condition}": "New", f"attribute_{defined.owner}": "Ada",
    }  # fmt: skip

    screen.do(NewItemState.create, given)

    values = {each["label"]: each["value"] for each in screen.state(NewItemState).attributes}
    assert (values["Condition"], values["Owner"]) == ("New", "")


def test_editing_stores_only_what_was_changed_and_an_empty_field_clears(screen, defined):
    item = defined.item(condition="New", owner="Ada", mass="5")
    screen.do(EditItemState.start, item)
    form = screen.state(EditItemState)
    data = {"item": str(item), "version": str(form.version), "began": form.began}
    data |= {each["name"]: each["value"] for each in form.attributes}
    data |= {name: form.values[name] for name in ("serial", "lot", "note", "unit_cost")}
    screen.store(items.edit, item, {}, attributes={str(defined.mass): "7"})

    mine = {**data, f"attribute_{defined.owner}": ""}
    screen.do(EditItemState.save, mine)
    assert form.hints[f"attribute_{defined.mass}"].startswith("Now “7”")
    screen.do(EditItemState.save, mine | {"seen": str(form.seen)})

    assert defined.of(item) == {"Condition": "New", "Mass": "7"}


def test_columns_are_off_until_chosen_and_show_values_as_people_read_them(screen, defined):
    defined.item(mass="1250.5", safe="yes", due="2026-05-03", sheet="https://example.com/a")
    grid = enter(screen)
    assert grid.attribute_columns == []
    assert [choice["label"] for choice in grid.column_choices][-6:] == [
        "Condition", "Due", "Mass", "Sheet", "Safe", "Owner",
    ]  # fmt: skip

    screen.do(GridState.show_column, f"a{defined.mass}", True)
    screen.do(GridState.show_column, f"a{defined.condition}", True)
    screen.do(GridState.show_column, "a999", True)

    assert [(each["name"], each["numeric"]) for each in grid.attribute_columns] == [
        ("Condition", False),
        ("Mass", True),
    ]
    assert grid.rows[0]["cells"] == {
        str(defined.mass): "1,250.5 g",
        str(defined.safe): "Yes",
        str(defined.due): "2026-05-03",
        str(defined.sheet): "https://example.com/a",
    }


def test_they_sort_and_those_without_come_last(screen, defined):
    heavy, light, none = (defined.item(mass=mass) for mass in ("100", "20", ""))
    grid = enter(screen, f"?sort=a{defined.mass}")

    assert [row["id"] for row in grid.rows] == [light, heavy, none]
    screen.do(GridState.sort_by, f"a{defined.mass}")
    assert [row["id"] for row in grid.rows] == [heavy, light, none]


@pytest.mark.parametrize(
    ("name", "data", "chip", "found"),
    [
        ("condition", {"choice_0": "New", "choice_1": "Used", "kind": "choice"}, "New, Used", 2),
        ("due", {"least": "2026-05-01", "kind": "date"}, "from 1 May 2026", 1),
        ("mass", {"least": "5", "most": "50", "kind": "number"}, "5 g to 50 g", 1),
        ("mass", {"how": "-", "kind": "number"}, "none", 1),
        ("safe", {"how": "yes", "kind": "yes_no"}, "Yes", 1),
        ("owner", {"text": "ad", "kind": "text"}, "contains “ad”", 1),
        ("sheet", {"how": "*", "kind": "link"}, "any value", 1),
    ],
)
def test_a_condition_is_asked_told_kept_in_the_address_and_taken_away(
    screen, defined, name, data, chip, found
):
    defined.item(condition="New", mass="10", owner="Ada", safe="yes")
    defined.item(condition="Used", mass="99", due="2026-05-03", sheet="http://example.com")
    id_ = getattr(defined, name)
    if data.get("how") == "-":
        defined.item()
    grid = enter(screen)
    screen.do(ItemAttributeFilterState.turn, True)
    screen.do(ItemAttributeFilterState.choose, str(id_))

    events = screen.do(ItemAttributeFilterState.apply, {"attribute": str(id_), **data})

    assert len(grid.rows) == found
    told = [(each["name"], each["value"]) for each in grid.attribute_conditions]
    assert told == [(f"a{id_}", chip)]
    assert f"a{id_}=" in str(events[0].args)
    assert f"a{id_}=" in grid.export_href
    assert screen.state(ItemAttributeFilterState).filter_open is False
    screen.do(ItemAttributeFilterState.edit, f"a{id_}")
    asked = screen.state(ItemAttributeFilterState)
    assert asked.how == data.get("how", "")
    assert [tick["value"] for tick in asked.ticks if tick["ticked"]] == [
        value for field, value in data.items() if field.startswith("choice_")
    ]
    screen.do(GridState.filter_by, f"a{id_}", "")
    assert grid.attribute_conditions == []


def test_a_condition_that_cannot_be_is_refused_where_it_is_asked(screen, defined):
    defined.item(mass="10")
    grid = enter(screen)
    screen.do(ItemAttributeFilterState.turn, True)
    asked = screen.state(ItemAttributeFilterState)

    mass = {"attribute": str(defined.mass), "kind": "number"}
    screen.do(ItemAttributeFilterState.apply, mass | {"least": "heavy"})
    assert "not a number" in asked.problem
    screen.do(ItemAttributeFilterState.apply, mass)
    assert asked.problem == "Say what to filter by."

    assert (len(grid.rows), grid.attribute_conditions, asked.filter_open) == (1, [], True)
    with pytest.raises(Invalid):
        screen.do(GridState.filter_by, f"a{defined.mass}", "heavy")
    screen.do(GridState.refresh)
    assert len(grid.rows) == 1


@pytest.mark.parametrize("query", ["?a999=5", "?sort=a999", "?a1=*&sort=-a77"])
def test_an_address_with_an_attribute_that_is_no_more_shows_the_list(screen, defined, query):
    defined.item(mass="10")

    grid = enter(screen, query)

    assert (len(grid.rows), grid.loaded) == (1, True)


def test_a_cell_is_edited_in_its_place_by_the_control_of_its_kind(screen, defined):
    item = defined.item(condition="New")
    field = f"attribute_{defined.condition}"
    screen.do(CellState.start, item, field)
    cell = screen.state(CellState)
    assert (cell.open, cell.kind, cell.value) == (True, "choice", "New")
    assert [each["value"] for each in cell.choices] == ["New", "Used", "Worn"]
    data = {"item": str(item), "field": field, "version": str(cell.version), "began": "New"}

    screen.do(CellState.save, {**data, "value": "Lost"})
    assert "none of its choices" in cell.errors["value"]
    screen.store(items.edit, item, {}, attributes={str(defined.condition): "Worn"})
    screen.do(CellState.save, {**data, "value": "Used"})
    assert cell.hints["value"].startswith("Now “Worn”")
    screen.do(CellState.save, {**data, "value": "Used", "seen": str(cell.seen)})

    assert defined.of(item) == {"Condition": "Used"}
    assert cell.open is False
    with pytest.raises(Invalid):
        screen.do(CellState.start, item, "attribute_999")


def test_many_get_what_is_filled_in_and_lose_what_is_cleared(screen, defined):
    ids = [defined.item(condition="New", owner="Ada", mass=mass) for mass in ("1", "2")]
    enter(screen)
    screen.do(SelectionState.pick, ids, True)
    screen.do(BulkAttributesState.start)
    bulk = screen.state(BulkAttributesState)
    data = {"target": bulk.target, **{each["name"]: "" for each in bulk.attributes}}
    due, owner = f"attribute_{defined.due}", f"attribute_{defined.owner}"

    screen.do(BulkAttributesState.save, data)
    assert "Fill in" in bulk.problem
    screen.do(BulkAttributesState.save, {**data, owner: "Bob", f"clear_{owner}": "on"})
    assert bulk.errors == {owner: "Either fill it in, or clear it."}
    screen.do(BulkAttributesState.save, {**data, due: "2026-05-03", f"clear_{owner}": "on"})

    assert [defined.of(id_) for id_ in ids] == [
        {"Condition": "New", "Due": "2026-05-03", "Mass": "1"},
        {"Condition": "New", "Due": "2026-05-03", "Mass": "2"},
    ]
    assert screen.state(SelectionState).count == 0


def test_the_panel_tells_values_in_words(screen, defined):
    item = defined.item(mass="5", due="2026-05-03", safe="no", sheet="https://example.com")

    screen.do(PanelState.show, item)

    assert [(each["name"], each["value"]) for each in screen.state(PanelState).attributes] == [
        ("Due", "3 May 2026"),
        ("Mass", "5 g"),
        ("Sheet", "https://example.com"),
        ("Safe", "No"),
    ]


def test_an_archived_one_is_asked_for_nowhere(screen, defined):
    item = defined.item(mass="5")
    screen.store(attributes.archive, defined.mass)
    grid = enter(screen)
    screen.do(NewItemState.open_dialog)
    screen.do(PanelState.show, item)

    assert "Mass" not in [choice["label"] for choice in grid.column_choices]
    assert "Mass" not in [each["label"] for each in screen.state(NewItemState).attributes]
    assert screen.state(PanelState).attributes == []
