"""The Kits page: its list, its form, its panel, what is in a kit, closing."""

import pytest

from ioninv.domain import items, kits, locations, parts
from ioninv.domain.items import ItemFilter, ItemForm, Selection
from ioninv.domain.kits import KitFilter
from ioninv.errors import Invalid
from ioninv.ui.forms import FormState
from ioninv.ui.kits.acts_state import KitActsState
from ioninv.ui.kits.close_kit import CloseKitState
from ioninv.ui.kits.contents_state import KitContentsState
from ioninv.ui.kits.form_state import KitFormState
from ioninv.ui.kits.grid_state import KitsState
from ioninv.ui.kits.panel_state import KitPanelState

NASTY = '<img src=x onerror=alert(1)> 100% 🧪 "quoted"'


@pytest.fixture
def dock(screen) -> int:
    return screen.store(locations.create_path, "Hall / Dock").id


@pytest.fixture
def kit(screen) -> int:
    return screen.store(kits.create, "KIT-7", "WO-12").id


@pytest.fixture
def nuts(screen, kit, dock) -> tuple[int, ...]:
    """Sixty items in the kit."""
    part = screen.store(parts.create, parts.PartForm(part_number="NUT", tracking="serial")).id
    form = ItemForm(part, serials="N-01..60", location_id=dock)
    made = screen.store(items.create, form).ids
    screen.store(kits.put_in, kit, Selection(ids=made))
    return made


def sent(screen, **typed: str) -> dict[str, str]:
    """What the browser sends: the values the form began with, changed by typing."""
    state = screen.state(KitFormState)
    unseen = {"id": str(state.kit), "version": str(state.version), "began": state.began}
    place = {"location": state.location, "location_text": state.values["location"]}
    return {**state.values, **place, **unseen, **typed}


def names(screen) -> list[str]:
    return [row["name"] for row in screen.state(KitsState).rows]


def show(screen, kit: int) -> None:
    """The panel and what is in it, as the browser would have them."""
    screen.do(KitPanelState.show, kit)
    screen.do(KitContentsState.show, kit)


def test_a_new_kit_is_stored_once_with_its_destination(screen):
    screen.do(KitFormState.start_new)
    screen.do(KitFormState.create_location, "Hall / Line 2")
    data = sent(screen, name="KIT-8", reference=NASTY, idempotency_key="k1")

    screen.do(KitFormState.save, data)
    screen.do(KitFormState.save, data)
    screen.do(KitsState.enter)

    assert names(screen) == ["KIT-8"]
    row = screen.state(KitsState).rows[0]
    assert (row["destination"], row["reference"]) == ("Hall / Line 2", NASTY)
    state = screen.state(KitFormState)
    assert (state.open, state.taken) == (False, "k1")


def test_every_refusal_stands_beside_its_field(screen, kit):
    screen.do(KitFormState.start_new)

    screen.do(KitFormState.save, sent(screen, name="x" * 10_000, reference="y" * 10_000))
    state = screen.state(KitFormState)
    assert (state.open, set(state.errors)) == (True, {"name", "reference"})
    screen.do(KitFormState.save, sent(screen, name="kit-7"))
    assert "exists already (open)" in state.errors["name"]
    screen.do(KitFormState.save, sent(screen, name="KIT-8", location_text="Nowhere"))
    assert "does not exist yet" in state.errors["location"]
    screen.do(KitFormState.save, sent(screen, name="KIT-8", location="99", location_text="Gone"))
    assert "does not exist" in state.errors["location"]
    assert (state.taken, state.saving) == ("", False)


def test_the_second_of_two_is_told_and_loses_nothing(screen, kit, dock):
    screen.do(KitFormState.start_edit, kit)
    screen.store(kits.edit, kit, "KIT-7", "WO-13", dock)
    mine = sent(screen, name="KIT-9", idempotency_key="k")

    screen.do(KitFormState.save, mine)
    state = screen.state(KitFormState)
    assert "meanwhile" in state.problem
    assert ("WO-13" in state.hints["reference"], "Dock" in state.hints["location"]) == (True, True)
    screen.do(KitFormState.save, mine)

    row = screen.store(kits.get, kit)
    assert (row.name, row.reference, row.destination) == ("KIT-9", "WO-13", "Hall / Dock")


def test_the_address_holds_the_list(screen, kit):
    for number in range(60):
        screen.store(kits.create, f"Kit {number:02}")
    screen.store(kits.close, kit)
    screen.at(f"/kits?q=kit&sort=-name&page=2&state=all&kit={kit}")

    screen.do(KitsState.enter)
    state = screen.state(KitsState)
    assert (state.range_text, state.which, state.opened) == ("51–61 of 61", "all", kit)
    screen.do(KitsState.choose_state, "closed")
    assert names(screen) == ["KIT-7"]
    assert state.rows[0]["closed"]
    screen.do(KitsState.clear_filters)
    assert (state.which, state.text, state.range_text) == ("open", "", "1–50 of 60")
    screen.do(KitsState.search, "%")
    assert names(screen) == []


