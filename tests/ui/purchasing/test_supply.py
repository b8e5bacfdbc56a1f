"""Supply and shortage, drafts of orders, and purchasing in the panels of suppliers and parts."""

import pytest

from ioninv.domain import items, parts, purchasing
from ioninv.domain.items import ItemForm
from ioninv.domain.parts import PartForm
from ioninv.domain.purchasing import OrderFilter
from ioninv.errors import Invalid
from ioninv.ui.find.state import FindState
from ioninv.ui.parts.panel_state import PartPanelState
from ioninv.ui.purchasing.page_state import PurchasingState
from ioninv.ui.purchasing.shortage_state import ShortageState
from ioninv.ui.purchasing.supplier_part_state import SupplierPartState
from ioninv.ui.purchasing.supply_state import SupplyState
from ioninv.ui.suppliers.panel_state import SupplierPanelState


def part(screen, number: str, **fields) -> int:
    return screen.store(parts.create, PartForm(part_number=number, **fields)).id


def test_supply_says_where_each_part_stands(screen, acme, order, line):
    nut = part(screen, "NUT", reorder_min="10", reorder_max="50", supplier_id=acme)
    part(screen, "BOLT")
    screen.store(items.create, ItemForm(part_id=nut, quantity="4"))
    row = order(expected_on="2030-05-03")
    line(row.id, nut, "3")
    screen.at("/purchasing?view=supply&sort=-short")
    assert screen.do(PurchasingState.enter)[0].state is SupplyState
    screen.do(SupplyState.enter)

    state = screen.state(SupplyState)
    first = state.rows[0]
    assert (first["part"], first["available"], first["on_order"]) == ("NUT", "4", "3")
    assert (first["short"], first["expected"]) == ("3", "3 May 2030")
    assert first["told"] == "4 available, 3 on order, minimum 10, maximum 50"
    assert 0 < first["here"] < first["here"] + first["coming"] < first["least"] < first["most"]
    assert first["most"] < 100
    screen.do(SupplyState.show_short, True)
    assert [each["part"] for each in state.rows] == ["NUT"]


def test_draft_orders_are_made_per_supplier_and_taken_back(screen, acme, press_undo):
    for number, supplier in (("NUT", acme), ("BOLT", acme), ("WASHER", None)):
        part(screen, number, reorder_min="10", reorder_max="20", supplier_id=supplier)
    screen.at("/purchasing?view=shortage")
    screen.do(ShortageState.enter)
    state = screen.state(ShortageState)
    told = [(row["part"], row["first"], row["can_order"], row["picked"]) for row in state.rows]
    assert told == [
        ("BOLT", True, True, True),
        ("NUT", False, True, True),
        ("WASHER", True, False, False),
    ]
    assert state.picked_text == "2 parts of 1 supplier"
    screen.do(ShortageState.pick, state.rows[0]["id"], False)
    assert (state.picked_text, state.all_picked) == ("1 part of 1 supplier", False)
    screen.do(ShortageState.draft)

    (made,) = screen.store(purchasing.orders, OrderFilter()).rows
    (line,) = screen.store(purchasing.get, made.id).lines
    assert (made.state, line.part, line.quantity) == ("draft", "NUT", "20")
    screen.do(ShortageState.enter)
    assert [row["part"] for row in state.rows] == ["BOLT", "WASHER"]
    press_undo()
    assert screen.store(purchasing.get, made.id).order.state == "cancelled"

    screen.do(ShortageState.enter)
    screen.do(ShortageState.pick_all, False)
    screen.do(ShortageState.draft)
    assert "Choose" in state.problem


def test_supplier_parts_are_kept_from_both_panels(screen, acme, screw):
    screen.at("/suppliers")
    screen.do(SupplierPartState.start_for_supplier, acme)
    state = screen.state(SupplierPartState)
    assert state.asks == "part"
    data = {"supplier": str(acme), "id": "0", "version": "0", "sku": "S-1", "pack_size": "0"}
    screen.do(SupplierPartState.save, data | {"part_text": "nothing"})
    assert "does not exist yet" in state.errors["part"]
    screen.do(SupplierPartState.save, data | {"part": str(screw)})
    assert state.errors["pack_size"]
    sold = data | {"part": str(screw), "pack_size": "100", "supplier_unit": "box"}
    screen.do(SupplierPartState.save, sold | {"idempotency_key": "k"})
    screen.do(SupplierPanelState.show, acme)
    shown = screen.state(SupplierPanelState).sold
    assert [(each["sku"], each["part"], each["pack"]) for each in shown] == [
        ("S-1", "M3x10", "box of 100")
    ]

    screen.at("/parts")
    id_ = shown[0]["id"]
    screen.do(SupplierPartState.start_edit, id_)
    edited = {"id": str(id_), "version": "1", "sku": "S-2", "pack_size": "50"}
    events = screen.do(SupplierPartState.save, edited | {"idempotency_key": "e"})
    assert "refresh" in [
        each.handler.fn.__name__ if hasattr(each, "handler") else each.fn.__name__
        for each in events
    ]
    screen.do(SupplierPartState.archive, id_)
    screen.do(PartPanelState.show, screw)
    assert screen.state(PartPanelState).sold == []
    screen.do(SupplierPartState.show_archived, True)
    (kept,) = screen.state(PartPanelState).sold_archived
    assert (kept["sku"], kept["supplier"], kept["archived"]) == ("S-2", "Acme", True)
    screen.do(SupplierPartState.restore, id_)
    screen.do(PartPanelState.show, screw)
    assert not screen.state(PartPanelState).sold[0]["archived"]
    assert screen.state(PartPanelState).sold_archived == []
    with pytest.raises(Invalid):
        screen.do(SupplierPartState.show_archived, "yes")


def test_panels_say_what_is_on_order(screen, acme, order, line, screw):
    row = order(expected_on="2030-05-03")
    line(row.id, screw, "1000")
    screen.do(PartPanelState.show, screw)
    (coming,) = screen.state(PartPanelState).coming
    assert (coming["order"], coming["open"], coming["expected"]) == (
        "PO-0001",
        "1,000",
        "3 May 2030",
    )
    screen.do(SupplierPanelState.show, acme)
    panel = screen.state(SupplierPanelState)
    assert [each["number"] for each in panel.orders] == ["PO-0001"]
    assert panel.orders_text == "1 order"


def test_an_order_is_found_by_its_number(screen, order, line, screw):
    row = order()
    line(row.id, screw, "5")
    screen.at("/suppliers")
    screen.do(FindState.look, "po-0001")
    found = screen.state(FindState).results
    assert [each["tag"] for each in found] == ["Order", "Item"]
    events = screen.do(FindState.scan, "po0001")
    assert f"/purchasing?order={row.id}" in str(events[-1].args)
