"""The list of orders, New Order, and the order that is open with what can be done with it."""

from datetime import timedelta

import pytest

from ioninv.domain import purchasing
from ioninv.domain.input import today
from ioninv.domain.purchasing import OrderFilter, OrderForm
from ioninv.errors import Invalid
from ioninv.ui.purchasing.acts_state import CancelState, OrderActsState
from ioninv.ui.purchasing.order_form_state import OrderFormState
from ioninv.ui.purchasing.order_state import OrderState
from ioninv.ui.purchasing.orders_state import OrdersState
from ioninv.ui.purchasing.page_state import PurchasingState
from ioninv.ui.purchasing.undo_state import UndoPurchasingState


def sent(screen, **typed: str) -> dict[str, str]:
    """What the browser sends: what the form began with, changed by choosing and typing."""
    state = screen.state(OrderFormState)
    unseen = {"id": str(state.order_id), "version": str(state.version), "began": state.began}
    picked = {name: state.picked[name] for name in ("supplier", "location")}
    texts = {f"{name}_text": state.values[name] for name in picked}
    return {**state.values, **picked, **texts, **unseen, **typed}


def numbers(screen) -> list[str]:
    return [row["number"] for row in screen.state(OrdersState).rows]


def chips(screen) -> dict[str, str]:
    return {chip["value"]: chip["count"] for chip in screen.state(OrdersState).chips}


def test_a_new_order_has_the_next_number_and_opens(screen, acme, press_undo):
    screen.do(OrderFormState.start_new)
    assert screen.state(OrderFormState).values["number"] == "PO-0001"
    screen.do(OrderFormState.find, "supplier", "ac")
    offered = screen.state(OrderFormState).options["supplier"]
    assert (offered[0]["label"], offered[0]["value"]) == ("Acme", str(acme))
    screen.do(OrderFormState.make, "location", "Dock / Shelf A")
    screen.do(OrderFormState.type_expected, "+2w")
    day = today() + timedelta(days=14)
    assert screen.state(OrderFormState).hints["expected_on"] == f"{day:%a} {day.day} {day:%b %Y}"

    data = sent(screen, supplier=str(acme), supplier_text="Acme", expected_on="+2w")
    events = screen.do(OrderFormState.save, data | {"idempotency_key": "k"})
    assert screen.state(OrderFormState).open is False
    assert "show_stored" in [each.handler.fn.__name__ for each in events]
    screen.do(OrdersState.show_stored, 1)
    screen.do(OrderState.show, 1)
    opened = screen.state(OrderState)
    assert (opened.number, opened.state, opened.supplier) == ("PO-0001", "draft", "Acme")
    assert opened.destination == "Dock / Shelf A"
    assert opened.expected == f"{day.day} {day:%b %Y}"

    press_undo()
    assert opened.state == "cancelled"


def test_what_is_wrong_with_an_order_stands_at_its_field(screen, acme):
    screen.store(purchasing.create, OrderForm(number="X-1", supplier_id=acme))
    screen.do(OrderFormState.start_new)
    screen.do(OrderFormState.save, sent(screen, supplier_text="Nobody", expected_on="soon"))
    assert "does not exist yet" in screen.state(OrderFormState).errors["supplier"]
    screen.do(OrderFormState.save, sent(screen, expected_on="soon", currency="euros"))
    assert {*screen.state(OrderFormState).errors} >= {"supplier", "expected_on", "currency"}
    screen.do(OrderFormState.save, sent(screen, supplier=str(acme), number=" x-1"))
    assert "already exists" in screen.state(OrderFormState).errors["number"]
    assert screen.state(OrderFormState).open


def test_the_second_of_two_who_edit_an_order_is_told(screen, order, acme, press_undo):
    row = order(currency="EUR")
    screen.do(OrderFormState.start_edit, row.id)
    screen.store(purchasing.edit, row.id, OrderForm(supplier_id=acme, currency="USD", note="n"))
    mine = sent(screen, supplier_reference="R-7")
    screen.do(OrderFormState.save, mine)
    assert "meanwhile" in screen.state(OrderFormState).problem
    assert "USD" in screen.state(OrderFormState).hints["currency"]
    screen.do(OrderFormState.save, mine | {"idempotency_key": "again"})
    now = screen.store(purchasing.get, row.id).order
    assert (now.currency, now.note, now.supplier_reference) == ("USD", "n", "R-7")
    press_undo()
    assert screen.store(purchasing.get, row.id).order.supplier_reference == ""


