"""What people see of acts that are refused, repeated, done in part or begun by two presses."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import items, locations
from ioninv.domain.items import Selection
from tests.e2e.conftest import Server
from tests.e2e.storing import store
from tests.e2e.test_acts import TABLET, asked, bar, change_status, made, panel, tick
from tests.e2e.test_inventory import open_inventory, row

BETWEEN_PRESSES = 150
WATCH = """cell => {
    const before = cell.getBoundingClientRect().x;
    window.moved = 0;
    const look = () => {
        const waits = !cell.closest(".work").querySelector(".panel") || "steady" in cell.closest(".work").dataset;
        if (waits && cell.getBoundingClientRect().x !== before) window.moved += 1;
        requestAnimationFrame(look);
    };
    look();
}"""
"""Counts the pictures in which the cell is elsewhere while a second press may follow."""
CELLS = ("serial", "lot", "location", "supplier", "unit_cost")


def press(page: Page, cell: Locator) -> None:
    """Press once in the middle of a cell."""
    box: dict[str, Any] = cell.bounding_box() or {}
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()


def press_again(page: Page) -> None:
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


@pytest.mark.parametrize("field", CELLS)
def test_two_presses_edit_the_cell_of_the_first(page: Page, server: Server, field: str):
    number = f"DBL-{field.upper().replace('_', '-')}"
    (id_,) = made(server, number, f"{number}-1")
    place = store(server, locations.create_path, "Hall 11 / Rack A / Bin 1").id
    store(server, items.edit, id_, {"location_id": str(place), "lot": "L-7", "unit_cost": "5"})
    open_inventory(page, f"?q={number.lower()}")
    cell = page.locator(f'td[data-field="{field}"]')
    cell.evaluate(WATCH)
    press(page, cell)
    page.wait_for_timeout(BETWEEN_PRESSES)
    assert page.evaluate("window.moved") == 0, "the cell was moved away from under the hand"
    press_again(page)

    label = field.replace("_", " ").capitalize()
    editor = page.get_by_role("dialog", name=f"{label} of {number}-1")
    expect(editor.locator("input:focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(editor).to_be_hidden()


def test_two_presses_count_a_quantity_and_its_reason_is_asked_for(page: Page, server: Server):
    (id_,) = made(server, "DBL-Q", quantity="8")
    open_inventory(page, "?q=dbl-q")
    press(page, page.locator('td[data-field="quantity"]'))
    page.wait_for_timeout(BETWEEN_PRESSES)
    press_again(page)
    editor = page.get_by_role("dialog", name="Quantity of DBL-Q")
    editor.get_by_label("Quantity").fill("7")
    page.keyboard.press("Enter")

    expect(editor.get_by_text("Give the reason")).to_be_visible()
    expect(editor.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("one lost")
    page.keyboard.press("Enter")
    expect(editor).to_be_hidden()
    assert store(server, items.get, id_).row["quantity"] == "7"


def test_one_press_opens_the_panel_and_the_grid_makes_room(page: Page, server: Server):
    made(server, "ONE-X", "OX-1")
    open_inventory(page, "?q=one-x")
    press(page, page.locator('td[data-field="unit_cost"]'))
    expect(panel(page).get_by_role("heading", name="OX-1")).to_be_visible()
    grid, side = page.locator(".grid-place").bounding_box(), panel(page).bounding_box()
    assert grid
    assert side
    assert grid["x"] + grid["width"] <= side["x"] + 1


def test_enter_alone_makes_no_location(page: Page, server: Server):
    made(server, "NEW-X", "NX-1")
    open_inventory(page, "?q=new-x")
    page.locator('td[data-field="location"]').dblclick()
    editor = page.get_by_role("dialog", name="Location of NX-1")
    editor.get_by_role("combobox").fill("Hall 12")
    expect(page.get_by_role("option", name="Create “Hall 12”")).to_be_visible()
    page.keyboard.press("Enter")
    expect(editor.get_by_text("“Hall 12” does not exist yet.")).to_be_visible()
    assert not store(server, locations.suggest, "Hall 12")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Create “Hall 12”")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Location Hall 12 created.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(editor).to_be_hidden()
    expect(row(page, "NX-1")).to_contain_text("Hall 12")


def test_what_is_held_twice_is_released_twice(page: Page, server: Server):
    (id_,) = made(server, "AGAIN-X", "AX-1")
    open_inventory(page, "?q=again-x")
    row(page, "AX-1").click()
    for reason in ("scratched", "scratched again"):
        store(server, items.hold, Selection(ids=(id_,)), reason)
        page.reload()
        panel(page).get_by_role("button", name="Release hold").dblclick()
        expect(page.get_by_text("AX-1 released.").first).to_be_visible()
        expect(panel(page)).to_contain_text("Available")
        expect(page.get_by_text("Not released.")).to_be_hidden()


def test_who_was_too_late_goes_on_from_what_is_left(page: Page, server: Server):
    (id_,) = made(server, "LATE-X", quantity="10")
    open_inventory(page, "?q=late-x")
    page.get_by_role("checkbox", name="Select page").click()
    dialog = change_status(page, "Scrap")
    dialog.get_by_label("Reason").fill("bent")
    store(server, items.scrap, Selection(ids=(id_,), quantity="4"), "rust")
    dialog.get_by_role("button", name="Scrap").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("keeper changed LATE-X")
    expect(dialog.get_by_label("Quantity")).to_have_value("6")
    expect(dialog.get_by_text("of 6 pieces")).to_be_visible()
    expect(dialog.get_by_label("Reason")).to_have_value("bent")

    dialog.get_by_label("Quantity").fill("2")
    dialog.get_by_role("button", name="Scrap").click()
    expect(page.get_by_text("2 of LATE-X scrapped.")).to_be_visible()
    assert store(server, items.get, id_).row["quantity"] == "4"


def test_of_everything_one_is_unticked(page: Page, server: Server):
    made(server, "ALL-X", "LX-01..60")
    open_inventory(page, "?q=all-x&sort=serial")
    tick(page, "LX-02")
    bar(page).get_by_role("button", name="Select all 60").click()
    expect(bar(page)).to_contain_text("All 60 selected")
    tick(page, "LX-02")
    expect(bar(page)).to_contain_text("59 selected")
    expect(page.get_by_role("checkbox", name="Select LX-02")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Select LX-03")).to_be_checked()
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_role("checkbox", name="Select LX-60")).to_be_checked()


def test_what_is_given_to_many_is_cleared_only_when_that_is_said(page: Page, server: Server):
    ids = made(server, "CLR-X", "RX-1..2")
    for id_ in ids:
        store(server, items.edit, id_, {"unit_cost": "5", "currency": "EUR"})
    open_inventory(page, "?q=clr-x")
    for fill, tells in (("7", "7.00 EUR"), ("", "")):
        page.get_by_role("checkbox", name="Select page").click()
        bar(page).get_by_role("button", name="Edit").click()
        page.get_by_role("menuitem", name="Unit cost").click()
        dialog = asked(page, "Unit cost")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog.get_by_text("Fill it in, or tick")).to_be_visible()
        if fill:
            dialog.get_by_label("Unit cost").fill(fill)
        else:
            dialog.get_by_role("switch", name="Clear it").check()
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_be_hidden()
        expect(row(page, "RX-1").locator(".c-cost")).to_have_text(tells)


def test_fingers_find_undo_and_see_where_they_press(
    open_context: Callable[..., BrowserContext], server: Server
):
    (id_,) = made(server, "FINGER-X", quantity="10")
    store(server, items.hold, Selection(ids=(id_,), quantity="4"), "ü" * 1_500)
    page = open_context(**TABLET).new_page()
    open_inventory(page, "?q=finger-x")
    page.get_by_role("row", name=re.compile("Unavailable")).tap()
    undo = panel(page).get_by_role("button", name=re.compile("^Undo")).first
    expect(undo).to_be_visible()
    assert (undo.bounding_box() or {})["height"] >= 44
    said = panel(page).locator(".why")
    assert (said.bounding_box() or {})["height"] < 180

    panel(page).get_by_role("button", name="Release hold").tap()
    dialog = asked(page, "Release hold")
    dialog.get_by_label("Quantity").fill("1")
    dialog.get_by_role("button", name="Release hold").tap()
    expect(page.get_by_text("1 of FINGER-X released.")).to_be_visible()
