"""Lot recall: everything of a lot, wherever it is."""

import pytest

from ioninv.domain import exports, history, issues, items, purchasing, undoing
from ioninv.domain.issues import IssueForm
from ioninv.domain.items import ItemForm
from ioninv.domain.purchasing import LineForm, OrderForm, Receipt
from ioninv.errors import Conflict, Forbidden, Invalid
from ioninv.vocabulary import Status


@pytest.fixture
def spread(session, keeper, make, pick) -> dict[str, int]:
    """One lot in every status, written in three ways; a neighbour of another lot and part."""
    part = make.part("SEAL-9", tracking="lot")
    other = make.part("SEAL-8", tracking="lot")
    housing, press = (make.part(number, tracking="serial") for number in ("HSG", "PRESS"))
    shelf = make.place("Factory / Shelf A")
    top = make.item(press, serial="PRESS-1", location_id=shelf)
    middle = make.item(housing, serial="HSG-1")
    items.install(session, keeper, pick(middle), top)
    made = {
        name: make.item(part, lot=lot, quantity=5, location_id=shelf, on_order=name == "on_order")
        for name, lot in {
            "available": "L-77",
            "installed": "l77",
            "in_progress": "L 77",
            "scrapped": "L-77",
            "on_order": "L-77",
            "shipped": "L-77",
            "held": "L-77",
            "voided": "L-77",
            "neighbour": "L-78",
        }.items()
    }
    made["of another part"] = make.item(other, lot="L-77")
    items.install(session, keeper, pick(made["installed"]), middle)
    items.start_work(session, keeper, pick(made["in_progress"]), "WO-1")
    items.scrap(session, keeper, pick(made["scrapped"]), "leaks")
    items.ship(session, keeper, pick(made["shipped"]), "Customer")
    items.hold(session, keeper, pick(made["held"]), "dropped")
    items.void(session, keeper, pick(made["voided"]), "typo")
    return {**made, "part": part, "top": top, "middle": middle}


@pytest.mark.usefixtures("sound")
def test_a_recall_lists_the_whole_lot_in_every_status_and_holds_what_can_still_be_used(
    session, keeper, spread, held
):
    part, of_lot = spread["part"], ["available", "installed", "in_progress", "on_order", "held"]
    gone = ["scrapped", "voided"]

    preview = issues.recall_preview(session, keeper, part, "l-77")
    recall = issues.recall(session, keeper, part, "l-77", IssueForm(), key="once")

    assert preview.issue is None
    assert recall.issue
    assert recall.issue.title == "Recall of lot l-77 of SEAL-9"
    assert {item.id for item in recall.items} == {
        spread[name] for name in (*of_lot, "shipped", *gone)
    }
    assert [item.id for item in preview.items] == [item.id for item in recall.items]
    assert preview.to_hold == recall.to_hold == 6
    assert set(recall.lots) == {"L-77", "l77", "L 77"}
    assert preview.by_status["available"] == preview.by_status["unavailable"] == 1
    assert recall.by_status == {
        "on_order": 1, "in_progress": 1, "installed": 1, "unavailable": 2, "shipped": 1,
        "scrapped": 1, "voided": 1,
    }  # fmt: skip
    reason = "ISS-1: Recall of lot l-77 of SEAL-9"
    for item in recall.items:
        name = next(name for name, id_ in spread.items() if id_ == item.id)
        assert item.held == (name not in gone), name
        assert (reason in held(item.id)) == (name not in gone), name
    for name in ("neighbour", "of another part", "top", "middle"):
        assert held(spread[name]) == (), name
    again = issues.recall(session, keeper, part, "l-77", IssueForm(), key="once")
    assert again.issue == recall.issue
    assert len(again.items) == len(recall.items)


def test_a_recall_names_what_an_item_is_installed_in_up_to_the_top(session, keeper, spread):
    recall = issues.recall_preview(session, keeper, spread["part"], "L77")

    (item,) = [item for item in recall.items if item.id == spread["installed"]]
    assert [above.label for above in item.parents] == ["HSG-1", "PRESS-1"]
    assert item.location == "Factory / Shelf A"
    assert item.place == "in HSG-1 · HSG"


