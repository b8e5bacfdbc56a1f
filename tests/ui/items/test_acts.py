"""Selecting items and acting on them: what a handler takes, what it does, and what it says."""

import pytest

from ioninv.domain import items, locations, parts, undoing
from ioninv.domain.items import ItemForm, Selection
from ioninv.errors import Invalid
from ioninv.ui.changes.state import ChangeState
from ioninv.ui.items import act_dialog
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.acts import ACTS, EDITED, LABELS
from ioninv.ui.items.built_state import BuiltState
from ioninv.ui.items.cell_state import CellState
from ioninv.ui.items.edit_state import EditItemState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.items.undo_state import UndoState
from ioninv.vocabulary import ActName
from tests.ui.items.acting import ask, pick, said, send, status


def test_ticks_add_up_and_offer_what_is_possible_on_all(screen, gears):
    chosen = pick(screen, gears[0], gears[1])
    screen.do(SelectionState.pick, [gears[1]], False)

    assert (chosen.count, chosen.said) == (1, "1 selected")
    assert {"move", "scrap", "install"} <= set(chosen.offered)
    assert "finish_work" not in chosen.offered
    assert chosen.round == 1


def test_everything_that_matches_is_selected_as_of_now(screen, gears):
    screen.do(GridState.select_all)
    chosen = screen.state(SelectionState)
    part = screen.store(parts.create, parts.PartForm(part_number="LATER")).id
    screen.store(items.create, ItemForm(part_id=part))
    ask(screen, "hold")
    send(screen, reason="counted")

    assert chosen.count == 0
    assert screen.store(items.count, items.ItemFilter()).by_status["unavailable"] == 60


def test_another_filter_lets_everything_go_but_keeps_what_was_ticked(screen, gears):
    screen.do(GridState.select_all)
    screen.do(GridState.choose_status, "available")
    assert screen.state(SelectionState).count == 0

    pick(screen, gears[0])
    screen.do(GridState.choose_status, "installed")
    assert screen.state(SelectionState).count == 1


def test_a_part_of_a_quantity_is_scrapped_and_undone(screen, screws):
    pick(screen, screws)
    act = ask(screen, "scrap")
    assert (act.asks, act.values["quantity"]) == (["quantity", "reason"], "10")

    events = send(screen, quantity="3", reason="bent")

    assert "3 of SCREW scrapped." in said(events)
    assert screen.store(items.get, screws).row["quantity"] == "7"
    assert screen.state(SelectionState).count == 0
    number = str(screen.store(items.get, screws).timeline[0].change_set)
    assert "Undone." in said(screen.do(UndoState.undo, number))
    assert screen.store(items.get, screws).row["quantity"] == "10"


def test_a_form_sent_twice_acts_once(screen, screws):
    pick(screen, screws)
    ask(screen, "scrap")
    target = screen.state(ActState).target
    for _ in range(2):
        screen.do(
            ActState.do,
            {"act": "scrap", "target": target, "quantity": "3", "reason": "x",
             "idempotency_key": "once"},
        )  # fmt: skip

    assert screen.store(items.get, screws).row["quantity"] == "7"


def test_what_is_missing_stands_beside_its_field_and_what_stands_against_it_above(screen, gears):
    pick(screen, gears[0], gears[1])
    act = ask(screen, "scrap")
    send(screen, reason=" ")
    assert (act.open, act.errors) == (True, {"reason": "Reason is missing."})

    screen.store(items.ship, Selection(ids=(gears[0],)), "Anna")
    send(screen, reason="dropped")
    assert "G-01 is shipped. Take it back first." in act.problem
    assert status(screen, gears[1]) == "available"


