"""Lines on the screen: added in place, in packs, changed, cut, cancelled, and taken back."""

import pytest

from ioninv.domain import items, purchasing
from ioninv.domain.items import ItemFilter, ItemSort, PageRequest
from ioninv.domain.purchasing import LineForm, SupplierPartForm
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.parts.new_part import NewPartState
from ioninv.ui.purchasing.acts_state import CancelState, OrderActsState
from ioninv.ui.purchasing.add_line_state import AddLineState
from ioninv.ui.purchasing.edit_line_state import EditLineState
from ioninv.ui.purchasing.order_state import OrderState


def on_order(screen, line_id: int) -> list[str]:
    """What is on order with a line: serials, and how many have none."""
    found = screen.store(items.search, ItemFilter(line_id=line_id), ItemSort(), PageRequest())
    return sorted(row["serial"] or row["quantity"] for row in found.rows)


def sent(screen, **typed: str) -> dict[str, str]:
    state = screen.state(EditLineState)
    unseen = {"line": str(state.line), "version": str(state.version), "began": state.began}
    unseen["order"] = str(screen.state(OrderState).order)
    place = {"location": state.picked["location"], "location_text": state.values["location"]}
    return {**state.values, **place, **unseen, **typed}


def lines(screen) -> list[dict]:
    state = screen.state(OrderState)
    screen.do(OrderState.show, state.order)
    return state.lines


def test_a_line_is_added_and_the_form_begins_the_next_one(screen, order, bracket, press_undo):
    row = order()
    state = screen.state(AddLineState)
    screen.do(AddLineState.pick_part, str(bracket), "BRKT-001")
    assert (state.cost, state.picked["part"]) == ("4.5", str(bracket))
    assert "By serial" in state.hints["part"]
    before = state.round
    data = {"order": str(row.id), "part": str(bracket), "part_text": "BRKT-001", "unit": ""}

    screen.do(AddLineState.add, data | {"quantity": "", "expected_on": "x", "idempotency_key": "k"})
    assert ({*state.errors}, state.round) == ({"quantity", "expected_on"}, before)
    # What was typed before it was sent is told late, and changes nothing.
    screen.do(AddLineState.type_expected, "x")
    screen.do(AddLineState.type_quantity, "")
    assert all(state.errors[field] for field in ("quantity", "expected_on"))
    data |= {"quantity": "5", "unit_cost": "4", "expected_on": "2030-05-03", "idempotency_key": "k"}
    screen.do(AddLineState.add, data)
    screen.do(AddLineState.add, data)

    assert state.round != before
    assert state.picked["part"] == ""
    (line,) = lines(screen)
    assert (line["part"], line["quantity"], line["open"]) == ("BRKT-001", "5", "5")
    assert (line["amount"], line["expected"], line["state"]) == ("20.00 USD", "3 May 2030", "draft")
    assert line["aside"] == "5 without serial"
    assert on_order(screen, line["id"]) == ["5"]
    press_undo()
    assert (lines(screen)[0]["state"], on_order(screen, line["id"])) == ("cancelled", [])


def test_a_long_order_shows_all_its_lines_and_the_newest_of_its_history(screen, order, screw):
    row = order()
    for _ in range(130):
        screen.store(purchasing.add_line, row.id, LineForm(part_id=screw, quantity="1"))
    screen.do(OrderState.show, 0)
    screen.do(OrderState.show, row.id)

    state = screen.state(OrderState)
    assert [line["position"] for line in state.lines] == [str(n) for n in range(1, 131)]
    assert (len(state.history), state.older) == (50, "Show 81 older")
    screen.do(OrderState.show_older)
    assert (len(state.history), state.older) == (131, "")
    screen.do(OrderState.show, row.id)
    assert len(state.history) == 131


def test_packs_are_counted_out(screen, order, screw, acme):
    row = order()
    form = SupplierPartForm(acme, screw, "SCR-100", pack_size="100", supplier_unit="box")
    sold = screen.store(purchasing.create_supplier_part, form)
    state = screen.state(AddLineState)
    screen.do(AddLineState.pick_part, str(screw), "M3x10")
    screen.do(AddLineState.choose_unit, f"{sold.id}:supplier")
    screen.do(AddLineState.type_quantity, "3")
    assert state.hints["quantity"] == "3 × box = 300"
    assert state.hints["unit_cost"] == "For one box"
    for odd in ("1e999", "nan", "-1", "x" * 90, ""):
        screen.do(AddLineState.type_quantity, odd)
        assert state.hints["quantity"] == ""
    data = {"order": str(row.id), "part": str(screw), "part_text": "M3x10", "quantity": "3"}

    screen.do(AddLineState.add, data | {"unit": "9999:supplier"})
    assert state.errors["unit"]
    screen.do(AddLineState.add, data | {"unit": f"{sold.id}:supplier", "unit_cost": "7"})

    (line,) = lines(screen)
    assert (line["quantity"], line["cost"], line["amount"]) == ("300", "0.07 USD", "21.00 USD")
    assert line["aside"] == "SCR-100"


