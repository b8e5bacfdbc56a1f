"""The part library: what a part may be, and what its items say against changing it."""

from dataclasses import replace

import pytest

from ioninv.domain import factory, history, parts, suppliers
from ioninv.domain.parts import PartFilter, PartForm
from ioninv.domain.parts.search import _ORDERS as ORDERS
from ioninv.errors import Conflict, Forbidden, Invalid, NotFound
from ioninv.vocabulary import Entity, TrackingType

pytestmark = pytest.mark.usefixtures("sound")

BRACKET = PartForm(part_number="BRKT-001", revision="B", name="Bracket", tracking="serial")


@pytest.fixture
def bracket(session, keeper):
    return parts.create(session, keeper, BRACKET)


def refused(session, keeper, form: PartForm) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        parts.create(session, keeper, form)
    return {problem.field: problem.message for problem in refusal.value.problems}


def test_a_part_keeps_what_was_typed(session, keeper, make):
    acme, shelf = make.supplier("Acme"), make.place("Factory / Shelf")
    form = PartForm(
        part_number=" WIRE-05 ",
        revision="A",
        name="Wire",
        description="red\nAWG 20",
        tracking="lot",
        unit="m",
        cost="1.250000",
        currency="eur",
        lead_time_days="14",
        reorder_min="10",
        reorder_max="100.5",
        supplier_id=acme,
        location_id=shelf,
    )

    part = parts.create(session, keeper, form)

    assert parts.get(session, keeper, part.id) == part
    assert (part.part_number, part.label, part.description) == (
        "WIRE-05",
        "WIRE-05 rev A",
        "red\nAWG 20",
    )
    assert (part.cost, part.currency, part.lead_time_days) == ("1.25", "EUR", "14")
    assert (part.reorder_min, part.reorder_max) == ("10", "100.5")
    assert (part.supplier, part.location) == ("Acme", "Factory / Shelf")


def test_only_the_number_must_be_given(session, keeper):
    part = parts.create(session, keeper, PartForm(part_number="X-1", cost="3"))

    assert (part.name, part.tracking, part.kind, part.label) == ("X-1", "none", "part", "X-1")
    assert (part.cost, part.currency) == ("3", "")


def test_every_problem_is_told_beside_its_field(session, keeper):
    form = PartForm(
        tracking="colour",
        kind="animal",
        cost="-1",
        currency="EURO",
        lead_time_days="2.5",
        reorder_min="10",
        reorder_max="9",
        supplier_id=99,
        location_id=99,
    )

    assert set(refused(session, keeper, form)) == {
        "part_number",
        "tracking",
        "kind",
        "cost",
        "currency",
        "lead_time_days",
        "reorder_max",
        "supplier",
        "location",
    }


@pytest.mark.parametrize(
    ("number", "revision"), [("brkt-001", "b"), (" BRKT-001 ", "B"), ("BRKT\u200b-001", "B")]
)
def test_number_and_revision_are_unique_however_they_are_written(
    session, keeper, bracket, number, revision
):
    with pytest.raises(Conflict, match=r"BRKT-001 rev B \(Bracket\) already exists") as refusal:
        parts.create(session, keeper, PartForm(part_number=number, revision=revision))

    assert refusal.value.field == "part_number"


def test_another_revision_is_another_part(session, keeper, bracket):
    assert parts.create(session, keeper, replace(BRACKET, revision="C")).id != bracket.id
    assert parts.create(session, keeper, replace(BRACKET, revision="")).label == "BRKT-001"


def test_a_tool_is_always_tracked_by_serial(session, keeper):
    assert parts.create(session, keeper, PartForm("TOOL-1", kind="tool")).tracking == "serial"

    form = PartForm("TOOL-2", kind="tool", tracking="lot")
    assert "always tracked by serial" in refused(session, keeper, form)["tracking"]


def test_archived_suppliers_and_locations_are_refused_for_new_parts_alone(session, keeper, make):
    acme, shelf = make.supplier(), make.place("Shelf")
    form = PartForm("P-1", supplier_id=acme, location_id=shelf)
    part = parts.create(session, keeper, form)
    suppliers.archive(session, keeper, acme, True)
    factory.archive(session, keeper, shelf, True)

    assert set(refused(session, keeper, replace(form, part_number="P-2"))) == {
        "supplier",
        "location",
    }
    edited = parts.edit(session, keeper, part.id, replace(form, name="Better name"))
    assert (edited.name, edited.supplier_id) == ("Better name", acme)


@pytest.mark.parametrize(
    ("unit", "whole"),
    [
        *((unit, True) for unit in ("", "pcs", "EA", " Pieces ", "units", "pcs.", "each")),
        *((unit, False) for unit in ("m", "kg", "l", "roll")),
    ],
)
def test_pieces_are_counted_and_the_rest_is_measured(unit, whole):
    assert parts.counted(unit) is whole


