"""Receiving: the same items come in, in part or whole, and go back on order when it is undone."""

from dataclasses import replace
from importlib import import_module

import pytest
from sqlalchemy import text

from ioninv.domain import items, purchasing, undoing
from ioninv.domain.items import Selection
from ioninv.domain.purchasing import LineForm, Receipt
from ioninv.domain.reports import bought
from ioninv.errors import Conflict, Forbidden, Invalid
from ioninv.vocabulary import Entity, Permission

pytestmark = pytest.mark.usefixtures("sound")


@pytest.fixture
def receive(session, keeper, order):
    def door(line, **given):
        return purchasing.receive(session, keeper, order, [Receipt(line.id, **given)])

    return door


def quantities(row):
    return row.received, row.open, row.over, row.state


def test_five_with_serials_and_a_thousand_without_come_in_bit_by_bit(
    session, keeper, make, order, line, bracket, screw, rows, now, receive
):
    shelf = make.place("Shelf")
    brackets, screws = line(bracket, "5", serials="S-1..3"), line(screw, "1000")

    done = purchasing.receive(
        session,
        keeper,
        order,
        [
            Receipt(brackets.id, serials="S-2, X-9", location_id=shelf),
            Receipt(screws.id, quantity="250"),
        ],
        key="dock",
    )
    again = purchasing.receive(
        session,
        keeper,
        order,
        [
            Receipt(brackets.id, serials="S-2, X-9", location_id=shelf),
            Receipt(screws.id, quantity="250"),
        ],
        key="dock",
    )

    assert (again.repeated, again.change_set) == (True, done.change_set)
    assert rows(brackets.id) == [
        ("S-1", 1, 1),
        ("S-2", 1, 2),
        ("S-3", 1, 1),
        ("X-9", 1, 2),
        ("", 1, 1),
    ]
    assert rows(screws.id) == [("", 750, 1), ("", 250, 2)]
    assert quantities(now(brackets.id)) == ("2", "3", "0", "part_received")
    told = [each.headline for each in purchasing.timeline(session, keeper, order)]
    assert told[:2] == ["Line 1 (BRKT-001): 2 received", "Line 2 (M3x10): 250 received"]
    assert purchasing.receive_all(session, keeper, order).count == 4
    assert purchasing.get(session, keeper, order).order.state == "received"
    with pytest.raises(Conflict, match="came in already"):
        purchasing.receive_all(session, keeper, order)


def test_what_came_in_stays_so_whatever_becomes_of_it(session, keeper, line, screw, now, receive):
    made = line(screw, "10")
    (came,) = receive(made, quantity="6").ids
    assert items.get(session, keeper, came).order_id == made.order_id
    split = items.split(session, keeper, came, ["1", "2"]).ids
    items.scrap(session, keeper, Selection(ids=split[:1]), "bent")
    items.adjust(session, keeper, came, "1", "counted")
    items.merge(session, keeper, split[1:], came)

    assert quantities(now(made.id)) == ("6", "4", "0", "part_received")
    assert (
        purchasing.edit_line(session, keeper, made.id, LineForm(quantity="6")).state == "received"
    )
    with pytest.raises(Conflict, match="6 came in already"):
        purchasing.edit_line(session, keeper, made.id, LineForm(quantity="5"))


def test_a_receipt_is_undone_and_done_again(session, keeper, line, bracket, now, rows, receive):
    made = line(bracket, "3", serials="S-1")
    receipt = receive(made, serials="S-1, S-2").change_set
    undoing.undo(session, keeper, receipt)
    assert rows(made.id) == [("S-1", 1, 1), ("", 2, 1)]
    assert quantities(now(made.id)) == ("0", "3", "0", "draft")

    whole = undoing.undo(session, keeper, receive(made, serials="S-1").change_set)
    undoing.undo(session, keeper, whole.change_set)
    assert rows(made.id) == [("S-1", 1, 2), ("", 2, 1)]
    purchasing.cancel_line(session, keeper, made.id, "enough")
    assert now(made.id).closed_short