def test_a_line_is_edited_in_the_packs_it_was_bought_in(screen, order, line, screw, acme):
    form = SupplierPartForm(acme, screw, "SCR-200", pack_size="200", supplier_unit="box")
    sold = screen.store(purchasing.create_supplier_part, form).id
    packs = {"pack": "supplier", "supplier_part_id": sold, "unit_cost": "5.01"}
    made = line(order().id, screw, "3", **packs)

    screen.do(EditLineState.start, made.id)

    state = screen.state(EditLineState)
    typed = [state.values[name] for name in ("quantity", "unit", "unit_cost")]
    assert typed == ["3", f"{sold}:supplier", "5.01"]
    assert state.hints["quantity"] == "3 × box = 600"
    screen.do(EditLineState.choose_unit, f"{sold}:")
    assert [state.values[name] for name in ("quantity", "unit_cost")] == ["600", "0.02505"]
    screen.do(EditLineState.type_quantity, "400")
    screen.do(EditLineState.choose_unit, f"{sold}:supplier")
    assert [state.values[name] for name in ("quantity", "unit_cost")] == ["2", "5.01"]
    screen.do(EditLineState.save, sent(screen, quantity="2", unit=f"{sold}:supplier"))
    (shown,) = lines(screen)
    assert (shown["quantity"], shown["amount"]) == ("400", "10.02 USD")


def test_a_part_that_does_not_exist_is_made_and_comes_back_to_the_line(screen, order):
    order()
    events = screen.do(AddLineState.create_part, "NEW-1")
    assert events[0].handler.fn.__name__ == "open_for_line"
    screen.do(NewPartState.open_for_line, "NEW-1")
    data = {"part_number": "NEW-1", "tracking": "none", "kind": "part", "idempotency_key": "k"}
    made = screen.do(NewPartState.create, data)
    asked = next(each for each in made if each.handler.fn.__name__ == "part_created")
    assert asked.handler.state is AddLineState
    screen.do(AddLineState.part_created, 1, "NEW-1")
    assert screen.state(AddLineState).values["part"] == "NEW-1"
    screen.do(AddLineState.start)
    assert screen.state(AddLineState).values["part"] == ""


def test_fewer_asks_which_serials_will_not_come_and_undo_brings_them_back(
    screen, order, line, bracket, press_undo
):
    row = order()
    made = line(row.id, bracket, "5", serials="S-1..4")
    screen.do(EditLineState.start, made.id)
    state = screen.state(EditLineState)
    screen.do(EditLineState.type_quantity, "4")
    assert state.drop_text == ""
    screen.do(EditLineState.type_quantity, "2")
    assert state.drop_text.startswith("2 of these serials")
    drops = {each["serial"]: each["name"] for each in state.droppable}

    screen.do(EditLineState.save, sent(screen, quantity="2", **{drops["S-1"]: "on"}))
    assert "would have to go" in state.errors["drop"]
    gone = {drops["S-1"]: "on", drops["S-3"]: "on"}
    screen.do(EditLineState.save, sent(screen, quantity="2", idempotency_key="k", **gone))
    assert not state.open
    assert on_order(screen, made.id) == ["S-2", "S-4"]

    press_undo()
    assert on_order(screen, made.id) == ["1", "S-1", "S-2", "S-3", "S-4"]


def test_a_line_is_given_more_serials_a_place_and_another_cost(screen, order, line, bracket):
    made = line(order().id, bracket, "2")
    screen.do(EditLineState.start, made.id)
    screen.do(EditLineState.make, "location", "Dock")
    data = sent(screen, quantity="3", serials="A-1..2", lot="L-7", unit_cost="9")
    screen.do(EditLineState.save, data)

    (shown,) = lines(screen)
    assert (shown["quantity"], shown["destination"], shown["cost"]) == ("3", "Dock", "9.00 USD")
    assert on_order(screen, made.id) == ["1", "A-1", "A-2"]


