"""The part library, used by people."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import parts
from ioninv.domain.parts import PartFilter, PartForm
from tests.e2e.conftest import Serve, Server
from tests.e2e.storing import store

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}


def open_library(page: Page, query: str = "", at: str = "") -> None:
    page.goto(f"{at}/parts{query}")
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(re.compile(r"Parts\s*\d"))


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Part")


def part_row(page: Page, number: str) -> Locator:
    return page.get_by_role("button", name=number, exact=True)


def new_part(page: Page) -> Locator:
    page.get_by_role("banner").or_(page.get_by_role("main")).get_by_role(
        "button", name="New Part"
    ).first.click()
    dialog = page.get_by_role("dialog", name="New Part")
    expect(dialog).to_be_visible()
    return dialog


def settle(page: Page) -> None:
    """Everything has come to rest."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    settle(page)
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_a_part_is_created_once_its_errors_are_mended_and_nothing_typed_is_lost(page: Page):
    open_library(page)
    dialog = new_part(page)
    dialog.get_by_label("Name").fill("Journey bracket")
    dialog.get_by_label("Tracking").select_option("serial")
    dialog.get_by_label("Cost per unit").fill("four")
    dialog.get_by_label("Reorder minimum").fill("10")
    dialog.get_by_label("Reorder maximum").fill("5")
    expect(dialog.get_by_text("cannot be less than the minimum of 10")).to_be_visible()
    supplier = dialog.get_by_role("combobox", name="Default supplier")
    supplier.fill("Journey supplies")
    page.get_by_role("option", name="Create “Journey supplies”").click()
    expect(page.get_by_text("Supplier Journey supplies created.")).to_be_visible()

    dialog.get_by_role("button", name="Create", exact=True).click()

    expect(dialog.get_by_text("Part number is missing.")).to_be_visible()
    expect(dialog.get_by_text("is not a number")).to_be_visible()
    expect(dialog.get_by_label("Part number")).to_be_focused()
    expect(dialog.get_by_label("Name")).to_have_value("Journey bracket")
    expect(supplier).to_have_value("Journey supplies")
    expect(dialog.get_by_label("Tracking")).to_have_value("serial")

    dialog.get_by_label("Part number").fill("JRN-001")
    dialog.get_by_label("Cost per unit").fill("4.2")
    dialog.get_by_label("Currency").fill("eur")
    dialog.get_by_label("Reorder maximum").fill("50")
    dialog.get_by_label("Reorder maximum").press("Enter")

    expect(dialog).to_be_hidden()
    expect(panel(page).get_by_role("heading", name="JRN-001")).to_be_visible()
    for fact in ("Journey bracket", "4.20 EUR", "Journey supplies", "below 10, up to 50"):
        expect(panel(page)).to_contain_text(fact)
    expect(panel(page)).to_contain_text("None available, reorder below 10.")
    expect(panel(page).get_by_role("list").last).to_contain_text("Created")


def test_a_tool_is_tracked_by_serial(page: Page):
    open_library(page)
    dialog = new_part(page)
    dialog.get_by_label("Part number").fill("JRN-TOOL")
    dialog.get_by_label("Kind").select_option("tool")

    expect(dialog.get_by_label("Tracking")).to_be_disabled()
    expect(dialog.get_by_text("A tool always has a serial number.")).to_be_visible()

    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(panel(page)).to_contain_text("Serial number")
    expect(panel(page)).to_contain_text("Tool")


def test_one_after_the_other_is_created_from_one_dialog(page: Page):
    open_library(page)
    dialog = new_part(page)
    dialog.get_by_label("Part number").fill("JRN-ANO-1")
    dialog.get_by_label("Unit", exact=True).fill("m")
    dialog.get_by_role("button", name="Create and add another").click()

    expect(dialog.get_by_label("Part number")).to_have_value("")
    expect(dialog.get_by_label("Unit", exact=True)).to_have_value("m")
    dialog.get_by_label("Part number").fill("JRN-ANO-2")
    dialog.get_by_role("button", name="Create", exact=True).click()

    expect(dialog).to_be_hidden()
    page.get_by_role("searchbox", name="Filter parts").fill("JRN-ANO")
    expect(part_row(page, "JRN-ANO-1")).to_be_visible()
    expect(part_row(page, "JRN-ANO-2")).to_be_visible()