@pytest.mark.usefixtures("sound")
def test_the_hold_of_a_recall_bites_wherever_an_item_comes_back_from(
    session, keeper, spread, status_of, pick, make
):
    issues.recall(session, keeper, spread["part"], "L-77", IssueForm())
    shelf = make.place("Factory / Shelf B")
    assert status_of(spread["installed"]) is Status.INSTALLED
    assert status_of(spread["on_order"]) is Status.ON_ORDER

    items.remove(session, keeper, pick(spread["installed"]), shelf)
    items.receive(session, keeper, pick(spread["on_order"]))
    items.finish_work(session, keeper, pick(spread["in_progress"]))
    items.take_back(session, keeper, pick(spread["shipped"]), shelf)
    items.restore(session, keeper, pick(spread["scrapped"]))
    items.unvoid(session, keeper, pick(spread["voided"]))
    items.release(session, keeper, pick(spread["held"]))

    for name in ("installed", "on_order", "in_progress", "shipped", "scrapped", "voided", "held"):
        assert status_of(spread[name]) is Status.UNAVAILABLE, name


def test_a_recall_needs_a_lot_that_there_is_and_the_permission_to_hold(
    session, keeper, viewer, operator, spread
):
    with pytest.raises(Invalid, match="Give the lot"):
        issues.recall(session, keeper, spread["part"], " - ", IssueForm())
    with pytest.raises(Conflict, match="SEAL-9 has no item of lot L-99"):
        issues.recall(session, keeper, spread["part"], "L-99", IssueForm())
    with pytest.raises(Forbidden):
        issues.recall(session, viewer, spread["part"], "L-77", IssueForm())
    assert issues.recall(session, operator, spread["part"], "L-77", IssueForm()).issue


def test_lots_are_found_once_however_they_are_written(session, keeper, spread):
    (one, two) = issues.lots_called(session, keeper, "l 77")
    assert {(each.part, each.items) for each in (one, two)} == {("SEAL-9", 8), ("SEAL-8", 1)}
    assert issues.lots_called(session, keeper, " - ") == []
    of_part = issues.lots_of_part(session, keeper, spread["part"])
    assert [(each.lot, each.items) for each in of_part] == [("L 77", 8), ("L-78", 1)]
    assert [each.items for each in issues.lots_of_part(session, keeper, spread["part"], "78")] == [
        1
    ]


def test_a_lot_is_exported_with_what_its_items_are_installed_in(session, keeper, spread):
    header, *lines = "".join(exports.lot(session, keeper, spread["part"], "L77")).splitlines()

    assert header.endswith(
        "Part Number,Lot,Serial or Code,Quantity,Status,Place,Installed In,Location"
    )
    assert len(lines) == 8
    (deep,) = [line for line in lines if ",Installed," in line]
    assert deep.endswith(",HSG-1 · HSG › PRESS-1 · PRESS,Factory / Shelf A")


def test_lots_whose_numbers_stand_apart_otherwise_are_not_one_lot(session, keeper, make):
    seal, other = make.part("SEAL", tracking="lot"), make.part("OTHER", tracking="lot")
    made = {lot: make.item(seal, lot=lot) for lot in ("2024-1-11", "2024/1/11", "2024-11-1", "A-7")}
    make.item(other, lot="2024-1-11")

    def recalled(lot: str) -> set[str]:
        found = issues.recall_preview(session, keeper, seal, lot)
        return {name for name, id_ in made.items() if id_ in {item.id for item in found.items}}

    assert recalled("2024 1 11") == {"2024-1-11", "2024/1/11"}
    assert recalled("2024.11.1") == {"2024-11-1"}
    assert recalled("a7") == {"A-7"}
    alike = issues.recall_preview(session, keeper, seal, "2024-11-1").alike
    assert [(lot.lot, lot.items) for lot in alike] == [("2024-1-11", 2)]
    with pytest.raises(Conflict, match="no item of lot 2024111"):
        issues.recall(session, keeper, seal, "2024111", IssueForm())
    of_part = issues.lots_of_part(session, keeper, seal, "2024")
    assert {(lot.lot, lot.items) for lot in of_part} == {("2024-1-11", 2), ("2024-11-1", 1)}
    assert len(issues.lots_called(session, keeper, "2024-1-11")) == 3
    assert len(issues.lots_called(session, keeper, "2024-1-11", limit=1)) == 1


