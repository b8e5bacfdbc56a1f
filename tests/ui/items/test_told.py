"""What an act says that it did is what it did."""

from dataclasses import replace
from uuid import uuid4

import pytest

from ioninv.domain import items, locations, parts, suppliers, undoing
from ioninv.domain.items import ItemForm, Selection
from ioninv.domain.suppliers import SupplierForm
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.acts import ACTS
from ioninv.ui.items.cell_state import CellState
from ioninv.ui.items.edit_state import EditItemState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.undo_state import UndoState, told
from tests.ui.items.acting import ask, pick, said, send, status


def test_what_is_held_again_is_released_again(screen, gears):
    for reason in ("scratched", "scratched again"):
        screen.store(items.hold, Selection(ids=(gears[0],)), reason)
        screen.do(PanelState.show, gears[0])
        events = screen.do(ActState.start_here, "release", uuid4().hex)

        assert "G-01 released." in said(events)
        assert status(screen, gears[0]) == "available"


def test_a_double_press_releases_once_and_says_so_twice(screen, gears):
    screen.store(items.hold, Selection(ids=(gears[0],)), "scratched")
    screen.do(PanelState.show, gears[0])
    for _ in range(2):
        assert "G-01 released." in said(screen.do(ActState.start_here, "release", "one-press"))


def test_where_everything_is_so_already_there_is_nothing_to_undo(screen, gears):
    place = str(screen.store(locations.create_path, "Hall").id)
    pick(screen, *gears[:3])
    ask(screen, "move")
    assert "3 moved." in said(send(screen, location=place, location_text="Hall"))

    pick(screen, *gears[:3])
    ask(screen, "move")
    events = send(screen, location=place, location_text="Hall")
    assert "Nothing to change" in said(events)
    assert "Undo" not in said(events)

    pick(screen, *gears[2:4])
    ask(screen, "move")
    events = send(screen, location=place, location_text="Hall")
    assert "1 moved, 1 needed no change." in said(events)


def test_a_number_written_otherwise_is_no_change(screen, screws):
    screen.do(CellState.start, screws, "quantity")
    form = {"item": str(screws), "field": "quantity", "version": "1", "began": "10"}
    events = screen.do(CellState.save, form | {"value": "10.0", "reason": "counted"})
    assert "Nothing to change" in said(events)

    screen.do(EditItemState.start, screws)
    edit = screen.state(EditItemState)
    sent = edit.values | {"item": str(screws), "version": "1", "began": edit.began}
    events = screen.do(EditItemState.save, sent | {"unit_cost": "", "note": "\u200b"})
    assert "Nothing to change" in said(events)


def test_an_old_undo_does_not_say_that_it_undid(screen, screws):
    first = screen.store(items.scrap, Selection(ids=(screws,)), "bent").change_set
    screen.do(UndoState.undo, str(first), "press 1")
    again = screen.store(undoing.undo, first + 1)
    assert again.change_set
    assert status(screen, screws) == "scrapped"

    assert "Not undone." in said(screen.do(UndoState.undo, str(first), "press 2"))


def test_a_double_press_on_undo_undoes_once(screen, screws):
    number = str(screen.store(items.scrap, Selection(ids=(screws,)), "bent").change_set)
    for _ in range(2):
        assert "Undone." in said(screen.do(UndoState.undo, number, "one press"))
    assert status(screen, screws) == "available"


def test_what_is_worth_knowing_is_shown_beside_what_was_done(screen, gears):
    done = screen.store(items.hold, Selection(ids=(gears[0],)), "scratched")

    shown = said([told("1 released.", replace(done, notes=("G-01 is still on hold: recall",)))])
    assert "G-01 is still on hold: recall" in shown


def test_the_reason_that_is_missing_in_a_cell_is_said_there(screen, screws):
    screen.do(CellState.start, screws, "quantity")
    cell = screen.state(CellState)
    screen.do(
        CellState.save,
        {"item": str(screws), "field": "quantity", "version": "1", "began": "10", "value": "9"},
    )

    assert cell.open is True
    assert cell.errors == {"value": "", "reason": cell.errors["reason"]}
    assert "reason" in cell.errors["reason"]


def test_what_is_created_in_a_cell_or_in_edit_is_said(screen, gears):
    screen.do(CellState.start, gears[0], "location")
    assert "Location nowhere created." in said(screen.do(CellState.create, "nowhere"))
    screen.do(EditItemState.start, gears[0])
    assert "Supplier ACME created." in said(screen.do(EditItemState.create, "supplier", "ACME"))


def test_many_are_not_emptied_by_an_empty_form(screen, gears):
    for id_ in gears[:2]:
        screen.store(items.edit, id_, {"unit_cost": "5", "currency": "EUR", "note": "keep"})

    pick(screen, *gears[:2])
    act = ask(screen, "edit_cost")
    send(screen, cost="", currency="", reason="")
    assert "Clear it" in act.errors["cost"]
    send(screen, cost="7", clear="on")
    assert act.errors["cost"] == "Either fill it in, or clear it."
    assert "2 changed." in said(send(screen, cost="7", currency=""))
    assert screen.store(items.get, gears[0]).row["cost"] == "7.00 EUR"

    pick(screen, *gears[:2])
    ask(screen, "edit_cost")
    send(screen, cost="", currency="", clear="on", reason="wrong invoice")
    detail = screen.store(items.get, gears[0])
    assert (detail.row["cost"], detail.note) == ("", "keep")
    assert detail.timeline[0].reason == "wrong invoice"


