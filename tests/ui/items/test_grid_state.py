"""The inventory grid: its address holds it, and what it is asked for is checked."""

import pytest

from ioninv.domain import items, parts
from ioninv.domain.items import ItemForm
from ioninv.errors import Invalid
from ioninv.ui.items.grid_state import GridState
from ioninv.ui.items.panel_state import PanelState


@pytest.fixture
def stocked(furnish):
    return furnish(stock)


def stock(session, keeper) -> int:
    """120 gears, 10 of them on order."""
    form = parts.PartForm(part_number="GEAR", tracking="serial")
    part = parts.create(session, keeper, form).id
    items.create(session, keeper, ItemForm(part_id=part, serials="G-001..110"))
    items.create(session, keeper, ItemForm(part_id=part, serials="G-111..120", birth="on_order"))
    return part


def scripts(events) -> str:
    return " ".join(str(event.args) for event in events)


def enter(screen, query: str = "") -> GridState:
    screen.at(f"/{query}")
    screen.do(GridState.enter)
    return screen.state(GridState)


def test_an_empty_house_says_so(screen):
    grid = enter(screen)

    assert (grid.rows, grid.range_text, grid.loaded) == ([], "No items", True)


def test_the_page_shows_rows_counts_and_totals(screen, stocked):
    grid = enter(screen)

    assert len(grid.rows) == 50
    assert grid.range_text == "1–50 of 120"
    assert {chip["value"]: chip["count"] for chip in grid.chips}["on_order"] == "10"
    assert (grid.has_previous, grid.has_next) == (False, True)


def test_rows_come_before_counts(screen, stocked):
    screen.at("/")
    seen = []

    async def watch():
        async for _ in GridState.enter.fn(screen.state(GridState)):
            grid = screen.state(GridState)
            seen.append((len(grid.rows), grid.range_text))

    import asyncio

    asyncio.run(watch())
    assert seen[0] == (50, "1–50")
    assert seen[1] == (50, "1–50 of 120")


def test_the_address_is_taken_over(screen, stocked):
    grid = enter(screen, "?q=g-11&status=on_order&sort=serial&size=100")

    assert [row["serial"] for row in grid.rows] == [f"G-11{n}" for n in range(1, 10)]
    assert (grid.text, grid.sort, grid.size) == ("g-11", "serial", "100")


@pytest.mark.parametrize(
    "query",
    ["?part=x", "?status=gone", "?sort=id;--", "?page=-1", "?size=7", "?page=1e9", "?item=1x"],
)
def test_what_the_address_cannot_say_is_left_out(screen, stocked, query):
    grid = enter(screen, query)

    assert len(grid.rows) == 50


def test_a_page_beyond_the_end_shows_the_first(screen, stocked):
    grid = enter(screen, "?page=99")

    assert grid.range_text == "1–50 of 120"


def test_pages_turn_and_the_address_follows(screen, stocked):
    grid = enter(screen, "?sort=serial")

    assert "page=2" in scripts(screen.do(GridState.next_page))
    assert grid.rows[0]["serial"] == "G-051"
    screen.do(GridState.last_page)
    assert grid.range_text == "101–120 of 120"
    screen.do(GridState.next_page)
    assert grid.range_text == "101–120 of 120"
    screen.do(GridState.previous_page)
    assert grid.rows[0]["serial"] == "G-051"


def test_a_header_sorts_and_pressed_again_turns_round(screen, stocked):
    grid = enter(screen)

    screen.do(GridState.sort_by, "serial")
    assert (grid.sort, grid.rows[0]["serial"]) == ("serial", "G-001")
    screen.do(GridState.sort_by, "serial")
    assert (grid.sort, grid.rows[0]["serial"]) == ("-serial", "G-120")


def test_typing_replaces_the_address_and_a_chip_adds_to_history(screen, stocked):
    enter(screen)

    assert "replaceState" in scripts(screen.do(GridState.search, "gear"))
    assert "pushState" in scripts(screen.do(GridState.choose_status, "available"))


def test_a_chip_pressed_twice_is_off_again(screen, stocked):
    grid = enter(screen)

    screen.do(GridState.choose_status, "on_order")
    assert grid.range_text == "1–10 of 10"
    screen.do(GridState.choose_status, "on_order")
    assert grid.range_text == "1–50 of 120"


def test_the_export_follows_the_filter(screen, stocked):
    grid = enter(screen, f"?part={stocked}&sort=serial&page=2")

    assert grid.export_href == f"/api/v1/export/items.csv?part={stocked}&sort=serial"


def test_an_item_opens_and_closes(screen, stocked):
    grid = enter(screen)
    events = screen.do(GridState.open_item, grid.rows[0]["id"])

    assert f"item={grid.item_id}" in scripts(events)
    screen.do(PanelState.show, grid.item_id)
    assert screen.state(PanelState).title == grid.rows[0]["serial"]
    screen.do(GridState.close_item)
    assert grid.item_id == 0


def test_an_item_that_is_not_there_is_said(screen):
    screen.do(PanelState.show, 4711)

    assert "no such item" in screen.state(PanelState).missing


@pytest.mark.parametrize(
    ("handler", "arguments"),
    [
        (GridState.search, (7,)),
        (GridState.search, ("x" * 30_000,)),
        (GridState.choose_status, ({"a": 1},)),
        (GridState.choose_status, ("nonsense",)),
        (GridState.filter_by, ("statuses", "1")),
        (GridState.filter_by, ("part", "1 OR 1=1")),
        (GridState.sort_by, ("__class__",)),
        (GridState.choose_size, ("1000000",)),
        (GridState.open_item, ("-1",)),
        (GridState.open_item, (True,)),
        (PanelState.show, ("nan",)),
        (GridState.show_column, ("part", "yes")),
    ],
)
def test_a_request_that_no_screen_sends_is_refused(screen, stocked, handler, arguments):
    enter(screen)

    with pytest.raises(Invalid):
        screen.do(handler, *arguments)


def test_columns_keep_their_order_and_know_no_strangers(screen):
    grid = screen.state(GridState)
    screen.do(GridState.show_column, "code", True)
    screen.do(GridState.show_column, "evil x", True)
    screen.do(GridState.show_column, "lot", False)

    assert grid.columns == "part,serial,quantity,status,location,supplier,cost,code"
    assert "no-lot" in grid.hidden_columns
