"""The find box: typed into, scanned into, on every page."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import items, parts
from ioninv.domain.items import ItemForm
from ioninv.domain.parts import PartForm
from tests.e2e.conftest import Server
from tests.e2e.storing import store


@pytest.fixture(scope="module")
def stocked(server: Server) -> Server:
    """A server with the same serial on two parts, and one that is unique."""
    for number, serials in (("FND-A", "FND-0042, FND-SAME"), ("FND-B", "FND-SAME, FND-00421")):
        part = store(server, parts.create, PartForm(part_number=number, tracking="serial")).id
        store(server, items.create, replace(ItemForm(part_id=part), serials=serials))
    return server


def box(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("combobox", name="Find or scan")


def open_page(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(re.compile(r"Parts\s*\d"))


def scan(page: Page, code: str) -> None:
    """As a scanner does it: all keys at once, then Enter."""
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("path", ["/", "/parts"])
def test_a_scan_leads_to_exactly_that_item_from_any_page(page: Page, stocked: Server, path: str):
    open_page(page, path)
    scan(page, "FND-0042")

    expect(page).to_have_url(re.compile(r"/\?item=\d+$"))
    expect(
        page.get_by_role("complementary").get_by_role("heading", name="FND-0042")
    ).to_be_visible()

    scan(page, "fnd-a")
    expect(page).to_have_url(re.compile(r"/parts\?part=\d+$"))
    expect(page.get_by_role("complementary").get_by_role("heading", name="FND-A")).to_be_visible()


def test_scan_after_scan_answers_each(page: Page, stocked: Server):
    open_page(page, "/")
    scan(page, "FND-0042")
    expect(
        page.get_by_role("complementary").get_by_role("heading", name="FND-0042")
    ).to_be_visible()
    page.keyboard.type("FND-00421")
    page.keyboard.press("Enter")

    heading = page.get_by_role("complementary").get_by_role("heading", name="FND-00421")
    expect(heading).to_be_visible()


def test_one_serial_on_two_parts_offers_the_choice(page: Page, stocked: Server):
    open_page(page, "/parts")
    scan(page, "FND-SAME")

    expect(page.get_by_text("“FND-SAME” names 2 things. Choose one.")).to_be_visible()
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?item=\d+$"))


def test_what_is_not_there_is_answered_with_a_sentence(page: Page, stocked: Server):
    open_page(page, "/parts")
    scan(page, "NOWHERE-1")

    expect(page.get_by_text("Nothing is called “NOWHERE-1”.")).to_be_visible()
    expect(page).to_have_url(re.compile("/parts/?$"))


def test_typing_offers_results_with_their_status(page: Page, stocked: Server):
    open_page(page, "/")
    box(page).press_sequentially("FND-00")

    option = page.get_by_role("option", name=re.compile("FND-0042 "))
    expect(option).to_contain_text("Available")
    option.click()
    expect(
        page.get_by_role("complementary").get_by_role("heading", name="FND-0042")
    ).to_be_visible()
    expect(box(page)).to_have_value("")


@pytest.mark.parametrize("code", ["%", "🙂🙂", "<img src=x onerror=alert(1)>", "x" * 10_000])
def test_any_code_is_answered(page: Page, stocked: Server, code: str):
    open_page(page, "/parts")
    page.keyboard.press("/")
    box(page).fill(code)
    box(page).press("Enter")

    expect(page.get_by_text(re.compile("Nothing is called"))).to_be_visible()


def test_a_finger_finds_too(open_context: Callable[..., BrowserContext], stocked: Server):
    size = {"width": 1024, "height": 768}
    page = open_context(viewport=size, has_touch=True, is_mobile=True).new_page()
    open_page(page, "/parts")
    box(page).tap()
    box(page).fill("FND-A")
    page.get_by_role("option", name=re.compile("FND-A")).first.tap()

    expect(page).to_have_url(re.compile(r"(part|item)=\d+$"))
