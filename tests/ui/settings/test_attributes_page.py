"""Settings: what attributes there are is defined, ordered, archived and told."""

import pytest

from ioninv.domain import attributes, items, parts
from ioninv.domain.attributes import AttributeForm
from ioninv.errors import Forbidden, Invalid
from ioninv.ui.attributes.filter_state import read_condition
from ioninv.ui.settings.archive_attribute import ArchiveAttributeState
from ioninv.ui.settings.attribute_form_state import AttributeDefinitionState
from ioninv.ui.settings.attribute_panel_state import AttributePanelState
from ioninv.ui.settings.attributes_state import AttributesState
from ioninv.vocabulary import Role


def enter(screen, query: str = "") -> AttributesState:
    screen.at(f"/settings{query}")
    screen.do(AttributesState.enter)
    return screen.state(AttributesState)


def define(screen, name: str, kind: str = "text", of: str = "item", **more: str) -> int:
    return screen.store(attributes.create, AttributeForm(of, name, kind, **more)).id


def names(rows) -> list[str]:
    return [row["name"] for row in rows]


def used(screen, attribute_id: int, value: str) -> int:
    """An item that has this value."""
    part = screen.store(parts.create, parts.PartForm(part_number="METER")).id
    form = items.ItemForm(part_id=part, quantity="1", attributes={str(attribute_id): value})
    return screen.store(items.create, form).ids[0]


def test_one_is_defined_and_stands_last_in_its_list(screen):
    assert enter(screen).none_at_all
    define(screen, "Owner")
    screen.do(AttributeDefinitionState.start_new, "item")
    data = {"applies_to": "item", "kind": "choice", "name": "Condition", "choices": "New\nUsed"}

    screen.do(AttributeDefinitionState.save, data)

    form, lists = screen.state(AttributeDefinitionState), screen.state(AttributesState)
    enter(screen)
    assert (form.open, form.saving) == (False, False)
    assert names(lists.of_items) == ["Owner", "Condition"]
    assert lists.of_items[1]["details"] == "New, Used"
    assert lists.of_parts == []


def test_what_is_wrong_stands_beside_its_field_and_the_form_stays(screen):
    define(screen, "Owner")
    screen.do(AttributeDefinitionState.start_new, "nonsense")
    form = screen.state(AttributeDefinitionState)

    screen.do(AttributeDefinitionState.save, {"kind": "choice", "applies_to": "item"})
    assert {*form.errors} == {"name", "choices"}
    screen.do(
        AttributeDefinitionState.save, {"name": " owner", "kind": "text", "applies_to": "item"}
    )

    assert "Owner" in form.errors["name"]
    assert form.open


def test_what_is_used_keeps_its_kind_and_its_choices(screen):
    id_ = define(screen, "Condition", "choice", choices="New\nUsed")
    used(screen, id_, "Used")
    screen.do(AttributeDefinitionState.start_edit, id_)
    form = screen.state(AttributeDefinitionState)
    assert form.locked == "Stays: 1 item has a value."

    data = {"id": str(id_), "version": str(form.version), "began": form.began}
    asked = {**data, "applies_to": "item", "name": "State", "kind": "choice", "choices": "New"}
    screen.do(AttributeDefinitionState.save, asked)
    assert "1 item has “Used”" in form.errors["choices"]
    screen.do(AttributeDefinitionState.save, {**asked, "choices": "New\nUsed\nWorn"})

    assert form.open is False
    assert names(enter(screen).of_items) == ["State"]


def test_the_second_of_two_is_told_and_may_save_again(screen):
    id_ = define(screen, "Mass", "number", unit="g")
    screen.do(AttributeDefinitionState.start_edit, id_)
    form = screen.state(AttributeDefinitionState)
    screen.store(attributes.edit, id_, AttributeForm("item", "Mass", "number", unit="kg"))
    mine = {
        "id": str(id_), "version": str(form.version), "began": form.began,
        "applies_to": "item", "kind": "number", "unit": "g", "name": "Weight",
    }  # fmt: skip

    screen.do(AttributeDefinitionState.save, mine)
    assert "“kg”" in form.hints["unit"]
    screen.do(AttributeDefinitionState.save, mine)

    row = screen.store(attributes.all)[0]
    assert (row.name, row.unit) == ("Weight", "kg")


