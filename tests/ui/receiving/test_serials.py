"""Serials before arrival, typed or read from the supplier's list, and the order sheet."""

import json

import pytest

from ioninv.domain import items, parts, purchasing, suppliers
from ioninv.domain.purchasing import LineForm, OrderForm
from ioninv.domain.suppliers import SupplierForm
from ioninv.ui.receiving.serials_state import SerialsState
from ioninv.ui.receiving.sheet_state import SheetState


@pytest.fixture
def order(screen) -> int:
    """Four brackets, one with its serial, and a hundred screws."""
    supplier = screen.store(suppliers.create, SupplierForm(name="Acme", currency="EUR")).id
    made = screen.store(purchasing.create, OrderForm(supplier_id=supplier)).id
    bracket = screen.store(
        parts.create, parts.PartForm(part_number="BRKT-001", tracking="serial")
    ).id
    screw = screen.store(parts.create, parts.PartForm(part_number="M3x10")).id
    cost = {"unit_cost": "2.50", "expected_on": "2026-12-14"}
    screen.store(purchasing.add_line, made, LineForm(bracket, "4", serials="S-1", **cost))
    screen.store(purchasing.add_line, made, LineForm(screw, "100"))
    screen.at(f"/purchasing/serials?order={made}")
    screen.do(SerialsState.enter)
    return made


def save(screen, order: int, *rows: tuple[int, str, str], key: str = "k1") -> list:
    there = screen.state(SerialsState).rows
    sent = [
        {"id": there[at]["id"], "uid": there[at]["uid"], "serial": serial, "lot": lot}
        | {name: there[at][name] for name in ("unit", "version")}
        | {"before": there[at]["serial"]}
        for at, serial, lot in rows
    ]
    given = json.dumps({"order": order, "key": key, "rows": sent})
    return screen.do(SerialsState.save, given)


def units(screen, order: int) -> list[tuple]:
    found = screen.store(purchasing.get, order).items
    return [(item.serial, item.lot, item.quantity) for item in found]


def test_typed_serials_and_lots_are_stored_in_one_act_and_undone(screen, order):
    page = screen.state(SerialsState)
    assert [(r["part"], r["quantity"], r["unit"]) for r in page.rows] == [
        *[("BRKT-001", "1", True)] * 4,
        ("M3x10", "100", False),
    ]

    events = save(screen, order, (0, "S-1a", "L1"), (1, "S-2", ""), (2, "S-3", "L2"), (4, "", "M"))

    assert units(screen, order) == [
        ("S-1a", "L1", "1"),
        ("S-2", "", "1"),
        ("S-3", "L2", "1"),
        ("", "", "1"),
        ("", "M", "100"),
    ]
    assert (page.saved, page.said) == ("k1", "Acme · 3 serials known")
    assert "4 items changed." in str(events[-1].args)
    first = screen.store(purchasing.get, order).items[0].id
    change = screen.store(items.get, first).timeline[0].change_set
    screen.do(SerialsState.undo, str(change))
    assert units(screen, order) == [("S-1", "", "1"), ("", "", "3"), ("", "", "100")]


def test_problems_stand_beside_their_rows_and_nothing_is_stored(screen, order):
    page = screen.state(SerialsState)
    before = units(screen, order)
    save(screen, order, (1, "S-1", ""), (2, "ok", ""), (3, "OK", ""))
    assert set(page.problems) == {page.rows[1]["id"], page.rows[3]["id"]}
    assert page.problems[page.rows[3]["id"]] == "Serial OK is typed twice."
    assert (page.problem, units(screen, order)) == ("2 rows are wrong", before)


def test_an_emptied_serial_is_cleared_with_the_rest_in_one_act_and_undone(screen, order):
    page = screen.state(SerialsState)
    given = (0, "", ""), (1, "S-1", "L1")
    events = save(screen, order, *given)
    # The answer was late, and Save was pressed twice.
    save(screen, order, *given)

    assert units(screen, order) == [
        ("S-1", "L1", "1"),
        *[("", "", "1"), ("", "", "2")],
        ("", "", "100"),
    ]
    assert "2 items changed." in str(events[-1].args)
    told = screen.store(items.get, screen.store(purchasing.get, order).items[1].id).timeline
    assert told[0].headline == "Serial cleared: S-1"
    screen.do(SerialsState.undo, str(told[0].change_set))
    assert units(screen, order) == [("S-1", "", "1"), ("", "", "3"), ("", "", "100")]

    first = screen.store(purchasing.get, order).items[0].id
    there = page.rows[0]
    screen.store(items.edit, first, {"serial": "S-1b"})
    save(screen, order, (0, "", ""), key="k2")
    assert "changed S-1b meanwhile (serial)" in page.problem
    assert (units(screen, order)[0][0], page.rows[0]["id"]) == ("S-1b", there["id"])
    save(screen, order, (0, "", ""), key="k3")
    assert units(screen, order)[0] == ("", "", "1")
    assert page.saving is False


def test_a_pattern_fills_the_empty_cells(screen, order):
    screen.do(SerialsState.fill_in, "SN-08..10")
    page = screen.state(SerialsState)
    assert page.fill["serials"] == ["SN-08", "SN-09", "SN-10"]
    events = screen.do(SerialsState.fill_in, "SN-5..1")
    assert "counts backwards" in str(events[0].args)


def test_the_suppliers_list_is_shown_row_by_row_and_then_applied(screen, order):
    page = screen.state(SerialsState)
    bad = "Part,Serial,Lot\nBRKT-001,S-2,L\nNUT,N-1,\n"
    screen.do(SerialsState.look, bad, "n1")
    assert (page.preview_of, page.can_apply) == ("n1", False)
    assert page.preview[0]["problem"] == "Nothing of that part is on order with PO-0001."
    assert page.preview[1]["sentence"] == "BRKT-001 gets serial S-2"
    assert page.preview_said == "1 row is wrong: correct the list first."

    good = bad.replace("NUT,N-1", "M3x10,")
    screen.do(SerialsState.look, good, "n2")
    assert page.can_apply
    screen.do(SerialsState.apply, good, "n2")

    assert ("S-2", "L", "1") in units(screen, order)
    assert (page.saved, page.preview) == ("n2", [])
    screen.do(SerialsState.look, "", "n3")
    assert page.problem == "There is nothing in this list."


def test_an_order_that_is_not_there_says_so(screen, order):
    for state in (SerialsState, SheetState):
        screen.at("/purchasing/sheet?order=77")
        screen.do(state.enter)
        assert "no such purchase order" in screen.state(state).missing


def test_the_sheet_shows_what_the_supplier_has_to_know(screen, order):
    screen.at(f"/purchasing/sheet?order={order}")
    screen.do(SheetState.enter)
    sheet = screen.state(SheetState)

    assert (sheet.number, sheet.supplier, sheet.totals) == ("PO-0001", ["Acme"], ["10.00 EUR"])
    first = sheet.lines[0]
    assert (first["quantity"], first["amount"], first["expected"], first["serials"]) == (
        "4 pcs",
        "10.00 EUR",
        "Mon 14 Dec 2026",
        "S-1",
    )
    assert sheet.without_cost == "1 line has no cost."