def test_all_that_is_wrong_with_a_line_is_told_at_once(screen, order, line, bracket):
    row = order()
    typed = {"order": str(row.id), "part": "", "part_text": "NEW-1", "unit": "", "unit_cost": "x"}
    screen.do(AddLineState.add, typed | {"quantity": "", "expected_on": "soon"})
    added = screen.state(AddLineState)
    assert {*added.errors} == {"part", "quantity", "unit_cost", "expected_on"}
    assert "does not exist yet" in added.errors["part"]

    made = line(row.id, bracket, "2")
    screen.do(EditLineState.start, made.id)
    screen.do(EditLineState.save, sent(screen, quantity="x", location="", location_text="Nowhere"))
    edited = screen.state(EditLineState)
    assert {*edited.errors} == {"quantity", "location"}
    assert "does not exist yet" in edited.errors["location"]
    screen.do(EditLineState.save, sent(screen, quantity="5", location="", location_text="Nowhere"))
    assert {*edited.errors} == {"location"}
    assert on_order(screen, made.id) == ["2"]


def test_the_second_of_two_who_edit_a_line_is_told(screen, order, line, screw):
    made = line(order().id, screw, "10")
    screen.do(EditLineState.start, made.id)
    other = purchasing.LineForm(part_id=screw, quantity="12", note="theirs")
    screen.store(purchasing.edit_line, made.id, other)
    mine = sent(screen, unit_cost="2")
    screen.do(EditLineState.save, mine)
    assert "meanwhile" in screen.state(EditLineState).problem
    assert "12" in screen.state(EditLineState).hints["quantity"]
    screen.do(EditLineState.save, mine | {"idempotency_key": "again"})
    (shown,) = lines(screen)
    assert (shown["quantity"], shown["note"], shown["amount"]) == ("12", "theirs", "24.00 USD")


def test_a_line_is_cancelled_and_reopened(screen, order, line, screw, press_undo):
    row = order()
    made = line(row.id, screw, "10")
    screen.do(CancelState.ask_line, made.id)
    assert "10 on order are voided" in screen.state(CancelState).says
    data = {"order": str(row.id), "line": str(made.id), "reason": "wrong part"}
    screen.do(CancelState.cancel, data)
    (shown,) = lines(screen)
    assert (shown["state"], shown["can_change"], shown["can_reopen"]) == ("cancelled", False, True)
    press_undo()
    assert (lines(screen)[0]["state"], on_order(screen, made.id)) == ("draft", ["10"])
    screen.do(CancelState.cancel, data | {"idempotency_key": "2"})
    screen.do(OrderActsState.reopen_line, made.id)
    assert lines(screen)[0]["open"] == "10"


def test_the_inventory_leads_to_the_order_and_the_order_to_its_items(
    screen, order, line, bracket, screw
):
    row = order()
    made = line(row.id, bracket, "2", serials="S-1..2")
    line(row.id, screw, "1000")
    screen.at(f"/?line={made.id}")
    screen.do(GridState.enter)
    grid = screen.state(GridState)
    assert {each["serial"] for each in grid.rows} == {"S-1", "S-2"}
    assert [each["value"] for each in grid.conditions] == ["PO-0001 line 1"]
    assert grid.all_count == "2"
    screen.at(f"/?order={row.id}&status=on_order")
    screen.do(GridState.enter)
    assert len(grid.rows) == 3
    screen.do(PanelState.show, grid.rows[0]["id"])
    facts = {each["name"]: each for each in screen.state(PanelState).facts}
    assert facts["Purchase order"]["value"].startswith("PO-0001, line ")
    assert facts["Purchase order"]["href"] == f"/purchasing?order={row.id}"


@pytest.mark.parametrize("data", [3, None, ["x"], {"order": {}}, {"order": "x"}])
def test_a_form_that_is_none_is_refused(screen, order, line, screw, data):
    made = line(order().id, screw, "1")
    screen.do(EditLineState.start, made.id)
    for handler, state in (
        (AddLineState.add, AddLineState),
        (EditLineState.save, EditLineState),
        (CancelState.cancel, CancelState),
    ):
        screen.do(handler, data)
        assert screen.state(state).problem or screen.state(state).errors
    assert lines(screen)[0]["quantity"] == "1"