def test_a_receipt_of_a_line_closed_short_is_not_taken_back(session, keeper, line, screw, receive):
    made = line(screw, "3")
    (item,) = purchasing.get(session, keeper, made.order_id).items
    (part,) = items.split(session, keeper, item.id, ["1"]).ids
    receipt = items.receive(session, keeper, Selection(ids=(part,))).change_set
    purchasing.cancel_line(session, keeper, made.id, "enough")

    with pytest.raises(Conflict, match="Line 1 of PO-0001 is cancelled"):
        undoing.undo(session, keeper, receipt)


def test_an_unexpected_serial_comes_instead_of_one_or_beyond(
    session, keeper, line, bracket, now, rows, receive
):
    made = line(bracket, "2", serials="S-1, S-2")
    with pytest.raises(Conflict, match="X-1 is not expected"):
        receive(made, serials="X-1")
    expected = purchasing.get(session, keeper, made.order_id).items[0]
    receive(made, serials="X-1", instead_of=expected.id)
    extra = receive(made, serials="X-2", extra=True)
    assert rows(made.id) == [("S-2", 1, 1), ("X-1", 1, 2), ("X-2", 1, 2)]
    assert quantities(now(made.id)) == ("2", "1", "1", "part_received")
    assert purchasing.edit_line(session, keeper, made.id, LineForm(quantity="3")).open == "2"

    undone = undoing.undo(session, keeper, extra.change_set)
    assert quantities(now(made.id)) == ("1", "2", "0", "part_received")
    undoing.undo(session, keeper, undone.change_set)
    assert now(made.id).over == "1"


def test_a_lot_is_due_and_more_than_is_due_is_refused(session, keeper, make, line, now, receive):
    resin = make.part("Resin", tracking="lot", unit="kg")
    made = line(resin, "2.5")
    with pytest.raises(Invalid, match="give the lot"):
        receive(made)
    with pytest.raises(Invalid, match=r"Only 2\.5 have still to come"):
        receive(made, quantity="3", lot="L")
    receive(made, quantity="2", lot="L-1")
    receive(made, lot="L-2")
    receive(made, quantity="0.25", lot="L-3", extra=True)
    assert quantities(now(made.id)) == ("2.75", "0", "0.25", "received")


def test_rows_of_a_line_follow_it_alone(session, keeper, line, screw):
    made = line(screw, "3")
    (item,) = purchasing.get(session, keeper, made.order_id).items
    chosen = Selection(ids=(item.id,))
    with pytest.raises(Conflict, match="Change or cancel the purchase line"):
        items.adjust(session, keeper, item.id, "2", "why")
    with pytest.raises(Conflict, match="Change or cancel the purchase line"):
        items.void(session, keeper, chosen, "why")
    with pytest.raises(Conflict, match="was bought with PO-0001"):
        items.edit(session, keeper, item.id, {"purchase_order": "X"})
    purchasing.cancel_line(session, keeper, made.id, "no")
    with pytest.raises(Conflict, match="or reopen it"):
        items.unvoid(session, keeper, chosen)
    with pytest.raises(Conflict, match="Line 1 is cancelled"):
        purchasing.receive(session, keeper, made.order_id, [Receipt(made.id)])


