"""Orders and lines: what is bought is there, on order, from the moment its line is saved."""

from datetime import timedelta

import pytest

from ioninv.domain import items, purchasing
from ioninv.domain.input import today
from ioninv.domain.purchasing import LineForm, OrderFilter, OrderForm
from ioninv.errors import Conflict, Invalid
from ioninv.models import InventoryItem

pytestmark = pytest.mark.usefixtures("sound")


def test_numbers_are_proposed_from_the_greatest_upwards_and_stand_once(session, keeper, acme):
    assert purchasing.propose_number(session, keeper) == "PO-0001"
    first = purchasing.create(session, keeper, OrderForm(supplier_id=acme), key="k")
    assert purchasing.create(session, keeper, OrderForm(supplier_id=acme), key="k") == first
    purchasing.create(session, keeper, OrderForm(number="po-0041", supplier_id=acme))

    assert purchasing.propose_number(session, keeper) == "po-0042"
    with pytest.raises(Conflict, match="already exists"):
        purchasing.create(session, keeper, OrderForm(number="PO-0041", supplier_id=acme))
    with pytest.raises(Invalid, match="Choose the supplier"):
        purchasing.create(session, keeper, OrderForm())


@pytest.mark.parametrize(
    ("numbers", "proposed"),
    [
        (["PO0012"], "PO0013"),
        (["PO0020", "PO0012"], "PO0021"),
        (["PO-0400", "2026/07-B"], "2026/08-B"),
        (["2026/07-B", "PO-0400", "by phone"], "PO-0401"),
        (["AB 9", "ab10", "AB 9a"], "AB 10a"),
        (["by phone"], "PO-0001"),
        (["9" * 14], "1" + "0" * 14),
        (["9" * 40], None),
        (["PO (1+"], "PO (2+"),
        (["١٢", "PO99"], "PO100"),
    ],
)
def test_the_next_number_is_in_the_style_of_the_newest(session, keeper, acme, numbers, proposed):
    for number in numbers:
        purchasing.create(session, keeper, OrderForm(number=number, supplier_id=acme))

    found = purchasing.propose_number(session, keeper)

    assert proposed in (found, None)
    assert purchasing.create(session, keeper, OrderForm(supplier_id=acme)).number == found


def test_a_line_is_inventory_at_once(session, keeper, make, order, line, bracket, rows, acme):
    dock = make.place("Dock")
    made = line(bracket, "5", serials="S-1..2", lot="L", unit_cost="12.5", location_id=dock)

    assert rows(made.id) == [("S-1", 1, 1), ("S-2", 1, 1), ("", 3, 1)]
    assert (made.state, made.received, made.open, made.pending) == ("draft", "0", "5", "3")
    assert (made.currency, made.cost, made.amount) == ("", "12.50 USD", "62.50 USD")
    item = session.get(InventoryItem, items.find(session, keeper, "S-1")[0].id)
    assert (item.purchase_order, item.currency, item.lot) == ("PO-0001", "USD", "L")
    assert (item.supplier_id, item.location_id, item.unit_cost) == (acme, dock, 12.5)
    row = purchasing.get(session, keeper, order).order
    assert (row.state, row.lines, row.open_lines, row.total) == ("draft", 1, 1, "62.50 USD")
    assert purchasing.place(session, keeper, order).state == "ordered"
    assert purchasing.unplace(session, keeper, order).state == "draft"


def test_more_grows_and_fewer_takes_what_has_no_serial_first(
    session, keeper, line, bracket, rows, now
):
    made = line(bracket, "5", serials="S-1..3")

    def edit(quantity, **more):
        form = LineForm(quantity=quantity, **more.pop("form", {}))
        return purchasing.edit_line(session, keeper, made.id, form, **more)

    assert edit("9", form={"unit_cost": "2", "currency": "CHF"}).open == "9"
    assert rows(made.id)[-1] == ("", 6, 1)
    assert edit("4", version=2).open == "4"
    assert rows(made.id)[-1] == ("", 1, 1)
    with pytest.raises(
        Conflict, match=r"1 of the expected serials would have to go.*S-1, S-2, S-3"
    ):
        edit("2")
    named = purchasing.get(session, keeper, made.order_id).items
    dropped = next(item.id for item in named if item.serial == "S-2")
    assert edit("2", drop=[dropped]).open == "2"
    assert rows(made.id) == [("S-1", 1, 1), ("S-3", 1, 1)]
    assert edit("4", form={"serials": "S-2"}).pending == "1"
    with pytest.raises(Conflict, match="changed line 1 of PO-0001 meanwhile"):
        edit("4", version=1)


def test_cancelling_voids_and_reopening_brings_back_exactly_that(
    session, keeper, order, line, bracket, screw, rows, now
):
    first, second = line(bracket, "2", serials="S-1"), line(screw, "1000")
    purchasing.edit_line(session, keeper, second.id, LineForm(quantity="900"))
    assert purchasing.cancel_line(session, keeper, first.id, "too late").state == "cancelled"
    assert rows(first.id) == []
    with pytest.raises(Conflict, match="Reopen it first"):
        purchasing.edit_line(session, keeper, first.id, LineForm(quantity="1"))

    assert purchasing.cancel(session, keeper, order, "all of it").state == "cancelled"
    with pytest.raises(Conflict, match="PO-0001 is cancelled"):
        purchasing.reopen_line(session, keeper, first.id)
    assert purchasing.reopen(session, keeper, order).state == "draft"
    assert (now(first.id).state, now(second.id).state) == ("cancelled", "draft")
    assert purchasing.reopen_line(session, keeper, first.id).open == "2"
    assert rows(first.id) == [("S-1", 1, 1), ("", 1, 1)]


def test_what_is_on_order_follows_its_order(session, keeper, make, order, line, screw):
    made = line(screw, "10", unit_cost="1")
    other, dock = make.supplier("Bolt & Co", currency="EUR"), make.place("Dock")
    form = OrderForm(number="B-7", supplier_id=other, location_id=dock, expected_on="+2w")

    row = purchasing.edit(session, keeper, order, form, version=1)

    assert row.next_expected == (today() + timedelta(days=14)).isoformat()
    item = purchasing.get(session, keeper, order).items[0]
    stored = session.get(InventoryItem, item.id, populate_existing=True)
    assert (stored.purchase_order, stored.supplier_id, stored.currency) == ("B-7", other, "EUR")
    assert stored.location_id == dock
    assert purchasing.get(session, keeper, order).lines[0].id == made.id


def test_orders_are_found_by_number_supplier_part_state_and_lateness(
    session, keeper, order, line, screw, acme
):
    late = (today() - timedelta(days=1)).isoformat()
    line(screw, "1", expected_on=late)
    purchasing.create(session, keeper, OrderForm(number="Z-1", supplier_id=acme))

    def numbers(**given):
        found = purchasing.orders(session, keeper, OrderFilter(**given), sort="number")
        return [row.number for row in found.rows]

    assert numbers() == ["PO-0001", "Z-1"]
    assert numbers(text="po 1") == numbers(text="m3x10") == numbers(overdue=True) == ["PO-0001"]
    assert numbers(text="acme") == numbers(states=("draft",), supplier_id=acme) == numbers()
    assert numbers(states=("ordered", "nonsense")) == []
    for sort in ("number", "supplier", "expected", "placed", "created", "-updated"):
        assert purchasing.orders(session, keeper, OrderFilter(part_id=screw), sort).total == 1
