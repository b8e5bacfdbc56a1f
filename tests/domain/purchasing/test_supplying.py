"""The supplier's list out and back, packs, supplier parts, shortage and drafts."""

import csv
import io

import pytest

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
        ["1", "BRKT-001", "1", "S-1"], ["1", "BRKT-001", "2", ""], ["2", "Resin", "10", ""],
    ]  # fmt: skip
    out[0][6], out[1][6], out[2][7] = "S-100", "S-2", "L-7"
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *out, [*out[1][:6], "S-3", *out[1][7:]]])

    tried = purchasing.read_serials_back(session, keeper, order, text.getvalue(), dry_run=True)
    assert [row.sentence for row in tried.rows] == [
        "S-1 becomes S-100",
        "BRKT-001 gets serial S-2",
        "10 of Resin get lot L-7",
        "BRKT-001 gets serial S-3",
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