def test_an_edit_says_what_differs(session, keeper, bracket):
    form = replace(BRACKET, name="Bracket, left", cost="2")

    edited = parts.edit(session, keeper, bracket.id, form, version=1)

    assert (edited.name, edited.cost, edited.version) == ("Bracket, left", "2", 2)
    last = history.events_of(session, Entity.PART, [bracket.id])[0]
    assert last.fields == {"name": ("Bracket", "Bracket, left"), "cost": (None, 2_000_000)}


def test_a_part_takes_a_new_number_and_is_found_by_it(session, keeper, bracket, make):
    make.part("BRKT-003")
    parts.edit(session, keeper, bracket.id, replace(BRACKET, part_number="BRKT-002"))

    assert [found.id for found in parts.suggest(session, keeper, "brkt002")] == [bracket.id]
    assert parts.suggest(session, keeper, "brkt001") == []
    with pytest.raises(Conflict, match="BRKT-003 already exists"):
        parts.edit(session, keeper, bracket.id, PartForm("brkt-003", tracking="serial"))


def test_a_stale_edit_is_refused(session, keeper, bracket):
    parts.edit(session, keeper, bracket.id, replace(BRACKET, name="Other"))

    with pytest.raises(Conflict, match=r"keeper changed BRKT-001 rev B meanwhile \(name\)"):
        parts.edit(session, keeper, bracket.id, BRACKET, version=1)


def test_a_double_tap_has_one_effect(session, keeper):
    made = parts.create(session, keeper, BRACKET, key="a")
    assert parts.create(session, keeper, BRACKET, key="a") == made

    form = replace(BRACKET, name="Other")
    edited = parts.edit(session, keeper, made.id, form, version=1, key="b")
    assert parts.edit(session, keeper, made.id, form, version=1, key="b") == edited

    revised = parts.revise(session, keeper, made.id, "C", key="c")
    assert parts.revise(session, keeper, made.id, "C", key="c") == revised


@pytest.mark.parametrize("wanted", ["serial", "lot"])
def test_an_untracked_part_may_become_tracked(session, keeper, make, wanted):
    part = make.part("P-1")
    make.item(part, serial="SN-1", lot="L-1")

    edited = parts.edit(session, keeper, part, PartForm("P-1", tracking=wanted))

    assert edited.tracking == wanted


@pytest.mark.parametrize(
    ("tracking", "wanted", "facts"),
    [
        ("serial", "lot", {"serial": "SN-1"}),
        ("serial", "none", {"serial": "SN-1"}),
        ("lot", "serial", {"lot": "L-1"}),
        ("lot", "none", {"lot": "L-1"}),
    ],
)
def test_tracking_stays_while_items_contradict_another(
    session, keeper, make, tracking, wanted, facts
):
    part = make.part("P-1", tracking=tracking)
    item = make.item(part, **facts)

    with pytest.raises(Conflict, match=rf"1 item of P-1 has a {tracking}") as refusal:
        parts.edit(session, keeper, part, PartForm("P-1", tracking=wanted))

    assert refusal.value.field == "tracking"
    assert item


@pytest.mark.parametrize(("tracking", "wanted"), [("serial", "lot"), ("lot", "none")])
def test_tracking_changes_where_nothing_contradicts(session, keeper, make, tracking, wanted):
    part = make.part("P-1", tracking=tracking)
    make.item(part)
    make.item(part, serial="SN-1", lot="L-1", voided_at=1)

    assert parts.edit(session, keeper, part, PartForm("P-1", tracking=wanted)).tracking == wanted


def test_half_pieces_cannot_be_counted(session, keeper, make):
    wire = make.part("WIRE", unit="m")
    make.item(wire, quantity="2.5")
    make.item(wire, quantity="3")

    with pytest.raises(
        Conflict, match="1 item of WIRE has a quantity in m that is not whole"
    ) as no:
        parts.edit(session, keeper, wire, PartForm("WIRE", unit="pcs"))
    assert no.value.field == "unit"
    assert parts.edit(session, keeper, wire, PartForm("WIRE", unit="cm")).unit == "cm"


def test_a_revision_is_a_copy_that_remembers_its_predecessor(session, keeper, bracket):
    revised = parts.revise(session, keeper, bracket.id, " C ")

    assert (revised.label, revised.name, revised.tracking) == (
        "BRKT-001 rev C",
        "Bracket",
        "serial",
    )
    assert (revised.predecessor_id, revised.predecessor) == (bracket.id, "BRKT-001 rev B")
    assert revised.version == 1
    with pytest.raises(Conflict) as taken:
        parts.revise(session, keeper, bracket.id, "b")
    with pytest.raises(Invalid) as missing:
        parts.revise(session, keeper, bracket.id, " ")
    assert (taken.value.field, missing.value.field) == ("revision", "revision")