def test_a_scan_says_what_it_is(session, keeper, make, order, line, bracket, screw, receive):
    first, gear = line(bracket, "2", serials="S-1..2"), make.part("GEAR", tracking="serial")
    line(screw, "10")
    make.item(gear, serial="G-1", location_id=make.place("Shelf"))
    make.item(bracket, serial="S-9")
    other = purchasing.create(
        session, keeper, purchasing.OrderForm(supplier_id=make.supplier("Other"))
    )
    purchasing.add_line(session, keeper, other.id, LineForm(bracket, "1", serials="S-5"))
    receive(first, serials="S-2")

    def said(code):
        found = purchasing.match(session, keeper, order, code)
        return found.kind, found.sentence

    assert said("s 1") == ("expected", "s 1 is expected: BRKT-001, line 1.")
    assert said("M3X10")[0] == "expected"
    assert said("S-2")[0] == "already"
    assert "by keeper" in said("S-2")[1]
    assert said("G-1") == ("wrong_part", "G-1 is a GEAR, which is not expected on PO-0001.")
    assert said("gear")[0] == "wrong_part"
    assert said("S-9") == ("already", "S-9 is a BRKT-001 that is here already (available).")
    assert said("S-5")[0] == "elsewhere"
    assert said("S-77")[0] == "unexpected"
    assert items.find(session, keeper, "po 0001")[0].kind is Entity.PURCHASE_ORDER
    line(bracket, "1")
    assert said("S-77") == ("pending", "S-77 is new: it becomes the serial of a BRKT-001, line 3.")
    line(gear, "1")
    several = purchasing.match(session, keeper, order, "S-77")
    assert (several.kind, len(several.choices), several.line_id) == ("pending", 2, None)
    assert purchasing.match(session, keeper, other.id, "??").kind == "unexpected"
    line(make.part("Resin", tracking="lot"), "2", lot="L-7")
    assert [said(lot)[0] for lot in ("L-7", "l7", "L-8")] == ["expected", "expected", "pending"]


def test_who_only_receives_sees_what_is_expected_and_neither_prices_nor_what_else_there_is(
    session, keeper, make, order, line, acme, bracket, receive
):
    first = line(bracket, "3", serials="S-1..3", unit_cost="987.65", currency="CHF")
    make.item(bracket, serial="S-9", location_id=make.place("Vault"))
    other = purchasing.create(
        session, keeper, purchasing.OrderForm(number="SECRET-1", supplier_id=acme)
    )
    purchasing.add_line(session, keeper, other.id, LineForm(bracket, "1", serials="S-5"))
    make.part("HIDDEN")
    receive(first, serials="S-2")
    permissions = {Permission.RECEIVE}

    def found(code):
        receiver = replace(keeper, permissions=frozenset(permissions))
        return purchasing.match(session, receiver, order, code)

    seen = {code: found(code) for code in ("S-1", "S-2", "brkt-001", "S-77", "S-9", "S-5")}
    receiver = replace(keeper, permissions=frozenset(permissions))
    serials = purchasing.expected_serials(session, receiver, order)

    assert seen["S-1"].sentence == "S-1 is expected: BRKT-001, line 1."
    assert seen["S-2"].kind == "already"
    assert len(seen["brkt-001"].choices) == len(seen["S-77"].choices) == len(serials) == 2
    for code in ("S-9", "S-5"):
        assert seen[code].sentence == f"{code} is not of PO-0001."
        assert (seen[code].kind, seen[code].item_id) == ("wrong_part", None)
    assert found("hidden").kind == found("nothing").kind == "unexpected"
    for told in ("987", "CHF", "Vault", "SECRET-1"):
        assert told not in repr([*seen.values(), *serials])
    for door in (purchasing.get, purchasing.order_sheet, purchasing.expected):
        with pytest.raises(Forbidden, match=r"purchasing\.view"):
            door(session, receiver, order)

    permissions.add(Permission.VIEW_INVENTORY)
    assert found("S-9").sentence.endswith("here already (available).")
    assert found("S-5").sentence.endswith("on order with another order, not with PO-0001.")
    permissions |= {Permission.VIEW_LOCATIONS, Permission.VIEW_PURCHASING, Permission.VIEW_PARTS}
    assert found("S-9").sentence.endswith("(available Vault).")
    assert "SECRET-1" in found("S-5").sentence
    assert found("hidden").kind == "wrong_part"