@pytest.fixture
def bought(session, keeper, make) -> tuple[int, int, int]:
    """A part tracked by lot, and an order with a line of ten of it."""
    part = make.part("SEAL-9", tracking="lot")
    order = purchasing.create(session, keeper, OrderForm(supplier_id=make.supplier()))
    line = purchasing.add_line(session, keeper, order.id, LineForm(part, "10"))
    return part, order.id, line.id


@pytest.mark.usefixtures("sound")
def test_what_arrives_of_a_recalled_lot_is_on_the_recall_and_held(
    session, keeper, bought, make, held, status_of
):
    part, order, line = bought
    bad = make.item(part, lot="RC-1", quantity=5)
    recall = issues.recall(session, keeper, part, "RC-1", IssueForm()).issue
    assert recall

    came = purchasing.receive(session, keeper, order, [Receipt(line, quantity="4", lot="rc1")])
    extra = [Receipt(line, quantity="3", lot="RC-1", extra=True)]
    more = purchasing.receive(session, keeper, order, extra)
    new = items.create(session, keeper, ItemForm(part_id=part, lot="RC 1", quantity="2"))
    fine = purchasing.receive_all(session, keeper, order, lot="RC-2")

    assert came.notes == ("Lot rc1 of SEAL-9 is recalled: it is on ISS-1, and held by it.",)
    assert more.notes
    assert new.notes
    assert fine.notes == ()
    for id_ in (*came.ids, *more.ids, *new.ids):
        assert held(id_) == ("ISS-1: Recall of lot RC-1 of SEAL-9",)
        assert status_of(id_) is Status.UNAVAILABLE
    assert [status_of(id_) for id_ in fine.ids] == [Status.AVAILABLE]
    on_it = {item.id for item in issues.get(session, keeper, recall.id).items}
    assert on_it == {bad, *came.ids, *more.ids, *new.ids}

    for done in (more, new):
        undoing.undo(session, keeper, done.change_set)
        assert held(done.ids[0]) == ()
        undoing.undo(session, keeper, history.latest(session))
        assert held(done.ids[0])


@pytest.mark.usefixtures("sound")
def test_a_recall_takes_in_no_other_lot_nothing_taken_off_and_nothing_once_it_is_resolved(
    session, keeper, bought, make, held, pick
):
    part, order, line = bought
    expected = make.item(part, lot="RC-1", on_order=True)
    assembly = make.item(make.part("HSG", tracking="lot"), lot="RC-1")
    recall = issues.recall(session, keeper, part, "RC-1", IssueForm()).issue
    assert recall
    issues.add_items(session, keeper, recall.id, pick(assembly))
    issues.remove_items(session, keeper, recall.id, pick(expected))

    assert items.receive(session, keeper, pick(expected)).notes == ()
    of_assembly = items.get(session, keeper, assembly).row["part_id"]
    assert items.create(session, keeper, ItemForm(part_id=of_assembly, lot="RC-1")).notes == ()
    waiting = make.item(part, on_order=True)
    came = items.receive(session, keeper, pick(waiting), lot="RC-1")
    assert came.notes
    issues.resolve(session, keeper, recall.id, "use_as_is")
    late = purchasing.receive(session, keeper, order, [Receipt(line, quantity="4", lot="RC-1")])

    assert late.notes == ()
    assert held(expected) == held(late.ids[0]) == ()
