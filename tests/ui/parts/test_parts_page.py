"""The part library: what the address says is what is shown, and the other way round."""

from dataclasses import replace

import pytest

from ioninv.domain import items, parts, suppliers
from ioninv.domain.items import ItemForm
from ioninv.domain.parts import PartForm
from ioninv.errors import Invalid
from ioninv.ui.kit.pager import SIZES
from ioninv.ui.parts.columns import COLUMNS
from ioninv.ui.parts.grid_state import PartsState
from ioninv.ui.parts.panel_state import PartPanelState


@pytest.fixture
def library(furnish) -> dict[str, int]:
    return furnish(fill_library)


def fill_library(session, keeper) -> dict[str, int]:
    mouser = suppliers.create(session, keeper, suppliers.SupplierForm(name="Mouser")).id
    forms = (
        PartForm(part_number="BRKT-001", name="Bracket", tracking="serial", supplier_id=mouser),
        PartForm(part_number="Wire 0.5", name="Copper wire", unit="m", cost="0.5", currency="EUR"),
        PartForm(part_number="R_10K_1%", name="Resistor", tracking="lot", reorder_min="1000"),
        PartForm(part_number="TRQ-1", name="Torque wrench", kind="tool"),
    )
    return {form.part_number: parts.create(session, keeper, form).id for form in forms}


def stock_up(screen, part_id: int, **fields: str) -> None:
    screen.store(items.create, replace(ItemForm(part_id=part_id), **fields))


def shown(screen) -> list[str]:
    return [row["number"] for row in screen.state(PartsState).rows]


def pushed(events) -> str:
    """The address that a handler puts into the browser."""
    return " ".join(str(value) for event in events for _, value in event.args)


def test_it_lists_the_library(screen, library):
    screen.do(PartsState.enter)

    assert shown(screen) == ["BRKT-001", "R_10K_1%", "TRQ-1", "Wire 0.5"]
    assert screen.state(PartsState).range_text == "1–4 of 4"
    assert screen.state(PartsState).part_count == "4"


def test_the_address_says_what_is_shown(screen, library):
    screen.at(f"/parts?q=wire&sort=-name&size=100&part={library['Wire 0.5']}")
    events = screen.do(PartsState.enter)

    state = screen.state(PartsState)
    assert shown(screen) == ["Wire 0.5"]
    assert (state.text, state.sort, state.size) == ("wire", "-name", "100")
    assert state.opened == library["Wire 0.5"]
    assert events[-1].handler.fn.__name__ == "show"


@pytest.mark.parametrize(
    "query", ["sort=price", "tracking=colour", "page=x", "part=-1", "sort=name;drop", "page=0"]
)
def test_an_address_that_is_wrong_shows_the_library_all_the_same(screen, library, query):
    screen.at(f"/parts?{query}")
    screen.do(PartsState.enter)

    assert len(shown(screen)) == 4


@pytest.mark.parametrize("text", ["%", "_", "🙂", "x" * 10_000, "'; --", "\x00", "10k_1%"])
def test_any_text_can_be_searched(screen, library, text):
    screen.do(PartsState.search, text)

    assert set(shown(screen)) <= {"R_10K_1%"}


def test_filters_combine_and_are_put_into_the_address(screen, library):
    screen.do(PartsState.search, "r")
    events = screen.do(PartsState.choose_tracking, "lot")

    assert shown(screen) == ["R_10K_1%"]
    assert "/parts?q=r&tracking=lot" in pushed(events)

    screen.do(PartsState.choose_tracking, "lot")
    assert len(shown(screen)) > 1
    screen.do(PartsState.clear_filters)
    assert len(shown(screen)) == 4


def test_archived_parts_show_when_asked_for(screen, library):
    screen.store(parts.archive, library["TRQ-1"], True)
    screen.do(PartsState.enter)
    assert "TRQ-1" not in shown(screen)

    events = screen.do(PartsState.show_archived, True)

    assert "TRQ-1" in shown(screen)
    assert "archived=1" in pushed(events)


