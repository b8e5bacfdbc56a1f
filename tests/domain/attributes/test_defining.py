"""Defining fields of one's own: names, kinds, choices, order, archive."""

import pytest

from ioninv import codes
from ioninv.domain import attributes, items
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.attributes.naming import FIXED
from ioninv.domain.imports.attributes import APPLIES_TO
from ioninv.domain.imports.fields import FIELDS, RESERVED
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.vocabulary import AppliesTo, AttributeKind

pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture
def names(session, keeper):
    def listed(**options) -> list[str]:
        return [row.name for row in attributes.all(session, keeper, AppliesTo.ITEM, **options)]

    return listed


def headlines(session, keeper, row) -> list[str]:
    return [told.headline for told in attributes.timeline(session, keeper, row.id)]


def test_an_attribute_has_what_was_typed_cleaned(define):
    row = define("  Torque ", "number", unit=" Nm", hint="At 20 °C", choices="left\nover")

    assert (row.name, row.kind, row.unit, row.hint) == (
        "Torque", AttributeKind.NUMBER, "Nm", "At 20 °C",
    )  # fmt: skip
    assert (row.applies_to, row.choices, row.position, row.used) == (AppliesTo.ITEM, (), 1, 0)
    assert define("Colour", "choice", choices=" red \n\nblue").choices == ("red", "blue")


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        (AttributeForm("item", "", "text"), "name", "missing"),
        (AttributeForm("item", "x" * 61, "text"), "name", "too long"),
        (AttributeForm("item", "–", "text"), "name", "a letter or a digit"),
        (AttributeForm("item", "serial number", "text"), "name", "have already"),
        (AttributeForm("part", "Lead-Time", "text"), "name", "have already"),
        (AttributeForm("item", "A", "colour"), "kind", "not known"),
        (AttributeForm("house", "A", "text"), "applies_to", "not known"),
        (AttributeForm("item", "A", "choice"), "choices", "one per line"),
        (AttributeForm("item", "A", "choice", "red\nRed"), "choices", "stands twice"),
        (AttributeForm("item", "A", "choice", "a|b"), "choices", "meaning in filters"),
        (AttributeForm("item", "A", "choice", "x" * 101), "choices", "too long"),
        (AttributeForm("item", "A", "choice", "\n".join(map(str, range(201)))), "choices", "many"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(session, keeper, form, field, words):
    with pytest.raises(Invalid, match=words) as refused:
        attributes.create(session, keeper, form)

    assert refused.value.field == field


def test_no_attribute_is_called_like_a_column_of_files():
    for kind, applies_to in APPLIES_TO.items():
        for field in FIELDS[kind]:
            for name in (field.header, *field.also):
                assert codes.code(name) in FIXED[applies_to], name
        assert {codes.code(name) for name in RESERVED} <= FIXED[applies_to]


def test_names_differ_in_more_than_dashes_and_capitals_for_the_same_things(define):
    define("Calibration due", "date")
    define("Calibration due", "date", "part")

    with pytest.raises(Conflict, match="Calibration due already exists"):
        define("CALIBRATION-DUE")


def test_at_most_fifty_at_a_time(session, keeper, define):
    rows = [define(f"A{number}") for number in range(50)]
    with pytest.raises(Invalid, match="50 attributes"):
        define("One more")

    attributes.archive(session, keeper, rows[0].id)
    define("One more")
    with pytest.raises(Invalid, match="50 attributes"):
        attributes.restore(session, keeper, rows[0].id)


def test_the_same_key_defines_once(session, keeper, names):
    form = AttributeForm("item", "Mass", "number")

    once = attributes.create(session, keeper, form, key="k")
    again = attributes.create(session, keeper, form, key="k")

    assert once == again
    assert names() == ["Mass"]


def test_the_order_is_as_it_is_moved_and_archived_ones_come_last(session, keeper, define, names):
    a, _, c = (define(name) for name in "ABC")

    attributes.move(session, keeper, c.id, 1)
    assert names() == ["C", "A", "B"]
    attributes.move(session, keeper, c.id, 99)
    assert names() == ["A", "B", "C"]

    attributes.archive(session, keeper, a.id)
    assert names() == ["B", "C"]
    assert names(archived=True) == ["B", "C", "A"]
    with pytest.raises(Conflict, match="A is archived"):
        attributes.move(session, keeper, a.id, 1)
    assert attributes.restore(session, keeper, a.id).position == 3
    rows = attributes.all(session, keeper)
    assert [(row.name, row.position) for row in rows] == [("B", 1), ("C", 2), ("A", 3)]
    assert headlines(session, keeper, a)[0] == "Restored"


def test_renaming_is_free_and_told(session, keeper, define, create):
    mass = define("Mass", "number", unit="g")
    item = create({mass: "5"})

    attributes.edit(
        session, keeper, mass.id, AttributeForm("item", "Weight", "number", unit="kg"), mass.version
    )

    assert items.get(session, keeper, item).attributes[0].name == "Weight"
    told = attributes.timeline(session, keeper, mass.id)[0]
    assert [told.headline, *told.changes] == ["Renamed from Mass to Weight", "Unit: g → kg"]
    with pytest.raises(Conflict, match="keeper changed Weight meanwhile"):
        attributes.edit(
            session, keeper, mass.id, AttributeForm("item", "M", "number"), mass.version
        )


def test_kind_and_purpose_stay_while_anything_has_a_value(session, keeper, define, create):
    mass = define("Mass", "number")
    item = create({mass: "5"})

    with pytest.raises(Conflict, match="1 item has a value, so Mass stays “Number”") as kind:
        attributes.edit(session, keeper, mass.id, AttributeForm("item", "Mass", "text"))
    with pytest.raises(Conflict, match="stays with items") as purpose:
        attributes.edit(session, keeper, mass.id, AttributeForm("part", "Mass", "number"))
    assert (kind.value.field, purpose.value.field) == ("kind", "applies_to")

    items.edit(session, keeper, item, {}, attributes={str(mass.id): ""})
    row = attributes.edit(session, keeper, mass.id, AttributeForm("part", "Mass", "text"))
    assert (row.applies_to, row.kind, row.position) == (AppliesTo.PART, AttributeKind.TEXT, 1)


def test_a_choice_in_use_cannot_be_taken_away(session, keeper, define, create):
    colour = define("Colour", "choice", choices="red\nblue\ngreen")
    create({colour: "red"})
    create({colour: "RED"})

    with pytest.raises(Conflict, match="2 items have “red”") as refused:
        attributes.edit(
            session, keeper, colour.id, AttributeForm("item", "Colour", "choice", "blue")
        )
    assert refused.value.field == "choices"

    fewer = AttributeForm("item", "Colour", "choice", "black\nred")
    assert attributes.edit(session, keeper, colour.id, fewer).choices == ("black", "red")


def test_only_an_administrator_defines(session, viewer, define):
    row = define("Mass")

    with pytest.raises(Forbidden):
        attributes.archive(session, viewer, row.id)
    assert attributes.all(session, viewer) == (row,)
    assert attributes.timeline(session, viewer, row.id)[0].headline == "Created"


def test_what_is_not_there(session, keeper):
    with pytest.raises(NotFound):
        attributes.archive(session, keeper, 7)