@pytest.mark.parametrize("query", ["state=x", "sort=name;drop", "page=x", "kit=-1", "size=7"])
def test_an_address_that_cannot_be_read_shows_open_kits(screen, kit, query):
    screen.at(f"/kits?{query}")
    screen.do(KitsState.enter)
    assert names(screen) == ["KIT-7"]


def test_the_panel_tells_the_kit_and_pages_what_is_in_it(screen, kit, nuts):
    show(screen, kit)

    panel, inside = screen.state(KitPanelState), screen.state(KitContentsState)
    assert (panel.name, panel.items, panel.quantity) == ("KIT-7", "60 items", "60")
    assert panel.export_href == f"/api/v1/export/items.csv?kit={kit}"
    assert [entry["text"] for entry in panel.history] == ["60 items put in", "Opened for WO-12"]
    assert [entry["can_undo"] for entry in panel.history] == [True, False]
    assert (len(inside.rows), inside.range_text) == (50, "1–50 of 60")
    assert inside.rows[0]["place"] == "Hall / Dock"
    screen.do(KitContentsState.next_page)
    assert (inside.range_text, inside.has_next) == ("51–60 of 60", False)


def test_what_is_ticked_stays_so_while_pages_turn(screen, kit, nuts):
    show(screen, kit)
    inside = screen.state(KitContentsState)
    screen.do(KitContentsState.pick, inside.rows[0]["id"], True)
    screen.do(KitContentsState.next_page)
    screen.do(KitContentsState.pick_page, True)
    assert (inside.picked, inside.picked_all) == (11, True)
    screen.do(KitContentsState.previous_page)
    assert [row["picked"] for row in inside.rows[:2]] == [True, False]

    screen.do(KitActsState.take_out_picked)
    assert screen.store(kits.get, kit).items == 49
    screen.do(KitActsState.take_out_picked)
    assert screen.store(kits.get, kit).items == 49


def test_all_is_what_was_seen(screen, kit, nuts):
    show(screen, kit)
    screen.store(items.edit, nuts[0], {"note": "scratched"})

    screen.do(KitActsState.take_out_all)
    assert screen.store(kits.get, kit).items == 60
    show(screen, kit)
    screen.do(KitActsState.take_out_all)
    screen.do(KitActsState.take_out_all)
    assert screen.store(kits.get, kit).items == 0


def test_closing_says_what_it_frees_and_moves_it_where_it_goes(screen, kit, nuts):
    line = screen.store(locations.create_path, "Line 2").id
    screen.store(kits.edit, kit, "KIT-7", "WO-12", line)
    screen.do(CloseKitState.start, kit)
    state = screen.state(CloseKitState)
    assert state.says == ("60 items are in it (60) and will be free for others: 60 in Hall / Dock.")
    screen.do(CloseKitState.find_locations, "")
    assert state.location_options[0]["value"] == str(line)
    data = {"id": str(kit), "expected": "60", "idempotency_key": "k"}

    screen.do(CloseKitState.close, data | {"location_text": "Nowhere"})
    assert "does not exist yet" in state.errors["location"]
    screen.do(CloseKitState.close, data | {"expected": "59"})
    assert "60 items in KIT-7 now" in state.problem
    screen.do(CloseKitState.close, data | {"location": str(line), "location_text": "Line 2"})
    assert (state.open, state.taken) == (False, "k")
    assert screen.store(items.count, ItemFilter(location_id=line)).total == 60


def test_a_closed_kit_is_opened_again_and_that_is_undone(screen, kit):
    screen.store(kits.close, kit)
    show(screen, kit)
    screen.do(KitActsState.reopen)
    screen.do(KitActsState.reopen)
    assert not screen.store(kits.get, kit).closed

    show(screen, kit)
    assert [entry["text"] for entry in screen.state(KitPanelState).history][:1] == ["Opened again"]
    screen.do(KitActsState.undo, screen.state(KitPanelState).history[0]["change_set"], "press")
    assert screen.store(kits.search, KitFilter()).total == 0


def test_what_does_not_exist_is_said(screen):
    show(screen, 99)
    assert "no such kit" in screen.state(KitPanelState).missing


@pytest.mark.parametrize("value", ["x", -1, 1.5, None, {}, [1], True, "9" * 40])
def test_anything_but_a_number_is_refused(screen, value):
    for handler in (KitsState.open_row, KitPanelState.show, KitContentsState.show):
        with pytest.raises(Invalid):
            screen.do(handler, value)
    with pytest.raises(Invalid):
        screen.do(KitContentsState.pick, value, True)
    with pytest.raises(Invalid, match="no such filter"):
        screen.do(KitsState.show_archived, True)


@pytest.mark.parametrize("value", [3, None, ["name"], {"name": {"$ne": 1}}, {"name": "x" * 30_000}])
def test_a_form_that_is_none_is_refused_in_its_dialog(screen, kit, value):
    for start, send in (
        (KitFormState.start_new, KitFormState.save),
        (CloseKitState.start, CloseKitState.close),
    ):
        screen.do(start, *([kit] if start is CloseKitState.start else []))
        screen.do(send, value)
        state: FormState = screen.state(send.state)
        assert state.problem
        assert state.open