def test_a_scan_of_what_is_all_in_offers_to_take_it_as_extra(
    session, keeper, make, order, line, bracket, screw, acme, receive
):
    plain, named = line(screw, "10"), line(bracket, "1", serials="S-1")
    gone = line(make.part("WASHER"), "4")
    receive(plain)
    receive(named, serials="S-1")
    purchasing.cancel_line(session, keeper, gone.id, "no")

    def found(code):
        return purchasing.match(session, keeper, order, code)

    extra = found("m3x10")
    assert (extra.kind, extra.sentence) == (
        "all_in",
        "All of M3x10 came in. Take it as extra?",
    )
    assert [(each.line_id, each.item_id, each.label) for each in extra.extra] == [
        (plain.id, 0, "M3x10, line 1")
    ]
    assert found("BRKT-001").sentence.endswith("Scan a serial to take it as extra.")
    serial = found("S-9")
    assert (serial.kind, serial.line_id, serial.choices) == ("unexpected", named.id, ())
    assert serial.extra[0].label == "BRKT-001, line 2"
    assert found("PO-0001").sentence.startswith("PO-0001 is this order.")
    assert found("washer").sentence == "Line 3 (WASHER) is cancelled. Reopen it to take it in."
    receive(named, serials="S-9", extra=True)
    receive(plain, quantity="2", extra=True)


def test_a_sku_is_a_pack_and_a_serial_is_found_among_what_is_expected(
    session, keeper, make, order, line, bracket, screw, acme
):
    form = purchasing.SupplierPartForm(acme, screw, "M3-BOX", "200", "box")
    sold = purchasing.create_supplier_part(session, keeper, form)
    line(screw, "3", pack="supplier", supplier_part_id=sold.id)
    line(bracket, "300", serials="S-0001..0300")

    box = purchasing.match(session, keeper, order, "m3 box")
    assert (box.quantity, box.sentence[:23]) == ("200", "+200: one box of M3x10.")
    assert purchasing.match(session, keeper, order, "M3x10").quantity == "1"
    labels = [each.label for each in purchasing.expected_serials(session, keeper, order, "s-0299")]
    assert labels == ["BRKT-001 S-0299, line 2"]
    assert len(purchasing.expected_serials(session, keeper, order, "brkt")) == 50


def test_a_lot_is_found_as_it_is_written_with_any_separator(session, keeper, make, order, line):
    resin = make.part("Resin", tracking="lot", unit="kg")
    for lot in ("LOT-5", "L/7", "LOT-77/2"):
        line(resin, "2", lot=lot)
    line(make.part("BRKT-001", tracking="serial"), "2")

    for code in ("LOT-5", "lot5", "LOT 5", "L/7", "LOT-77/2", "lot_77.2"):
        assert purchasing.match(session, keeper, order, code).kind == "expected"


def test_what_a_line_counts_is_what_its_items_say_and_is_proved(
    session, keeper, line, bracket, screw, receive, rows
):
    made, wires = line(bracket, "5", serials="S-1..3"), line(screw, "100")
    receive(made, serials="S-1, X-1")
    receive(wires, quantity="30")
    receive(wires, quantity="80", extra=True)
    purchasing.cancel_line(session, keeper, wires.id, "enough")
    counts = text("SELECT came_in, due FROM purchase_line ORDER BY id")
    counted = [tuple(row) for row in session.execute(counts)]
    assert counted == [(2_000_000, 3_000_000), (110_000_000, 0)]
    assert list(bought.look(session)) == []

    session.execute(text("UPDATE purchase_line SET due = due + 1000000, came_in = 0"))
    assert list(bought.look(session))[:1] == [
        "purchase line 1: it counts 0 that came in and 4 on order, its items 2 and 3"
    ]
    # As the migration counts the lines that were there before.
    migration = import_module("ioninv.db.migrations.versions.0009_counted_lines")
    session.execute(text(migration.count()))
    assert [tuple(row) for row in session.execute(counts)] == counted