def test_the_order_is_changed_and_told_aloud(screen):
    ids = [define(screen, name) for name in ("A", "B", "C")]
    lists = enter(screen)

    events = screen.do(AttributesState.move_down, ids[0])
    assert names(lists.of_items) == ["B", "A", "C"]
    assert lists.said == "A is now 2 of 3."
    assert str(ids[0]) in str(events[0].args)
    screen.do(AttributesState.move_up, ids[1])
    assert names(lists.of_items) == ["B", "A", "C"]
    screen.do(AttributesState.move_down, ids[0])

    assert names(lists.of_items) == ["B", "C", "A"]
    assert [(row["first"], row["last"]) for row in lists.of_items] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_archiving_says_what_it_means_and_comes_back(screen):
    id_ = define(screen, "Owner", of="item")
    used(screen, id_, "<img src=x onerror=alert(1)>")
    lists = enter(screen, f"?attribute={id_}")
    screen.do(AttributePanelState.show, id_)
    panel = screen.state(AttributePanelState)
    assert (panel.used, panel.used_href) == ("1 item", f"/?a{id_}=*")

    screen.do(ArchiveAttributeState.ask)
    assert "The values of 1 item" in screen.state(ArchiveAttributeState).text
    screen.do(ArchiveAttributeState.archive)
    screen.do(AttributesState.refresh)
    assert lists.none_at_all
    screen.do(AttributesState.show_archived, True)
    assert lists.of_items[0]["archived"]
    screen.do(AttributePanelState.show, id_)
    assert panel.archived
    screen.do(ArchiveAttributeState.restore)

    screen.do(AttributePanelState.show, id_)
    assert [entry["text"] for entry in panel.history][-1] == "Created"
    assert panel.archived is False
    assert names(enter(screen).of_items) == ["Owner"]


def test_an_unknown_one_is_not_found(screen):
    enter(screen, "?attribute=x")
    screen.do(AttributePanelState.show, 77)

    assert screen.state(AttributePanelState).missing


def test_a_viewer_sees_them_and_changes_nothing(screen):
    id_ = define(screen, "Owner")
    screen.sign_in(Role.VIEWER)
    lists = enter(screen)

    assert names(lists.of_items) == ["Owner"]
    assert lists.may["attributes.edit"] is False
    screen.do(AttributeDefinitionState.start_new, "item")
    screen.do(AttributeDefinitionState.save, {"name": "Mine", "kind": "text", "applies_to": "item"})
    assert "role does not allow" in screen.state(AttributeDefinitionState).problem
    with pytest.raises(Forbidden):
        screen.do(AttributesState.move_down, id_)
    screen.do(AttributePanelState.show, id_)
    screen.do(ArchiveAttributeState.archive)
    assert names(enter(screen).of_items) == ["Owner"]


def test_as_many_and_as_long_choices_as_there_may_be_are_stored_and_edited(screen):
    choices = "\n".join(f"{number:03}" + "\N{SNOWMAN}" * 97 for number in range(200))
    data = {"applies_to": "item", "kind": "choice", "name": "Long", "choices": choices}
    screen.do(AttributeDefinitionState.save, data)
    form = screen.state(AttributeDefinitionState)
    assert (form.problem, form.errors) == ("", {})
    (row,) = screen.store(attributes.all)

    screen.do(AttributeDefinitionState.start_edit, row.id)
    data |= {"id": str(row.id), "version": str(form.version), "began": form.began, "name": "Longer"}
    screen.do(AttributeDefinitionState.save, data)
    (row,) = screen.store(attributes.all)
    assert (row.name, len(row.choices)) == ("Longer", 200)


@pytest.mark.parametrize("value", [["item"], {"item": 1}, None])
def test_anything_but_a_text_opens_no_form(screen, value):
    with pytest.raises(Invalid):
        screen.do(AttributeDefinitionState.start_new, value)


@pytest.mark.parametrize("typed", ["-", " * "])
def test_typed_text_is_never_taken_for_any_or_none(typed):
    with pytest.raises(Invalid, match="meaning in filters"):
        read_condition({"kind": "text", "text": typed})
    assert read_condition({"kind": "text", "text": typed, "how": "-"}) == "-"