def test_a_part_is_edited_revised_archived_and_restored(page: Page, server: Server):
    id_ = store(server, parts.create, PartForm(part_number="JRN-REV", name="Gear")).id
    open_library(page, f"?q=JRN-REV&part={id_}")

    panel(page).get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit JRN-REV")
    dialog.get_by_label("Name").fill("Gear, hardened")
    dialog.get_by_role("button", name="Save").click()
    expect(panel(page)).to_contain_text("Renamed from Gear to Gear, hardened")

    panel(page).get_by_role("button", name="New revision").click()
    dialog = page.get_by_role("dialog", name="New revision of JRN-REV")
    dialog.get_by_role("button", name="Create revision").click()
    expect(dialog.get_by_text("Revision is missing.")).to_be_visible()
    dialog.get_by_label("Revision").fill("B")
    dialog.get_by_label("Revision").press("Enter")
    expect(panel(page).get_by_role("heading", name="JRN-REV rev B")).to_be_visible()
    expect(panel(page)).to_contain_text("Made from JRN-REV")

    panel(page).get_by_role("button", name="Archive").click()
    question = page.get_by_role("alertdialog", name="Archive JRN-REV rev B?")
    question.get_by_role("button", name="Archive").click()
    expect(panel(page).get_by_role("button", name="Restore")).to_be_visible()
    grid = page.get_by_role("table", name="Parts")
    expect(grid.get_by_text("rev B")).to_be_hidden()

    page.get_by_role("button", name="Show archived").click()
    expect(grid.get_by_text("rev B")).to_be_visible()
    panel(page).get_by_role("button", name="Restore").click()
    expect(panel(page).get_by_role("button", name="Archive")).to_be_visible()


def test_the_second_of_two_editors_is_told_and_keeps_the_typing(
    page: Page, open_context: Callable[..., BrowserContext], server: Server
):
    id_ = store(server, parts.create, PartForm(part_number="JRN-TWO", name="Shaft")).id
    other = open_context().new_page()
    for each in (page, other):
        open_library(each, f"?part={id_}")
        panel(each).get_by_role("button", name="Edit").click()
        each.get_by_role("dialog").get_by_label("Unit", exact=True).wait_for()

    other.get_by_role("dialog").get_by_label("Unit", exact=True).fill("set")
    other.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(other.get_by_role("dialog")).to_be_hidden()
    mine = page.get_by_role("dialog")
    mine.get_by_label("Name").fill("Shaft, ground")
    mine.get_by_role("button", name="Save").click()

    expect(mine.get_by_text("keeper changed JRN-TWO meanwhile (unit).")).to_be_visible()
    expect(mine.get_by_text("Now “set”.")).to_be_visible()
    expect(mine.get_by_label("Name")).to_have_value("Shaft, ground")

    mine.get_by_role("button", name="Save").click()
    expect(mine).to_be_hidden()
    row = store(server, parts.get, id_)
    assert (row.name, row.unit) == ("Shaft, ground", "set")


@pytest.mark.slow
def test_a_restart_of_the_server_loses_nothing_that_was_typed(page: Page, serve: Serve):
    server = serve()
    open_library(page, at=server.url)
    dialog = new_part(page)
    dialog.get_by_label("Part number").fill("JRN-RST-1")
    dialog.get_by_role("button", name="Create and add another").click()
    expect(dialog.get_by_label("Part number")).to_have_value("")
    dialog.get_by_label("Part number").fill("JRN-RST-2")
    dialog.get_by_label("Kind").select_option("tool")
    dialog.get_by_label("Description").fill("Keep me")

    with page.expect_event("websocket", lambda each: "/_event" in each.url, timeout=60_000):
        server.stop()
        serve(data=server.data, port=server.port)
    expect(page.get_by_text("Connection lost")).to_be_hidden()

    expect(dialog.get_by_label("Part number")).to_have_value("JRN-RST-2")
    expect(dialog.get_by_label("Description")).to_have_value("Keep me")
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(dialog).to_be_hidden()
    row = store(server, parts.search, PartFilter(text="JRN-RST-2")).rows[0]
    assert (row.description, row.kind, row.tracking) == ("Keep me", "tool", "serial")