def test_an_order_is_placed_cancelled_and_comes_back(
    screen, order, line, bracket, screw, press_undo
):
    row = order()
    state = screen.state(OrderState)
    assert state.can_place
    screen.do(OrderActsState.place)
    assert state.state == "draft"
    line(row.id, bracket, "2", unit_cost="1.5")
    line(row.id, screw, "1000")
    assert (state.total, state.unpriced) == ("3.00 USD", "1 line has no cost")
    screen.do(OrderActsState.place)
    screen.do(OrderState.show, row.id)
    assert (state.state, state.can_unplace, state.can_place) == ("ordered", True, False)
    press_undo()
    assert state.state == "draft"

    screen.do(CancelState.ask_order)
    screen.do(CancelState.cancel, {"order": str(row.id), "line": "0", "reason": " "})
    assert screen.state(CancelState).errors["reason"]
    screen.do(CancelState.cancel, {"order": str(row.id), "line": "0", "reason": "too dear"})
    screen.do(OrderState.show, row.id)
    assert (state.state, state.can_change) == ("cancelled", False)
    screen.do(OrderActsState.reopen)
    screen.do(OrderState.show, row.id)
    assert (state.state, [each["open"] for each in state.lines]) == ("draft", ["2", "1,000"])
    told = [(entry["text"], entry["reason"]) for entry in state.history]
    assert ("Reopened", "") in told
    assert ("Cancelled", "too dear") in told
    assert ("Line 1 (BRKT-001): cancelled", "too dear") in told


def test_the_address_holds_the_list(screen, acme, bracket, order, line):
    late = order(expected_on="2020-01-01")
    line(late.id, bracket, "1")
    for _ in range(3):
        screen.store(purchasing.create, OrderForm(supplier_id=acme))
    screen.at(f"/purchasing?state=draft&supplier={acme}&sort=number&order={late.id}")
    assert "enter" in screen.do(PurchasingState.enter)[0].fn.__name__
    screen.do(OrdersState.enter)
    state = screen.state(OrdersState)
    assert numbers(screen) == ["PO-0001", "PO-0002", "PO-0003", "PO-0004"]
    assert (state.supplier_name, state.opened, state.all_pressed) == ("Acme", late.id, False)
    assert (chips(screen)["draft"], chips(screen)["ordered"]) == ("4", "0")

    screen.do(OrdersState.show_overdue, True)
    assert numbers(screen) == ["PO-0001"]
    assert state.rows[0]["late"]
    screen.do(OrdersState.clear_filters)
    screen.do(OrdersState.search, "brkt")
    assert numbers(screen) == ["PO-0001"]
    screen.do(OrdersState.choose_state, "ordered")
    assert (numbers(screen), state.is_filtered) == ([], True)
    assert chips(screen)["draft"] == "1"


@pytest.mark.parametrize(
    "query", ["state=lost", "supplier=x", "order=-1", "sort=id;drop", "part=x"]
)
def test_an_address_that_cannot_be_read_shows_everything(screen, order, query):
    order()
    screen.at(f"/purchasing?{query}")
    screen.do(OrdersState.enter)
    assert numbers(screen) == ["PO-0001"]


def test_what_does_not_exist_is_said_and_nonsense_is_refused(screen, order):
    screen.do(OrderState.show, 99)
    assert "no such" in screen.state(OrderState).missing
    for bad in ("x", -1, None, [1], True, 10**20):
        with pytest.raises(Invalid):
            screen.do(OrdersState.open_row, bad)
    row = order()
    for what, before in (("nothing", ""), ("order edited", "{}"), ("order edited", '{"x": 1}')):
        screen.do(UndoPurchasingState.undo, what, row.id, 1, before)
    for data in (3, None, ["number"], {"number": {"$ne": 1}}, {"id": "x"}):
        screen.do(OrderFormState.start_new)
        screen.do(OrderFormState.save, data)
        assert screen.state(OrderFormState).problem
    assert screen.store(purchasing.orders, OrderFilter()).total == 1


def test_the_export_is_of_what_the_filter_shows(screen, acme, order):
    order()
    screen.at(f"/purchasing?q=po&state=draft&supplier={acme}&sort=number")
    screen.do(OrdersState.enter)
    href = "/api/v1/export/purchase-lines.csv?q=po&state=draft"
    assert screen.state(OrdersState).export_href == f"{href}&supplier={acme}&sort=number"
    screen.do(OrdersState.clear_filters)
    assert screen.state(OrdersState).export_href.endswith(".csv?sort=number")
