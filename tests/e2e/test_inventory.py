"""Inventory, from the first item on, as people use it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from ioninv.domain import items, parts
from ioninv.domain.items import ItemForm
from tests.e2e.conftest import Server
from tests.e2e.storing import store

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}


def open_inventory(page: Page, query: str = "") -> None:
    page.goto(f"/{query}")
    expect(page.locator(".pager")).to_contain_text(re.compile(r"of \d|No items"))


def new_inventory(page: Page) -> Locator:
    page.get_by_role("main").get_by_role("button", name="New Inventory").first.click()
    dialog = page.get_by_role("dialog", name="New Inventory")
    expect(dialog).to_be_visible()
    return dialog


def pick(page: Page, dialog: Locator, name: str, typed: str, option: str) -> None:
    dialog.get_by_role("combobox", name=name).fill(typed)
    page.get_by_role("option", name=option).first.click()


def send(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Create", exact=True).click()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row", name=re.compile(re.escape(name)))


@pytest.fixture(scope="module")
def gears(server: Server) -> int:
    """A part with 120 serials on the shared server."""
    part = store(
        server, parts.create, parts.PartForm(part_number="GEAR-1", name="Gear", tracking="serial")
    )
    store(server, items.create, ItemForm(part_id=part.id, serials="G-001..120", lot="L-GEAR"))
    return part.id


def test_part_location_supplier_and_ten_serials_are_created_in_one_dialog(page: Page):
    open_inventory(page)
    dialog = new_inventory(page)

    pick(page, dialog, "Part", "ROV-7", "Create “ROV-7”")
    part = page.get_by_role("dialog", name="New Part")
    part.get_by_label("Tracking").select_option("serial")
    part.get_by_role("button", name="Create", exact=True).click()
    expect(part).to_be_hidden()
    expect(dialog.get_by_role("combobox", name="Part")).to_have_value("ROV-7")
    pick(page, dialog, "Location", "Hall 9 / Shelf A", "Create “Hall 9 / Shelf A”")
    pick(page, dialog, "Supplier", "Journey Motors", "Create “Journey Motors”")
    dialog.get_by_label("Serial numbers").fill("ROV-0001..0010")
    expect(dialog.get_by_text("10 items of quantity 1: ROV-0001 … ROV-0010")).to_be_visible()
    expect(dialog.get_by_label("Quantity")).to_have_attribute("readonly", "")
    send(dialog)

    expect(dialog).to_be_hidden()
    expect(page.get_by_text("10 items created.")).to_be_visible()
    expect(row(page, "ROV-0003")).to_contain_text("Hall 9 / Shelf A")
    expect(row(page, "ROV-0003")).to_contain_text("Journey Motors")


def test_a_serial_is_found_from_the_header_and_shown(page: Page, gears: int):
    open_inventory(page)

    page.get_by_label("Find or scan").fill("g 042")
    page.get_by_role("option", name=re.compile("G-042")).click()

    panel = page.get_by_role("complementary", name="Item")
    expect(panel.get_by_role("heading", name="G-042")).to_be_visible()
    expect(panel).to_contain_text("Available")
    expect(panel).to_contain_text("L-GEAR")
    expect(panel).to_contain_text("Created")


def test_filter_sort_page_and_item_survive_reload_and_come_back(page: Page, gears: int):
    open_inventory(page)
    page.get_by_label("Filter the list").fill("gear")
    expect(page).to_have_url(re.compile(r"q=gear"))
    page.get_by_role("button", name="Serial", exact=True).click()
    expect(row(page, "G-001")).to_be_visible()
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".pager")).to_contain_text("51–100 of 120")
    row(page, "G-060").click()
    panel = page.get_by_role("complementary", name="Item")
    expect(panel.get_by_role("heading", name="G-060")).to_be_visible()

    page.reload()
    expect(panel.get_by_role("heading", name="G-060")).to_be_visible()
    expect(page.locator(".pager")).to_contain_text("51–100 of 120")
    expect(page.get_by_label("Filter the list")).to_have_value("gear")

    page.go_back()
    expect(panel).to_be_hidden()
    page.go_back()
    expect(page.locator(".pager")).to_contain_text("1–50 of 120")
    expect(row(page, "G-001")).to_be_visible()
    page.get_by_role("button", name="Serial", exact=True).click()
    expect(row(page, "G-120")).to_be_visible()
    page.get_by_role("button", name="Last page").click()
    expect(page.locator(".pager")).to_contain_text("101–120 of 120")


def test_conditions_are_picked_shown_and_taken_away(page: Page, gears: int):
    open_inventory(page)
    page.locator("button.filter", has_text="Filter").click()
    page.get_by_role("combobox", name="Lot").fill("l-g")
    page.get_by_role("option", name="L-GEAR").click()

    expect(page.locator(".pager")).to_contain_text("of 120")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove filter Lot").click()
    expect(page).not_to_have_url(re.compile("lot="))


def test_a_status_chip_shows_that_status_alone(page: Page, gears: int):
    open_inventory(page, f"?part={gears}")

    page.get_by_role("button", name=re.compile("^On order")).click()

    expect(page.get_by_text("No items match.")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Clear filters").click()
    expect(page.locator(".pager")).to_contain_text("1–50 of")


@pytest.mark.parametrize(
    ("serials", "quantity", "field", "sentence"),
    [
        ("g-007", "1", "Serial numbers", "Serial G-007 already exists for GEAR-1"),
        ("G-999", "2", "Quantity", "A serial means quantity 1."),
        ("", "-3", "Quantity", "Quantity cannot be negative."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    page: Page, gears: int, serials: str, quantity: str, field: str, sentence: str
):
    open_inventory(page)
    dialog = new_inventory(page)
    pick(page, dialog, "Part", "GEAR-1", "GEAR-1")
    dialog.get_by_label("Quantity").fill(quantity)
    dialog.get_by_label("Serial numbers").fill(serials)
    dialog.get_by_label("Note").fill("kept <img src=x onerror=alert(1)> 🙂")
    send(dialog)

    control = dialog.get_by_label(field)
    expect(control).to_have_attribute("aria-invalid", "true")
    said = dialog.locator(f"#{control.get_attribute('aria-describedby')}")
    expect(said).to_contain_text(sentence)
    expect(dialog.get_by_label("Note")).to_have_value("kept <img src=x onerror=alert(1)> 🙂")
    expect(dialog.get_by_label("Serial numbers")).to_have_value(serials)
    expect(dialog.get_by_role("combobox", name="Part")).to_have_value("GEAR-1")


def test_a_double_click_on_create_makes_one_item(page: Page, server: Server, gears: int):
    open_inventory(page)
    before = store(server, items.count, items.ItemFilter(text="once-only")).total
    dialog = new_inventory(page)
    pick(page, dialog, "Part", "GEAR-1", "GEAR-1")
    dialog.get_by_label("Lot").fill("ONCE-ONLY")
    dialog.get_by_role("button", name="Create", exact=True).dblclick()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Item created.")).to_have_count(1)

    assert before == 0
    assert store(server, items.count, items.ItemFilter(text="once-only")).total == 1


def test_create_and_add_another_keeps_what_the_next_one_shares(page: Page, gears: int):
    open_inventory(page)
    dialog = new_inventory(page)
    pick(page, dialog, "Part", "GEAR-1", "GEAR-1")
    dialog.get_by_label("Lot").fill("L-AGAIN")
    dialog.get_by_label("Serial numbers").fill("AGAIN-1")
    dialog.get_by_role("button", name="Create and add another").click()

    expect(page.get_by_text("Item created.")).to_be_visible()
    expect(dialog.get_by_label("Serial numbers")).to_have_value("")
    expect(dialog.get_by_label("Lot")).to_have_value("L-AGAIN")
    expect(dialog.get_by_role("combobox", name="Part")).to_have_value("GEAR-1")


def test_columns_are_chosen_and_remembered_by_this_browser(page: Page, gears: int):
    open_inventory(page)
    expect(page.get_by_role("columnheader", name="Code")).to_be_hidden()
    page.locator("button.filter", has_text="Columns").click()
    page.get_by_role("checkbox", name="Code").click()
    page.get_by_role("checkbox", name="Supplier").click()
    page.keyboard.press("Escape")

    expect(page.get_by_role("columnheader", name="Code")).to_be_visible()
    page.reload()
    expect(page.get_by_role("columnheader", name="Code")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Supplier")).to_be_hidden()


def test_an_address_that_cannot_be_read_is_told_and_the_rest_is_taken(page: Page, gears: int):
    page.goto(f"/?part={gears}&status=nonsense&sort=serial")

    expect(page.get_by_text("There is no status “nonsense”.")).to_be_visible()
    expect(page.locator(".pager")).to_contain_text("1–50 of")


def test_the_export_is_what_the_filter_shows(page: Page, gears: int):
    open_inventory(page, f"?part={gears}&q=g-01&sort=serial")
    expect(page.locator(".pager")).to_contain_text("1–10 of 10")

    with page.expect_download() as download:
        page.get_by_role("link", name="Export to CSV").click()

    lines = download.value.path().read_text("utf-8-sig").splitlines()
    serial = lines[0].split(",").index("Serial")
    assert [line.split(",")[serial] for line in lines[1:]] == [f"G-01{n}" for n in range(10)]


def test_on_a_tablet_an_item_opens_as_a_sheet_and_closes(open_context, gears: int):
    page = open_context(**TABLET).new_page()
    open_inventory(page, f"?part={gears}&sort=serial")

    row(page, "G-002").tap()
    panel = page.get_by_role("complementary", name="Item")
    expect(panel.get_by_role("heading", name="G-002")).to_be_visible()
    panel.get_by_role("button", name="Close").tap()
    expect(panel).to_be_hidden()
