"""Values of attributes on items and parts: read, kept, carried over, told, taken back."""

import pytest
from sqlalchemy import text

from ioninv.domain import attributes, items, parts, undoing
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.attributes.reading import read_value
from ioninv.domain.items import ItemForm, Selection
from ioninv.domain.parts import PartForm
from ioninv.errors import Conflict, Invalid

pytestmark = pytest.mark.usefixtures("sound")


def values(session, keeper, item: int) -> dict[str, str]:
    return {each.name: each.value for each in items.get(session, keeper, item).attributes}


def stored(session, item: int) -> str:
    query = text("SELECT attributes FROM inventory_item WHERE id = :id")
    return session.execute(query, {"id": item}).scalar_one()


@pytest.mark.parametrize(
    ("kind", "typed", "canonical"),
    [
        ("text", "  a   b\u200b ", "a b"),
        ("number", "1,5", "1.5"),
        ("number", "-007.50", "-7.5"),
        ("number", "\u22120", "0"),
        ("number", "0,125", "0.125"),
        ("number", ".000001", "0.000001"),
        ("number", "1000000000000", "1000000000000"),
        ("choice", "RED", "Red"),
        ("date", "2026-05-03", "2026-05-03"),
        ("yes_no", "TRUE", "yes"),
        ("yes_no", "n", "no"),
        ("yes_no", "0", "no"),
        ("link", "HTTPS://example.com/A?b=c#d", "https://example.com/A?b=c#d"),
    ],
)
def test_a_value_is_kept_as_one_text(define, kind, typed, canonical):
    row = define("Own", kind, choices="Red\nBlue")

    assert read_value(row, typed) == (canonical, "")
    assert read_value(row, canonical) == (canonical, "")
    assert read_value(row, " ") == ("", "")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", "x" * 501),
        ("number", "1,250"),
        ("number", "1 250"),
        ("number", "1e3"),
        ("number", "nan"),
        ("number", "٣"),
        ("number", "0.0000001"),
        ("number", "1000000000001"),
        ("number", "9" * 5000),
        ("choice", "green"),
        ("date", "03.05.2026"),
        ("date", "2026-02-30"),
        ("yes_no", "maybe"),
        ("link", "example.com"),
        ("link", "javascript:alert(1)"),
        ("link", "java\nscript:alert(1)"),
        ("link", "data:text/html,x"),
        ("link", "http://"),
        ("link", "https://a b"),
        ("link", "http://[::1"),
    ],
)
def test_a_value_that_is_none_is_refused_by_its_name(define, kind, typed):
    value, problem = read_value(define("Own", kind, choices="Red\nBlue"), typed)

    assert value == ""
    assert problem.startswith("Own ")


def test_an_item_has_its_values_in_order(session, keeper, define, create):
    mass, due = define("Mass", "number", unit="g"), define("Due", "date")
    item = create({due: "2026-05-03", mass: "1,50"})

    assert stored(session, item) == '{"1":"1.5","2":"2026-05-03"}'
    assert [(each.name, each.value, each.unit) for each in items.get(session, keeper, item).attributes] == [
        ("Mass", "1.5", "g"), ("Due", "2026-05-03", ""),
    ]  # fmt: skip
    assert items.get(session, keeper, item).row["attributes"] == {1: "1.5", 2: "2026-05-03"}
    assert attributes.all(session, keeper)[0].used == 1


def test_every_problem_stands_beside_its_field(session, keeper, define, make):
    mass, old, theirs = define("Mass", "number"), define("Old"), define("Of parts", "text", "part")
    attributes.archive(session, keeper, old.id)
    given = {str(mass.id): "heavy", str(old.id): "x", str(theirs.id): "x", "99": "x", "x' --": "x"}

    form = ItemForm(part_id=make.part(), unit_cost="much", attributes=given)
    with pytest.raises(Invalid) as refused:
        items.create(session, keeper, form)

    assert [problem.field for problem in refused.value.problems] == [
        "unit_cost", "attribute_1", "attribute_2", "attribute_3", "attribute_99", "attribute_x' --",
    ]  # fmt: skip


def test_an_edit_is_told_by_name_before_and_after(session, keeper, define, create):
    mass, due, seen = (
        define("Mass", "number", unit="g"),
        define("Due", "date"),
        define("Seen", "yes_no"),
    )
    item = create({mass: "5", due: "2026-05-03"})

    items.edit(
        session, keeper, item, {"note": "x"}, attributes={"1": "", "2": "2026-06-04", "3": "y"}
    )

    assert values(session, keeper, item) == {"Due": "2026-06-04", "Seen": "yes"}
    assert items.get(session, keeper, item).timeline[0].changes == (
        "Mass: 5 g → none",
        "Due: 3 May 2026 → 4 Jun 2026",
        "Seen: none → Yes",
        "Note: none → x",
    )
    used = {row.name: row.used for row in attributes.all(session, keeper)}
    assert used == {"Mass": 0, "Due": 1, "Seen": 1}
    assert (mass.used, due.used, seen.used) == (0, 0, 0)