@pytest.mark.parametrize("column", [column.key for column in COLUMNS])
def test_every_column_sorts_both_ways(screen, library, column):
    stock_up(screen, library["Wire 0.5"], quantity="12.5")
    stock_up(screen, library["R_10K_1%"], quantity="3", birth="on_order")
    screen.state(PartsState).sort = "-number" if column == "number" else "number"

    screen.do(PartsState.sort_by, column)
    first = shown(screen)
    screen.do(PartsState.sort_by, column)

    assert sorted(first) == sorted(shown(screen))
    assert screen.state(PartsState).sort == f"-{column}"


def test_sorting_by_what_is_available(screen, library):
    stock_up(screen, library["Wire 0.5"], quantity="12.5")
    screen.state(PartsState).sort = "available"

    screen.do(PartsState.sort_by, "available")

    assert shown(screen)[0] == "Wire 0.5"


def test_an_unknown_column_is_refused(screen, library):
    with pytest.raises(Invalid):
        screen.do(PartsState.sort_by, "name; DROP TABLE part")


def test_quantities_stand_by_status_with_their_unit(screen, library):
    stock_up(screen, library["Wire 0.5"], quantity="1200.5")
    stock_up(screen, library["Wire 0.5"], quantity="7", birth="on_order")
    screen.do(PartsState.enter)

    row = next(row for row in screen.state(PartsState).rows if row["number"] == "Wire 0.5")
    assert (row["available"], row["on_order"], row["installed"]) == ("1,200.5 m", "7 m", "")
    assert (row["items"], row["cost"]) == ("2", "0.50 EUR")


def test_too_few_of_a_part_are_marked_until_there_are_enough(screen, library):
    screen.do(PartsState.enter)
    low = {row["number"]: row["low"] for row in screen.state(PartsState).rows}
    assert low == {
        "BRKT-001": "",
        "R_10K_1%": "Below its minimum of 1,000",
        "TRQ-1": "",
        "Wire 0.5": "",
    }
    screen.do(PartPanelState.show, library["R_10K_1%"])
    assert screen.state(PartPanelState).low_lead == "None available, reorder below 1,000."

    stock_up(screen, library["R_10K_1%"], quantity="1000", lot="L1")
    screen.do(PartPanelState.show, library["R_10K_1%"])
    assert screen.state(PartPanelState).low_lead == ""


def test_the_panel_tells_shares_facts_and_history(screen, library):
    stock_up(screen, library["Wire 0.5"], quantity="30")
    stock_up(screen, library["Wire 0.5"], quantity="10", birth="on_order")
    screen.do(PartPanelState.show, library["Wire 0.5"])

    state = screen.state(PartPanelState)
    assert [(share["status"], share["share"]) for share in state.shares] == [
        ("on_order", 0.25),
        ("available", 0.75),
    ]
    assert state.shares_text == "On order 10 m, Available 30 m"
    assert state.shares[0]["href"] == f"/?part={library['Wire 0.5']}&status=on_order"
    assert {fact["name"]: fact["value"] for fact in state.facts}["Cost"] == "0.50 EUR"
    assert [entry["text"] for entry in state.history] == ["Created"]


def test_a_part_that_does_not_exist_says_so(screen):
    screen.do(PartPanelState.show, 99)

    assert "no such part" in screen.state(PartPanelState).missing


def test_what_was_stored_is_shown_and_opened(screen, library):
    events = screen.do(PartsState.show_stored, library["TRQ-1"])

    assert len(shown(screen)) == 4
    assert screen.state(PartsState).opened == library["TRQ-1"]
    assert f"/parts?part={library['TRQ-1']}" in pushed(events)


def test_pages_turn_and_stop_at_the_ends(screen):
    for number in range(55):
        screen.store(parts.create, PartForm(part_number=f"P-{number}"))
    screen.do(PartsState.enter)
    assert len(shown(screen)) == 50

    events = screen.do(PartsState.next_page)
    assert shown(screen) == [f"P-{number}" for number in range(50, 55)]
    assert "page=2" in pushed(events)
    screen.do(PartsState.next_page)
    assert screen.state(PartsState).range_text == "51–55 of 55"

    screen.do(PartsState.choose_size, SIZES[1])
    assert len(shown(screen)) == 55


def test_a_page_beyond_the_last_shows_the_last(screen, library):
    screen.at("/parts?page=9")
    screen.do(PartsState.enter)

    assert len(shown(screen)) == 4