@pytest.mark.parametrize(
    ("name", "value"),
    [("expires_on", "2031-01-31"), ("purchase_order", "PO-7"), ("work_order", "WO-7")],
)
def test_what_edit_promises_for_many_it_does(screen, gears, name, value):
    pick(screen, *gears[:2])
    ask(screen, f"edit_{name}")
    assert "2 changed." in said(send(screen, **{name: value}))
    assert value in screen.store(items.get, gears[1]).row.values()


def test_a_supplier_of_many_is_cleared(screen, gears):
    acme = screen.store(suppliers.create, SupplierForm(name="ACME")).id
    pick(screen, *gears[:2])
    ask(screen, "edit_supplier")
    send(screen, supplier=str(acme), supplier_text="ACME")
    pick(screen, *gears[:2])
    ask(screen, "edit_supplier")
    send(screen, supplier="", supplier_text="", clear="on")

    assert screen.store(items.get, gears[0]).row["supplier"] == ""


def test_a_decimal_comma_is_not_two_quantities(screen, screws):
    screen.do(PanelState.show, screws)
    screen.do(ActState.start_here, "split")
    send(screen, quantities="1,5")
    assert "1,5" in screen.state(ActState).errors["quantities"]
    assert screen.store(items.get, screws).row["quantity"] == "10"

    assert "3 split off." in said(send(screen, quantities="1; 2\n3"))


PARTS_OF = {
    "install": ("remove", "installed"),
    "start_work": ("finish_work", "in_progress"),
    "put_in": ("take_out", "kitted"),
    "hold": ("release", "unavailable"),
    "ship": ("take_back", "shipped"),
    "scrap": ("restore", "scrapped"),
    "void": ("unvoid", "voided"),
}


@pytest.mark.parametrize("there", PARTS_OF)
def test_a_part_goes_there_and_a_part_of_it_comes_back(screen, screws, there):
    back, away = PARTS_OF[there]
    place = str(screen.store(locations.create_path, "Hall").id)
    frame = screen.store(parts.create, parts.PartForm(part_number="FRAME", tracking="serial")).id
    (parent,) = screen.store(items.create, ItemForm(frame, serials="FR-1")).ids
    typed = {"reason": "because", "work_order": "WO-1", "to": "Anna"}
    typed |= {"parent": str(parent), "location": place}
    screen.do(PanelState.show, screws)
    screen.do(ActState.start_here, there)
    if there == "put_in":
        screen.do(ActState.create, "kit", "Line 1")
        typed["kit"] = screen.state(ActState).picked["kit"]
    assert f"4 of SCREW {ACTS[there].done}." in said(send(screen, quantity="4", **typed))

    four = screws + 2 if there == "install" else screws + 1
    four = max(row["id"] for row in _rows(screen, "SCREW") if row["status"] == away)
    screen.do(PanelState.show, four)
    assert not screen.do(ActState.start_here, back), "asked, not done at once"
    assert screen.state(ActState).hints["quantity"].startswith("of 4")
    send(screen, quantity="3", **typed)

    quantities = sorted((row["quantity"], row["status"]) for row in _rows(screen, "SCREW"))
    assert quantities == sorted([("6", "available"), ("3", "available"), ("1", away)])
    newest = screen.store(items.get, four).timeline[0]
    assert newest.reason == "because"


def _rows(screen, number: str) -> list:
    ids = [id_ for id_ in range(1, 8) if _exists(screen, id_)]
    rows = [screen.store(items.get, id_).row for id_ in ids]
    return [row for row in rows if row["part"] == number]


def _exists(screen, id_: int) -> bool:
    return bool(screen.store(items.selected, Selection(ids=(id_,))))


def test_the_panel_offers_what_is_possible(screen, screws):
    frame = screen.store(parts.create, parts.PartForm(part_number="FRAME", tracking="serial")).id
    (parent,) = screen.store(items.create, ItemForm(frame, serials="FR-1")).ids
    panel = screen.state(PanelState)

    def offered() -> list[str]:
        screen.do(PanelState.show, screws)
        return [each["name"] for each in (*panel.first_acts, *panel.more_acts)]

    assert "merge" in offered()
    screen.store(items.hold, Selection(ids=(screws,)), "scratched")
    assert offered()[0] == "release"
    screen.store(items.release, Selection(ids=(screws,)))
    screen.store(items.install, Selection(ids=(screws,)), parent)
    assert "split" in offered()
    assert "merge" not in offered()


def test_a_reason_stands_once_in_history(screen, gears):
    screen.store(items.scrap, Selection(ids=(gears[0],)), "cracked")
    screen.do(PanelState.show, gears[0])
    line = screen.state(PanelState).timeline[0]

    assert (line["text"].count("cracked"), line["reason"]) == (1, "")


def test_what_came_back_from_a_part_stands_once_in_the_family(screen, screws):
    done = screen.store(items.scrap, Selection(ids=(screws,), quantity="3"), "bent")
    screen.store(undoing.undo, done.change_set)
    screen.do(PanelState.show, screws)

    hows = [each["how"] for each in screen.state(PanelState).family]
    assert hows == ["merged from"]


def test_a_wrong_count_is_said_at_its_field(screen, screws):
    screen.do(PanelState.show, screws)
    screen.do(ActState.start_here, "adjust")
    send(screen, counted="-4", reason="lost")

    act = screen.state(ActState)
    assert (act.problem, act.errors["counted"]) == ("", "Quantity cannot be negative.")