def test_an_item_is_installed_and_its_assembly_shows_it(screen, gears):
    pick(screen, gears[1])
    ask(screen, "install")
    send(screen, parent=str(gears[0]), parent_text="G-01")
    pick(screen, gears[2])
    ask(screen, "install")
    send(screen, parent=str(gears[1]), parent_text="G-02")

    screen.do(BuiltState.show, gears[0])
    built = screen.state(BuiltState)
    assert [row["name"] for row in built.rows] == ["G-02"]
    screen.do(BuiltState.twist, str(gears[1]))
    assert [(row["name"], row["level"]) for row in built.rows] == [("G-02", 1), ("G-03", 2)]
    screen.do(BuiltState.twist, str(gears[1]))
    screen.do(BuiltState.search, "g-03")
    assert [(row["name"], row["leads"]) for row in built.rows] == [("G-02", True), ("G-03", False)]


def test_a_name_that_is_not_chosen_is_refused(screen, gears):
    pick(screen, gears[0])
    act = ask(screen, "install")
    send(screen, parent="", parent_text="nowhere")

    assert "“nowhere” is not known here" in act.errors["parent"]


def test_a_location_is_created_where_it_is_named(screen, gears):
    pick(screen, *gears[:3])
    act = ask(screen, "move")
    screen.do(ActState.create, "location", "Hall / Shelf")
    assert act.values["location"] == "Hall / Shelf"
    send(screen, location=act.picked["location"], location_text="Hall / Shelf")

    assert screen.store(items.get, gears[2]).location == "Hall / Shelf"


@pytest.mark.parametrize(
    ("act", "typed", "status_after"),
    [
        ("hold", {"reason": "scratched"}, "unavailable"),
        ("start_work", {"work_order": "WO-1"}, "in_progress"),
        ("ship", {"to": "Anna"}, "shipped"),
        ("void", {"reason": "typo"}, "voided"),
        ("scrap", {"reason": "broken"}, "scrapped"),
    ],
)
def test_acts_on_many_lead_to_their_status(screen, gears, act, typed, status_after):
    pick(screen, *gears[:5])
    ask(screen, act)
    send(screen, **typed)

    assert {status(screen, id_) for id_ in gears[:5]} == {status_after}


def test_many_are_edited_in_one_act(screen, gears):
    pick(screen, *gears[:5])
    ask(screen, "edit_cost")
    send(screen, cost="4.2", currency="eur")

    assert screen.store(items.get, gears[4]).row["cost"] == "4.20 EUR"


def test_items_go_into_a_kit_that_is_opened_there(screen, gears):
    pick(screen, *gears[:2])
    act = ask(screen, "put_in")
    screen.do(ActState.find, "kit", "Line 1")
    screen.do(ActState.create, "kit", "Line 1")
    send(screen, kit=act.picked["kit"], kit_text="Line 1")

    assert status(screen, gears[0]) == "kitted"
    pick(screen, gears[2])
    ask(screen, "put_in")
    assert act.options["kit"] == [], "there was none, but there is now"


def test_what_asks_for_nothing_is_done_at_once_from_the_panel(screen, gears):
    screen.store(items.hold, Selection(ids=(gears[0],)), "scratched")
    screen.do(PanelState.show, gears[0])
    panel = screen.state(PanelState)
    assert panel.first_acts[0]["name"] == "release"

    events = screen.do(ActState.start_here, "release")

    assert "G-01 released." in said(events)
    assert status(screen, gears[0]) == "available"


def test_an_act_from_the_panel_is_refused_when_the_item_changed_meanwhile(screen, gears):
    screen.do(PanelState.show, gears[0])
    screen.do(ActState.start_here, "scrap")
    screen.store(items.edit, gears[0], {"note": "kept"})
    send(screen, reason="bent")

    assert "keeper changed G-01 meanwhile (note)" in screen.state(ActState).problem
    assert status(screen, gears[0]) == "available"


