"""Somebody else changes what is ticked, while a form is open."""

from uuid import uuid4

from ioninv.domain import items, locations
from ioninv.domain.items import Selection
from ioninv.ui.items.act_state import ActState
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState
from ioninv.ui.items.selection_state import SelectionState
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
