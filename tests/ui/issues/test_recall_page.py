"""Lot recall on the screen: the whole lot first, then one act."""

import pytest

from ioninv.domain import issues, items, parts
from ioninv.domain.items import ItemForm, Selection
from ioninv.ui.find.state import FindState
from ioninv.ui.items.new_item_state import NewItemState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.recall.form_state import RecallFormState
from ioninv.ui.recall.state import RecallState


@pytest.fixture
def lot(screen) -> dict[str, int]:
    """Lot L-77 of SEAL, written in two ways: available, installed two levels deep, and on order."""
    seal, body = (
        screen.store(parts.create, parts.PartForm(part_number=number, tracking=tracking)).id
        for number, tracking in (("SEAL", "lot"), ("BODY", "serial"))
    )
    made = {}
    for name, fields in {
        "top": {"part_id": body, "serials": "TOP-1"},
        "middle": {"part_id": body, "serials": "MID-1"},
        "shelf": {"part_id": seal, "lot": "L-77", "quantity": "5"},
        "deep": {"part_id": seal, "lot": "l77"},
        "coming": {"part_id": seal, "lot": "L-77", "quantity": "9", "birth": "on_order"},
        "other": {"part_id": seal, "lot": "L-78"},
    }.items():
        (made[name],) = screen.store(items.create, ItemForm(**fields)).ids
    screen.store(items.install, Selection(ids=(made["middle"],)), made["top"])
    screen.store(items.install, Selection(ids=(made["deep"],)), made["middle"])
    return {**made, "part": seal}


def at(screen, query: str) -> RecallState:
    screen.at(f"/issues/recall?{query}")
    screen.do(RecallState.enter)
    return screen.state(RecallState)


def test_the_whole_lot_is_shown_then_recalled_in_one_act(screen, lot):
    shown = at(screen, f"part={lot['part']}&lot=L-77")

    assert {each["id"] for each in shown.rows} == {lot["shelf"], lot["deep"], lot["coming"]}
    (deep,) = (each for each in shown.rows if each["id"] == lot["deep"])
    assert deep["above"] == "MID-1 · BODY › TOP-1 · BODY"
    assert {each["status"]: each["count"] for each in shown.shares} == {
        "on_order": "1", "available": "1", "installed": "1",
    }  # fmt: skip
    assert shown.holds.startswith("A recall holds 3 of them")
    assert "l77" in shown.written
    assert shown.export_href.endswith(f"lot.csv?part={lot['part']}&lot=L-77")

    screen.do(RecallFormState.start)
    form = screen.state(RecallFormState)
    sent = {"part": form.part_id, "lot": form.lot, **form.values, "idempotency_key": "r"}
    events = screen.do(RecallFormState.send, sent)

    assert "/issues?issue=1" in str(events[0].args)
    row = screen.store(issues.get, 1).row
    assert (row.title, row.items, row.holds) == ("Recall of lot L-77 of SEAL", 3, True)
    assert screen.store(items.get, lot["shelf"]).row["status"] == "unavailable"
    assert screen.store(items.get, lot["other"]).row["status"] == "available"


def test_lots_of_the_part_are_offered_with_how_many_items_each_has(screen, lot):
    state = at(screen, "")
    screen.do(RecallState.find_lots, "")
    assert state.lot_options[:-1] == []
    screen.do(RecallState.choose_part, str(lot["part"]))
    screen.do(RecallState.find_lots, "77")
    assert [(each["label"], each["hint"]) for each in state.lot_options[:-1]] == [
        ("L-77", "3 items")
    ]
    screen.do(RecallState.choose_lot, "L-77")
    assert state.count == "3 items"
    screen.do(RecallState.choose_lot, "L-99")
    assert "no item of lot L-99" in state.problem
    assert (state.count, state.rows) == ("", [])


@pytest.mark.parametrize("query", ["part=x&lot=1", "part=99&lot=1", "part=-1", "lot=" + "9" * 5000])
def test_an_address_that_leads_nowhere_is_said_or_left(screen, lot, query):
    assert at(screen, query).rows == []
    assert screen.state(RecallState).loaded


def test_an_item_and_the_find_box_lead_to_the_recall_of_a_lot(screen, lot):
    screen.do(PanelState.show, lot["shelf"])
    assert screen.state(PanelState).recall_href == f"/issues/recall?part={lot['part']}&lot=L-77"
    screen.do(PanelState.show, lot["top"])
    assert screen.state(PanelState).recall_href == ""

    screen.do(FindState.look, "l 77")
    answer = screen.state(FindState).results[-1]
    assert (answer["tag"], answer["hint"]) == ("Lot", "SEAL · 3 items")
    (event,) = screen.do(FindState.go, answer["value"], answer["label"])
    assert "/issues/recall?part=" in str(event.args)


def test_a_lot_that_is_written_nearly_alike_is_named_and_not_taken_along(screen, lot):
    for written in ("2024-1-11", "2024-11-1"):
        screen.store(items.create, ItemForm(part_id=lot["part"], lot=written))

    shown = at(screen, f"part={lot['part']}&lot=2024-1-11")
    assert (shown.count, shown.alike) == ("1 item", [{"lot": "2024-11-1", "count": "1 item"}])
    screen.do(RecallState.choose_lot, "2024-11-1")
    assert [each["lot"] for each in shown.rows] == ["2024-11-1"]
    assert [each["lot"] for each in shown.alike] == ["2024-1-11"]


def test_who_makes_an_item_of_a_recalled_lot_is_told(screen, lot):
    screen.store(issues.recall, lot["part"], "L-77", issues.IssueForm())
    form = {"part": str(lot["part"]), "lot": "l-77", "quantity": "2", "idempotency_key": "new"}

    events = screen.do(NewItemState.create, form)

    said = " ".join(str(getattr(event, "args", "")) for event in events)
    assert "Lot l-77 of SEAL is recalled: it is on ISS-1, and held by it." in said