def test_one_row_is_counted_split_and_merged(screen, screws):
    screen.do(PanelState.show, screws)
    for name, typed in (
        ("adjust", {"counted": "12", "reason": "found two"}),
        ("split", {"quantities": "4 3"}),
    ):
        screen.do(ActState.start_here, name)
        send(screen, idempotency_key=name, **typed)
        screen.do(PanelState.show, screws)
    assert screen.store(items.get, screws).row["quantity"] == "5"

    parts_ = [screws + 1, screws + 2]
    screen.do(ActState.start_here, "merge")
    send(screen, into=str(parts_[0]), into_text="x", idempotency_key="merge")
    assert screen.store(items.get, parts_[0]).row["quantity"] == "9"
    assert status(screen, screws) == "merged"
    screen.do(PanelState.show, parts_[0])
    family = screen.state(PanelState).family
    assert [(each["how"], each["id"]) for each in family] == [
        ("split from, merged from", screws)
    ]  # fmt: skip


def test_the_survivor_of_a_merge_is_chosen_among_what_is_ticked(screen, screws):
    screen.store(items.split, screws, ["3", "1"])
    pick(screen, screws, screws + 1, screws + 2)

    act = ask(screen, "merge")
    assert [each["value"] for each in act.choices] == [str(screws + n) for n in range(3)]
    assert (act.choices[1]["hint"], act.picked["into"]) == ("3", str(screws))
    send(screen, into=str(screws + 2))
    assert screen.store(items.get, screws + 2).row["quantity"] == "10"
    assert ask(screen, "move").choices == []


def test_to_merge_everything_is_refused_and_says_what_to_do(screen, screws):
    screen.store(items.split, screws, ["3"])
    screen.do(GridState.select_all)

    events = screen.do(ActState.start, "merge")
    assert "press Clear selection, tick those" in said(events)
    assert not screen.state(ActState).open
    everything = screen.state(SelectionState)._target().text()
    screen.do(ActState.do, {"act": "merge", "target": everything, "into": str(screws)})
    assert "press Clear selection" in screen.state(ActState).problem


def test_serials_are_assigned_to_pending_units(screen):
    part = screen.store(parts.create, parts.PartForm(part_number="ROV", tracking="serial")).id
    (id_,) = screen.store(items.create, ItemForm(part_id=part, quantity="3")).ids
    screen.do(PanelState.show, id_)
    assert screen.state(PanelState).first_acts[0]["name"] == "assign_serials"
    screen.do(ActState.start_here, "assign_serials")
    events = send(screen, serials="R-1..3")

    assert "3 with a serial now." in said(events)
    assert screen.store(items.get, id_).row["serial"] == "R-1"


def test_a_cell_is_edited_and_the_second_editor_is_told(screen, gears):
    screen.do(CellState.start, gears[0], "lot")
    cell = screen.state(CellState)
    screen.store(items.edit, gears[0], {"lot": "L-2"})
    form = {"item": str(gears[0]), "field": "lot", "version": str(cell.version), "began": "",
            "value": "L-9"}  # fmt: skip
    screen.do(CellState.save, form)
    assert "keeper changed G-01 meanwhile (lot)" in cell.problem
    assert (cell.open, cell.hints["value"]) == (True, "Now “L-2”. Save again to put yours there.")

    # The second half of a double click was sent before the notice was seen: no consent.
    screen.do(CellState.save, form)
    assert screen.store(items.get, gears[0]).row["lot"] == "L-2"
    screen.do(CellState.save, form | {"seen": str(cell.seen)})
    assert cell.open is False
    assert screen.store(items.get, gears[0]).row["lot"] == "L-9"


def test_a_place_and_a_quantity_have_their_own_acts_in_a_cell(screen, screws):
    place = screen.store(locations.create_path, "Hall / Bin").id
    screen.do(CellState.start, screws, "location")
    screen.do(
        CellState.save,
        {"item": str(screws), "field": "location", "version": "1", "began": "",
         "value": str(place), "value_text": "Hall / Bin"},
    )  # fmt: skip
    screen.do(CellState.start, screws, "quantity")
    screen.do(
        CellState.save,
        {"item": str(screws), "field": "quantity", "version": "2", "began": "10", "value": "9",
         "reason": "one lost"},
    )  # fmt: skip

    row = screen.store(items.get, screws).row
    assert (row["place"], row["quantity"]) == ("Hall / Bin", "9")