def test_archived_parts_are_not_offered(session, keeper, bracket):
    assert parts.archive(session, keeper, bracket.id, True).archived

    assert parts.suggest(session, keeper, "brkt") == []
    assert parts.search(session, keeper, PartFilter()).total == 0
    assert parts.search(session, keeper, PartFilter(archived=True)).total == 1
    with pytest.raises(Conflict, match="It is archived: restore it instead"):
        parts.create(session, keeper, BRACKET)
    assert not parts.archive(session, keeper, bracket.id, False).archived


@pytest.mark.parametrize(
    "typed", ["r10k0402", "R 10k", "0402 res", "r_10k_0402_1%", "10K-0402", "thick"]
)
def test_a_part_is_found_by_what_is_typed(session, keeper, make, typed):
    make.part("R_10K_0402_1%", name="Resistor", description="Thick film")
    make.part("C_1U_0603")

    found = parts.suggest(session, keeper, typed)

    assert [(each.label, each.hint) for each in found] == [("R_10K_0402_1%", "Resistor")]


def test_percent_and_underscore_mean_themselves(session, keeper, make):
    for number in ("R-1%", "R-10", "A_1", "AB1"):
        make.part(number)

    def labels(typed: str) -> list[str]:
        return [found.label for found in parts.suggest(session, keeper, typed)]

    assert (labels("1%"), labels("a_1"), labels("%"), labels("_")) == (
        ["R-1%"],
        ["A_1"],
        ["R-1%"],
        ["A_1"],
    )


def test_suggestions_come_best_first(session, keeper, make):
    make.part("XGEAR")
    make.part("BOX", name="Box for a gear")
    make.part("GEAR-10")
    make.part("GEAR-9")
    make.part("GEAR")

    labels = [found.label for found in parts.suggest(session, keeper, "gear")]

    assert labels == ["GEAR", "GEAR-9", "GEAR-10", "BOX", "XGEAR"]
    assert [found.label for found in parts.suggest(session, keeper, "gear", limit=2)] == labels[:2]


def test_a_list_counts_what_there_is(session, keeper, make):
    wire = make.part("WIRE", unit="m")
    make.item(wire, quantity="2.5")
    make.item(wire, quantity="0.25", on_order=True)
    make.item(wire, quantity="9", voided_at=1)

    (row,) = parts.search(session, keeper, PartFilter("wire")).rows

    assert (row.items, row.quantity) == (2, "2.75")
    assert row.by_status["available"].quantity == "2.5"
    assert row.by_status["on_order"].items == 1
    assert row.by_status["voided"].items == 1


def test_a_list_is_filtered_sorted_and_paged(session, keeper, make):
    for number in (1, 2, 10):
        make.part(f"P-{number}", tracking="lot", cost=str(20 - number))
    make.part("Q-1")

    def numbers(filter: PartFilter, *order) -> list[str]:
        return [row.part_number for row in parts.search(session, keeper, filter, *order).rows]

    assert numbers(PartFilter()) == ["P-1", "P-2", "P-10", "Q-1"]
    assert numbers(PartFilter(), "-number") == ["Q-1", "P-10", "P-2", "P-1"]
    assert numbers(PartFilter(tracking=TrackingType.LOT), "cost") == ["P-10", "P-2", "P-1"]
    assert numbers(PartFilter("p"), "number", 2, 2) == ["P-10"]
    assert numbers(PartFilter(), "-cost")[-1] == "Q-1"


@pytest.mark.parametrize("sort", ["", "part_number", "number DESC", "'"])
def test_a_sort_is_a_column_of_the_list(session, keeper, sort):
    with pytest.raises(Invalid, match="cannot be sorted"):
        parts.search(session, keeper, PartFilter(), sort)


def test_every_sort_that_is_offered_works(session, keeper, bracket):
    for column in ORDERS:
        for sort in (column, f"-{column}"):
            assert parts.search(session, keeper, PartFilter("b"), sort).total == 1


def test_a_viewer_looks_and_does_not_touch(session, viewer, bracket):
    assert parts.get(session, viewer, bracket.id).label == "BRKT-001 rev B"
    for act in (
        lambda: parts.create(session, viewer, BRACKET),
        lambda: parts.edit(session, viewer, bracket.id, BRACKET),
        lambda: parts.revise(session, viewer, bracket.id, "C"),
        lambda: parts.archive(session, viewer, bracket.id, True),
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_does_not_exist_is_not_found(session, keeper):
    with pytest.raises(NotFound):
        parts.get(session, keeper, 99)
    with pytest.raises(NotFound):
        parts.edit(session, keeper, 99, BRACKET)
