"""The supplier's list out and back, packs, supplier parts, shortage and drafts."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from ioninv.domain import parts, purchasing, undoing
from ioninv.domain.purchasing import COLUMNS, LineForm, SupplierPartForm, SupplyFilter
from ioninv.errors import Conflict, Invalid

pytestmark = pytest.mark.usefixtures("sound")


def test_the_suppliers_list_goes_out_and_comes_back_with_serials(
    session, keeper, make, order, line, bracket, rows
):
    resin = make.part("Resin", tracking="lot", unit="kg")
    made, lots = line(bracket, "3", serials="S-1"), line(resin, "10")
    out = [list(each.cells()) for each in purchasing.expected(session, keeper, order)]
    assert [each[:2] + each[5:7] for each in out] == [
        ["1", "BRKT-001", "1", "S-1"], ["1", "BRKT-001", "1", ""], ["1", "BRKT-001", "1", ""],
        ["2", "Resin", "10", ""],
    ]  # fmt: skip
    out[0][6], out[1][6], out[2][6], out[3][7] = "S-100", "S-2", "S-3", "L-7"
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *out])

    tried = purchasing.read_serials_back(session, keeper, order, text.getvalue(), dry_run=True)
    assert [row.sentence for row in tried.rows] == [
        "S-1 becomes S-100",
        "BRKT-001 gets serial S-2",
        "BRKT-001 gets serial S-3",
        "10 of Resin get lot L-7",
    ]
    done = purchasing.read_serials_back(session, keeper, order, text.getvalue(), key="k")
    assert rows(made.id) == [("S-100", 1, 1), ("S-2", 1, 1), ("S-3", 1, 1)]
    assert purchasing.expected(session, keeper, order)[-1].lot == "L-7"
    assert lots.open == "10"
    assert purchasing.read_serials_back(session, keeper, order, text.getvalue(), key="k").change_set
    undoing.undo(session, keeper, done.change_set)
    assert rows(made.id) == [("S-1", 1, 1), ("", 2, 1)]


def test_a_withdrawn_serial_is_cleared_and_free_in_the_same_list(
    session, keeper, order, line, bracket, rows, now
):
    made = line(bracket, "3", serials="S-1..2")
    first, second, third = purchasing.get(session, keeper, order).items
    taken = {first.uid: first.version}
    read = purchasing.read_serials_back

    done = read(
        session, keeper, order, f"UID,Serial\n{third.uid},S-1\n{second.uid},\n", cleared=taken
    )

    assert (done.changed, rows(made.id)) == (2, [("S-1", 1, 1), ("S-2", 1, 1), ("", 1, 1)])
    assert (now(made.id).open, now(made.id).pending) == ("3", "1")
    with pytest.raises(Conflict, match="changed"):
        read(session, keeper, order, "S-9", cleared=taken)
    with pytest.raises(Invalid, match="NOBODY is not on order with PO-0001"):
        read(session, keeper, order, "S-9", cleared={"NOBODY": 1})
    undoing.undo(session, keeper, done.change_set)
    assert rows(made.id) == [("S-1", 1, 1), ("S-2", 1, 1), ("", 1, 1)]


def test_a_lot_that_was_announced_is_taken_away_for_a_unit_or_for_all(
    session, keeper, make, order, line, bracket
):
    resin = make.part("Resin", tracking="lot", unit="kg")
    line(bracket, "3", serials="S-1", lot="L-1"), line(resin, "10", lot="L-2")
    named, two, ten = purchasing.get(session, keeper, order).items
    rows = [
        "UID,Serial,Quantity,Without Lot", f"{named.uid},,1,x", f"{two.uid},S-2,1,x",
        f"{ten.uid},,,x",
    ]  # fmt: skip
    read, seen = purchasing.read_serials_back, {each.uid: each.version for each in (named, ten)}

    done = read(session, keeper, order, "\n".join(rows), seen=seen)

    assert [row.sentence for row in done.rows] == [
        "1 of BRKT-001 have lot L-1 no more",
        "BRKT-001 gets serial S-2",
        "10 of Resin have lot L-2 no more",
    ]
    now = purchasing.get(session, keeper, order).items
    assert [(each.serial, each.lot) for each in now] == [
        ("S-1", ""), ("S-2", ""), ("", "L-1"), ("", ""),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="changed"):
        read(session, keeper, order, "S-9", seen=seen)
    undoing.undo(session, keeper, done.change_set)
    lots = {each.lot for each in purchasing.get(session, keeper, order).items}
    assert lots == {"L-1", "L-2"}


def test_a_row_is_one_unit_of_a_part_that_has_serials(session, keeper, order, line, bracket, screw):
    line(bracket, "3")
    line(screw, "10")
    given = (
        'Part,Serial,Quantity\nBRKT-001,M5-0010..0012,\nBRKT-001,"A, B",\n'
        "BRKT-001,S-1,3\nM3x10,S-2,\nBRKT-001,S-3,1\nBRKT-001,A9..2,"
    )

    tried = purchasing.read_serials_back(session, keeper, order, given, dry_run=True)

    assert [row.problem for row in tried.rows] == [
        "“M5-0010..0012” names 3 serials. Give each a row of its own.",
        "“A, B” names 2 serials. Give each a row of its own.",
        "A serial is one unit, and this row says 3: give each its own row.",
        "M3x10 is not tracked by serial: it takes none.",
        "",
        "“A9..2” counts backwards. Put the smaller number first.",
    ]


def test_a_long_list_asks_the_house_no_more_than_a_short_one(
    session, keeper, order, line, bracket, make
):
    make.item(bracket, serial="TAKEN")
    line(bracket, "40", serials="S-01..20")

    def asked(*serials: str) -> int:
        statements: list[str] = []

        def seen(*given: Any) -> None:
            statements.append(given[2])

        rows = "\n".join(f"BRKT-001,{serial}" for serial in serials)
        event.listen(session.get_bind(), "before_cursor_execute", seen)
        try:
            purchasing.read_serials_back(session, keeper, order, rows, dry_run=True)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", seen)
        return len(statements)

    few = asked("S-01", "N-1")
    assert asked(*(f"S-{n:02}" for n in range(1, 21)), *(f"N-{n}" for n in range(20))) == few


def test_each_row_of_a_list_that_cannot_be_right_is_told(
    session, keeper, make, order, line, bracket
):
    make.item(bracket, serial="OLD")
    line(bracket, "2")
    pasted = "BRKT-001\tOLD\nNUT\tN-1\nBRKT-001\tA\nBRKT-001\ta\nBRKT-001\tB\nBRKT-001\tC"

    tried = purchasing.read_serials_back(session, keeper, order, pasted, dry_run=True)

    assert [row.problem for row in tried.rows] == [
        "Serial OLD already exists for BRKT-001 (available).",
        "Nothing of that part is on order with PO-0001.",
        "",
        "Serial a stands in row 3 already.",
        "",
        "All units of BRKT-001 have their serials.",
    ]
    with pytest.raises(Invalid, match="Row 1: Serial OLD already exists"):
        purchasing.read_serials_back(session, keeper, order, pasted)
    assert purchasing.read_serials_back(session, keeper, order, "A\nB").changed == 2


def test_a_quantity_in_packs_is_one_of_stock_units(session, keeper, order, line, screw, acme):
    form = SupplierPartForm(acme, screw, "M3-BOX", "200", "box")
    sold = purchasing.create_supplier_part(session, keeper, form)
    assert sold.label == "M3-BOX: box of 200"
    with pytest.raises(Conflict, match="exists already"):
        purchasing.create_supplier_part(session, keeper, form)

    made = line(screw, "3", pack="supplier", supplier_part_id=sold.id, unit_cost="5")

    assert (made.quantity, made.unit_cost, made.amount) == ("600", "0.025", "15.00 USD")
    with pytest.raises(Invalid, match="Choose the supplier part"):
        line(screw, "3", pack="supplier")
    edited = purchasing.edit_supplier_part(
        session, keeper, sold.id, SupplierPartForm(sku="M3-BAG", pack_size="50"), version=1
    )
    assert (edited.sku, edited.part_id) == ("M3-BAG", screw)
    purchasing.archive_supplier_part(session, keeper, sold.id)
    assert purchasing.supplier_parts(session, keeper, supplier_id=acme) == []
    with pytest.raises(Invalid, match="is archived"):
        line(screw, "1", supplier_part_id=sold.id)
    kept = LineForm(quantity="400", supplier_part_id=sold.id)
    assert purchasing.edit_line(session, keeper, made.id, kept).open == "400"


def test_what_is_short_counts_what_is_on_order_and_becomes_drafts_by_supplier(
    session, keeper, make, acme
):
    bolt = make.supplier("Bolt")
    short = make.part(
        "A", reorder_min="10", reorder_max="25", supplier_id=acme, cost="2", currency="EUR"
    )
    other = make.part("B", reorder_min="5", supplier_id=bolt)
    covered = make.part("C", reorder_min="5", supplier_id=bolt)
    nobody = make.part("D", reorder_min="1")
    make.item(short, quantity=3)
    make.item(covered, quantity=5, on_order=True)

    rows = purchasing.shortage(session, keeper)
    assert [(row.part, row.available, row.short, row.suggested) for row in rows] == [
        ("A", "3", "7", "22"), ("B", "0", "5", "5"), ("D", "0", "1", "1"),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="D has no default supplier"):
        purchasing.draft_orders(session, keeper, [short, nobody])
    drafts = purchasing.draft_orders(session, keeper, [short, other], key="k")
    assert [(row.number, row.supplier, row.total) for row in drafts] == [
        ("PO-0001", "Acme", "44.00 EUR"), ("PO-0002", "Bolt", ""),
    ]  # fmt: skip
    assert purchasing.draft_orders(session, keeper, [short, other], key="k") == drafts
    assert [row.part for row in purchasing.shortage(session, keeper)] == ["D"]
    with pytest.raises(Conflict, match="not short any more"):
        purchasing.draft_orders(session, keeper, [other])
    for sort in ("part", "available", "-on_order", "-short", "expected"):
        page = purchasing.supply(session, keeper, SupplyFilter(on_order=True), sort)
        assert {row.part for row in page.rows} == {"A", "B", "C"}
    assert purchasing.supply(session, keeper, SupplyFilter(text="a", short=True)).total == 0
    assert parts.get(session, keeper, short).by_status["on_order"].quantity == "22"


@pytest.fixture
def pack(session, keeper, make, acme):
    """pack("200") → a part and how Acme sells it in packs of so many."""

    def sell(size: str) -> dict[str, Any]:
        part = make.part(f"P-{size}")
        form = SupplierPartForm(acme, part, f"SKU-{size}", size, "box")
        sold = purchasing.create_supplier_part(session, keeper, form)
        return {"part": part, "pack": "supplier", "supplier_part_id": sold.id}

    return sell


@pytest.mark.parametrize(
    ("size", "packs", "cost", "told", "amount"),
    [
        ("12", "3", "10", "10.00 USD", "30.00 USD"),
        ("3", "100000", "10", "10.00 USD", "1,000,000.00 USD"),
        ("20000", "3", "7.77", "7.77 USD", "23.31 USD"),
        ("200", "3", "5.01", "5.01 USD", "15.03 USD"),
    ],
)
def test_a_pack_costs_what_it_costs(
    session, keeper, order, line, pack, size, packs, cost, told, amount
):
    made = line(**pack(size), quantity=packs, unit_cost=cost)
    assert (made.packs, made.pack_cost, made.amount) == (packs, cost, amount)
    sheet = purchasing.order_sheet(session, keeper, order)
    assert (sheet.lines[0].cost, sheet.lines[0].amount, sheet.totals) == (told, amount, (amount,))


def test_packs_are_whole_and_a_line_stays_in_those_it_was_bought_in(
    session, keeper, order, line, pack
):
    sold = pack("200")
    with pytest.raises(Invalid, match=r"Packs are whole: 2\.5 is no number of them"):
        line(**sold, quantity="2.5")
    made = line(**sold, quantity="2", unit_cost="5.01")
    changed = SupplierPartForm(sku="SKU-200", pack_size="50", supplier_unit="bag")
    purchasing.edit_supplier_part(session, keeper, sold["supplier_part_id"], changed)

    form = LineForm(quantity="3", unit_cost="5.01", pack="supplier")
    form = replace(form, supplier_part_id=sold["supplier_part_id"])
    edited = purchasing.edit_line(session, keeper, made.id, form)
    assert (edited.quantity, edited.pack_units, edited.amount) == ("600", "200", "15.03 USD")
    pieces = replace(form, pack="", quantity="600", unit_cost="0.02505")
    edited = purchasing.edit_line(session, keeper, made.id, pieces)
    assert (edited.packs, edited.pack_cost, edited.amount) == ("", "", "15.03 USD")


def test_amounts_add_up_to_the_total_and_what_came_in_is_paid(session, keeper, order, line, make):
    nuts = [make.part(f"NUT-{n}") for n in range(4)]
    first, second, third, gone = (line(nut, "3", unit_cost="0.335") for nut in nuts)
    short = [purchasing.Receipt(first.id, quantity="2")]
    purchasing.receive(session, keeper, order, short)
    for each in (first, gone):
        purchasing.cancel_line(session, keeper, each.id, "enough")

    detail = purchasing.get(session, keeper, order)

    assert [each.amount for each in detail.lines] == ["0.67 USD", "1.01 USD", "1.01 USD", ""]
    assert (detail.order.total, detail.order.unpriced) == ("2.69 USD", 0)
    sheet = purchasing.order_sheet(session, keeper, order)
    assert sheet.totals == ("2.69 USD",)
    assert [(each.position, each.quantity) for each in sheet.lines] == [
        (1, "2 pcs"), (2, "3 pcs"), (3, "3 pcs"),
    ]  # fmt: skip
    assert sheet.lines[0].units == "of 3, the rest is cancelled"
    assert (second.amount, third.amount) == ("1.01 USD", "1.01 USD")