def test_what_is_not_given_stays_and_the_same_again_is_no_change(session, keeper, define, create):
    define("Mass", "number")
    item = create({define("Due", "date"): "2026-05-03"})

    assert items.edit(session, keeper, item, {}, attributes={"2": "2026-05-03"}).change_set == 0
    items.edit(session, keeper, item, {}, attributes={"1": "7"})

    assert values(session, keeper, item) == {"Mass": "7", "Due": "2026-05-03"}
    with pytest.raises(Invalid, match="Nothing was changed"):
        items.edit(session, keeper, item, {})


def test_the_same_key_edits_once_and_other_values_are_refused(session, keeper, define, create):
    item = create({define("Mass", "number"): "1"})

    once = items.edit(session, keeper, item, {}, attributes={"1": "2"}, key="k")
    again = items.edit(session, keeper, item, {}, attributes={"1": "2"}, key="k")

    assert (again.repeated, again.change_set) == (True, once.change_set)
    with pytest.raises(Conflict, match="already sent with other values"):
        items.edit(session, keeper, item, {}, attributes={"1": "3"}, key="k")


def test_many_are_edited_each_keeping_its_others(session, keeper, define, create):
    define("Mass", "number"), define("Due", "date")
    first, second = create({}), create({define("Third"): "x"})

    items.edit_many(session, keeper, Selection(ids=(first, second)), {}, attributes={"1": "5"})

    assert values(session, keeper, first) == {"Mass": "5"}
    assert values(session, keeper, second) == {"Mass": "5", "Third": "x"}
    with pytest.raises(Invalid, match="not a date"):
        items.edit_many(session, keeper, Selection(ids=(first,)), {}, attributes={"2": "x"})


def test_parts_of_an_item_take_the_values_along(session, keeper, define, create, make):
    reel = define("Reel")
    item = create({reel: "R-7"}, part_id=make.part("BRKT", tracking="serial"), quantity="10")

    (split,) = items.split(session, keeper, item, ["2"]).ids[-1:]
    serials = items.assign_serials(session, keeper, split, "S-1, S-2").ids

    assert {values(session, keeper, id_)["Reel"] for id_ in (item, split, *serials)} == {"R-7"}
    survivor = create({}, part_id=items.get(session, keeper, item).row["part_id"], quantity="1")
    items.merge(session, keeper, (item,), survivor)
    assert values(session, keeper, survivor) == {}
    assert values(session, keeper, item) == {"Reel": "R-7"}


def test_undo_gives_the_values_back_and_redo_takes_them_again(session, keeper, define, create):
    mass = define("Mass", "number")
    item = create({mass: "5"})
    done = items.edit(session, keeper, item, {}, attributes={"1": "6"})

    back = undoing.undo(session, keeper, done.change_set)
    assert values(session, keeper, item) == {"Mass": "5"}
    told = items.get(session, keeper, item).timeline[0]
    assert [told.headline, *told.changes] == ["Undone", "Mass: 6 → 5"]

    undoing.undo(session, keeper, back.change_set)
    assert values(session, keeper, item) == {"Mass": "6"}


def test_undo_does_not_bring_back_what_is_no_value_any_more(session, keeper, define, create):
    colour = define("Colour", "choice", choices="red\nblue")
    item = create({colour: "red"})
    done = items.edit(session, keeper, item, {}, attributes={"1": "blue"})
    attributes.edit(session, keeper, 1, AttributeForm("item", "Colour", "choice", "blue"))

    assert undoing.what_stands_against(session, keeper, done.change_set) == [
        "“red” is no value of Colour now."
    ]


def test_archived_attributes_keep_their_values_out_of_sight(session, keeper, define, create):
    mass = define("Mass", "number")
    item = create({mass: "5"})

    attributes.archive(session, keeper, mass.id)
    assert values(session, keeper, item) == {}
    assert attributes.restore(session, keeper, mass.id).used == 1
    assert values(session, keeper, item) == {"Mass": "5"}


def test_a_part_has_values_and_its_revision_has_them_too(session, keeper, define):
    define("Mass", "number", "part", unit="g"), define("Datasheet", "link", "part")
    form = PartForm(part_number="BRKT", attributes={"1": "5", "2": "https://example.com"})
    part = parts.create(session, keeper, form)

    edited = parts.edit(
        session, keeper, part.id, PartForm(part_number="BRKT", attributes={"1": "6"}), part.version
    )
    revised = parts.revise(session, keeper, part.id, "B")

    assert edited.attributes == revised.attributes == {1: "6", 2: "https://example.com"}
    assert [each.name for each in parts.get(session, keeper, part.id).attribute_values] == [
        "Mass", "Datasheet",
    ]  # fmt: skip
    assert parts.timeline(session, keeper, part.id)[0].headline == "Mass: 5 g → 6 g"
    form = PartForm(part_number="", attributes={"1": "heavy"})
    with pytest.raises(Invalid) as refused:
        parts.edit(session, keeper, part.id, form)
    assert [each.field for each in refused.value.problems] == ["part_number", "attribute_1"]
