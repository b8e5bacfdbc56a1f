"""Lot recall: everything of a lot, wherever it is."""

import pytest

from ioninv.domain import exports, issues, items
from ioninv.domain.issues import IssueForm
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