def test_search_sort_and_the_opened_part_are_in_the_address(page: Page, server: Server):
    for number in ("JRN-URL-1", "JRN-URL-2", "JRN-URL-3"):
        store(server, parts.create, PartForm(part_number=number))
    open_library(page)

    page.get_by_role("searchbox", name="Filter parts").press_sequentially("jrn-url")
    grid = page.get_by_role("table", name="Parts")
    expect(grid.get_by_role("row")).to_have_count(4)
    grid.get_by_role("button", name="Part", exact=True).click()
    expect(page).to_have_url(re.compile("sort=-number"))
    expect(grid.get_by_role("row").nth(1)).to_contain_text("JRN-URL-3")
    part_row(page, "JRN-URL-2").press("Enter")
    expect(panel(page).get_by_role("heading", name="JRN-URL-2")).to_be_visible()

    page.reload()
    expect(panel(page).get_by_role("heading", name="JRN-URL-2")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Filter parts")).to_have_value("jrn-url")
    expect(grid.get_by_role("row").nth(1)).to_contain_text("JRN-URL-3")

    page.go_back()
    expect(panel(page)).to_be_hidden()
    page.go_back()
    expect(grid.get_by_role("row").nth(1)).to_contain_text("JRN-URL-1")


def test_new_inventory_asks_for_a_new_part_and_goes_on_with_it(page: Page):
    page.goto("/")
    page.get_by_role("main").get_by_role("button", name="New Inventory").first.click()
    below = page.get_by_role("dialog", name="New Inventory")
    below.get_by_label("Quantity").fill("3")
    below.get_by_role("combobox", name="Part").fill("JRN-NEST")
    page.get_by_role("option", name="Create “JRN-NEST”").click()
    above = page.get_by_role("dialog", name="New Part")
    expect(above.get_by_label("Part number")).to_have_value("JRN-NEST")
    expect(above.get_by_label("Part number")).to_be_focused()

    page.keyboard.press("Escape")
    expect(above).to_be_hidden()
    expect(below).to_be_visible()
    expect(below.get_by_label("Quantity")).to_have_value("3")

    below.get_by_role("combobox", name="Part").click()
    page.get_by_role("option", name="Create “JRN-NEST”").click()
    above.get_by_label("Unit", exact=True).fill("m")
    above.get_by_role("button", name="Create", exact=True).click()

    expect(above).to_be_hidden()
    expect(below.get_by_role("combobox", name="Part")).to_have_value("JRN-NEST")
    expect(below.get_by_label("Quantity")).to_have_value("3")
    below.get_by_role("button", name="Create", exact=True).click()
    expect(below).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(
    open_context: Callable[..., BrowserContext], server: Server, scheme: str
):
    form = PartForm(part_number=f"JRN-AXE-{scheme}", reorder_min="5", kind="tool", cost="3")
    id_ = store(server, parts.create, form).id
    page = open_context(color_scheme=scheme).new_page()

    open_library(page, f"?part={id_}")
    expect(panel(page)).to_contain_text("Created")
    assert serious(page) == []

    dialog = new_part(page)
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(dialog.get_by_text("is missing")).to_be_visible()
    assert serious(page) == []


def test_it_is_used_with_fingers(open_context: Callable[..., BrowserContext]):
    page = open_context(**TABLET).new_page()
    open_library(page)
    page.get_by_role("main").get_by_role("button", name="New Part").first.tap()
    dialog = page.get_by_role("dialog", name="New Part")
    dialog.get_by_label("Part number").fill("JRN-TAP")
    create = dialog.get_by_role("button", name="Create", exact=True)
    settle(page)
    box = create.bounding_box()
    assert box
    assert box["height"] >= 44
    create.tap()

    expect(panel(page).get_by_role("heading", name="JRN-TAP")).to_be_visible()
    panel(page).get_by_role("button", name="Close").tap()
    expect(panel(page)).to_be_hidden()


def test_an_empty_library_says_what_to_do(page: Page):
    open_library(page, "?q=nothing-is-called-so")

    expect(page.get_by_text("No parts match.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_text("No parts match.")).to_be_hidden()
