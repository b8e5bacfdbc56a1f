"""Somebody else changes what is ticked, while a form is open."""

from uuid import uuid4

from ioninv.domain import items, locations
from ioninv.domain.items import ItemFilter, Selection
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
from ioninv.ui.items.target import LONGEST_FORM, Target
from ioninv.vocabulary import LARGEST_ACT
from tests.ui.items.acting import ask, pick, said, send, status


def shown(screen) -> list[int]:
    return [row["id"] for row in screen.state(GridState).rows]


def test_what_somebody_moved_meanwhile_is_not_moved_over(screen, gears):
    hall, jail = (screen.store(locations.create_path, name).id for name in ("Hall", "Jail"))
    first, second, third = shown(screen)[:3]
    name = screen.store(items.get, second).title
    pick(screen, first, second, third)
    act = ask(screen, "move")
    screen.store(items.move, Selection(ids=(second,)), jail)

    send(screen, location=str(hall), location_text="Hall")
    assert f"keeper changed {name} meanwhile (location)" in act.problem
    assert screen.store(items.get, first).location == ""

    # Told, and sent again: that is meant.
    send(screen, location=str(hall), location_text="Hall")
    assert act.open is False
    assert screen.store(items.get, second).location == "Hall"


def test_a_tick_means_the_item_as_it_was_shown_last(screen, gears):
    id_, other = shown(screen)[:2]
    pick(screen, id_)
    screen.store(items.edit, id_, {"note": "x"})
    act = ask(screen, "scrap")
    send(screen, reason="bent")
    assert "meanwhile (note)" in act.problem

    screen.do(ActState.close_dialog)
    screen.store(items.edit, other, {"note": "x"})
    screen.do(GridState.refresh)
    pick(screen, other)
    ask(screen, "scrap")
    assert "2 scrapped." in said(send(screen, reason="bent"))


def test_a_lost_race_goes_on_from_what_is_there_now(screen, screws):
    screen.do(PanelState.show, screws)
    screen.do(ActState.start_here, "scrap")
    act = screen.state(ActState)
    screen.store(items.scrap, Selection(ids=(screws,), quantity="4"), "rust")
    form = {"act": "scrap", "target": act.target, "idempotency_key": uuid4().hex}

    screen.do(ActState.do, form | {"quantity": "10", "reason": "bent"})
    assert "meanwhile" in act.problem
    assert act.hints["quantity"].startswith("of 6")
    assert act.values["quantity"] == "6"

    screen.do(ActState.do, form | {"quantity": "2", "reason": "bent"})
    assert act.open is False
    assert screen.store(items.get, screws).row["quantity"] == "4"


def test_of_everything_one_is_unticked_and_the_others_stay(screen, gears):
    screen.do(GridState.enter)
    screen.do(GridState.select_all)
    screen.do(SelectionState.drop, [gears[4]])
    chosen = screen.state(SelectionState)
    assert (chosen.count, chosen.everything, chosen.said) == (59, False, "59 selected")
    assert set(chosen.shown) == {*gears} - {gears[4]}

    ask(screen, "scrap")
    assert "59 scrapped." in said(send(screen, reason="old"))
    assert status(screen, gears[4]) == "available"


def test_of_all_that_match_those_that_left_the_filter_are_named(screen, gears):
    for id_ in gears:
        screen.store(items.hold, Selection(ids=(id_,)), "inspect")
    screen.do(GridState.choose_status, "unavailable")
    screen.do(GridState.select_all)
    act = ask(screen, "scrap")
    screen.store(items.release, Selection(ids=tuple(gears[:10])))

    send(screen, reason="old")
    assert "keeper changed G-01 meanwhile (hold released)" in act.problem
    assert act.title == "Scrap: 50 items"
    assert {status(screen, id_) for id_ in gears[10:]} == {"unavailable"}

    assert "50 scrapped." in said(send(screen, reason="old"))
    assert status(screen, gears[0]) == "available"


def test_a_row_ticked_after_everything_is_part_of_it(screen, gears):
    screen.do(GridState.select_all)
    screen.do(SelectionState.drop, shown(screen)[:2])
    screen.do(SelectionState.pick, shown(screen)[:1], True)
    chosen = screen.state(SelectionState)
    assert chosen.count == 59

    screen.store(items.hold, Selection(ids=(gears[0],)), "inspect")
    act = ask(screen, "scrap")
    send(screen, reason="old")
    assert "meanwhile (held)" in act.problem


def test_what_was_counted_meanwhile_is_not_merged(screen, screws):
    (id_,) = screen.store(items.split, screws, ["4"]).ids
    screen.do(GridState.refresh)
    pick(screen, screws, id_)
    act = ask(screen, "merge")
    screen.store(items.adjust, id_, "3", "counted")

    send(screen, into=str(screws), into_text="SCREW")
    assert "meanwhile (quantity)" in act.problem
    assert screen.store(items.get, screws).row["quantity"] == "6"
    assert "2 merged." in said(send(screen, into=str(screws), into_text="SCREW"))


def test_ten_thousand_items_fit_into_a_form():
    ids = tuple(range(10**7, 10**7 + LARGEST_ACT))
    aim = Target(ids, dict.fromkeys(ids, 12), ItemFilter(text="x"), 10**6, ticked=True)

    assert len(aim.text()) < LONGEST_FORM
    assert Target.read(aim.text()) == aim