def test_only_what_was_changed_in_the_form_is_stored(screen, gears):
    screen.do(EditItemState.start, gears[0])
    form = screen.state(EditItemState)
    screen.store(items.edit, gears[0], {"lot": "L-2"})
    sent = form.values | {"item": str(gears[0]), "version": str(form.version), "began": form.began}
    sent |= {"note": "mine", "supplier_text": "", "usage_type_text": ""}
    screen.do(EditItemState.save, sent)
    assert "keeper changed G-01 meanwhile" in form.problem
    assert "L-2" in form.hints["lot"]
    screen.do(EditItemState.save, sent)
    assert screen.store(items.get, gears[0]).note == ""
    screen.do(EditItemState.save, sent | {"seen": str(form.seen)})

    detail = screen.store(items.get, gears[0])
    assert (detail.note, detail.row["lot"]) == ("mine", "L-2")


def test_a_change_has_a_page_that_can_undo_it(screen, gears):
    done = screen.store(items.hold, Selection(ids=(gears[0], gears[1])), "scratched")
    screen.at(f"/changes?id={done.change_set}")
    screen.do(ChangeState.enter)
    page = screen.state(ChangeState)
    assert (page.title, page.reason, page.can_undo) == ("Held: 2 items", "scratched", True)
    assert [row["label"] for row in page.rows] == ["G-01", "G-02"]

    screen.do(ChangeState.undo)
    assert status(screen, gears[0]) == "available"
    assert page.can_undo is False
    assert screen.store(undoing.change_set, done.change_set).undone_by == int(page.undone_by)


@pytest.mark.parametrize("query", ["", "?id=x", "?id=4711", "?id=-1"])
def test_a_change_that_is_not_there_is_said(screen, query):
    screen.at(f"/changes{query}")
    screen.do(ChangeState.enter)

    assert "no such change" in screen.state(ChangeState).missing


def test_undo_that_cannot_be_had_gives_the_reasons(screen, gears):
    done = screen.store(items.hold, Selection(ids=(gears[0],)), "scratched")
    screen.store(items.release, Selection(ids=(gears[0],)))

    assert "Not undone." in said(screen.do(UndoState.undo, str(done.change_set)))


@pytest.mark.parametrize(
    ("handler", "arguments"),
    [
        (SelectionState.pick, ("1", True)),
        (SelectionState.pick, ([1], "yes")),
        (SelectionState.pick, (list(range(1_000)), True)),
        (SelectionState.drop, ([{"a": 1}],)),
        (ActState.start, ("nonsense",)),
        (ActState.find, ("__class__", "x")),
        (ActState.create, (7, "x")),
        (CellState.start, (1, "status")),
        (EditItemState.find, ("note", "x")),
        (UndoState.undo, ("1; drop",)),
        (BuiltState.show, ("x",)),
    ],
)
def test_a_request_that_no_screen_sends_is_refused(screen, gears, handler, arguments):
    with pytest.raises(Invalid):
        screen.do(handler, *arguments)


@pytest.mark.parametrize("target", ["", "[]", "{}", '{"ids": ["x"], "versions": []}', "null"])
def test_a_target_that_no_screen_sends_is_refused(screen, gears, target):
    pick(screen, gears[0])
    ask(screen, "release")
    screen.do(ActState.do, {"act": "release", "target": target})

    assert screen.state(ActState).problem


def test_every_act_asks_for_nothing_that_the_form_does_not_have():
    shown = {name for name, _ in act_dialog._FIELDS}
    for act in ACTS.values():
        assert act.label
        assert act.done
        assert {*act.needs} <= {*act.asks} <= shown, act.name
    assert shown == {*LABELS}
    offered = {*ACTS} - {f"edit_{name}" for name in EDITED}
    assert offered == {name.value for name in ActName} - {"edit"}
