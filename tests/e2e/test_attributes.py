"""Custom attributes, from their definition to their history, as people use them in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import attributes, items, parts
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.items import ItemForm
from ioninv.vocabulary import Role
from tests.e2e.conftest import Serve, Server
from tests.e2e.storing import store
from tests.e2e.test_acts import serious, tick
from tests.e2e.test_inventory import open_inventory, pick, row, send

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}
DARK = {"color_scheme": "dark"}
HOSTILE = "<img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def house(serve: Serve) -> Server:
    """A server of their own: what is defined here stands in every form."""
    return serve()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext], house: Server) -> Page:
    return open_context(base_url=house.url).new_page()


@pytest.fixture(scope="module")
def meter(house: Server) -> int:
    """A part called METER."""
    return store(house, parts.create, parts.PartForm(part_number="METER", tracking="serial")).id


def define(house: Server, name: str, kind: str, of: str = "item", **more: str) -> str:
    return str(store(house, attributes.create, AttributeForm(of, name, kind, **more)).id)


def new_attribute(page: Page, name: str, kind: str, **more: str) -> None:
    page.get_by_role("button", name="New attribute", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="New attribute")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Kind").select_option(label=kind)
    for label, value in more.items():
        dialog.get_by_label(label).fill(value)
    dialog.get_by_role("button", name="Create attribute").click()
    expect(dialog).to_be_hidden()


def open_settings(page: Page, query: str = "") -> None:
    page.goto(f"/settings{query}")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()


def show_columns(page: Page, *names: str) -> None:
    page.get_by_role("button", name="Columns").click()
    group = page.get_by_role("group", name="Columns")
    for name in names:
        group.get_by_label(name, exact=True).click()
        expect(group.get_by_label(name, exact=True)).to_be_checked()
    page.keyboard.press("Escape")


def filter_by(page: Page, name: str) -> Locator:
    """Open the attribute filter with one chosen; its popover."""
    page.get_by_role("button", name="Attribute", exact=True).click()
    box = page.get_by_role("dialog", name="Filter by an attribute")
    box.get_by_label("Attribute", exact=True).select_option(label=name)
    return box


def cell(page: Page, item: str, column: str) -> Locator:
    expect(page.get_by_role("columnheader", name=column)).to_be_visible()
    heads = page.locator("table.grid thead th").all_text_contents()
    return row(page, item).locator("td").nth([head.strip() for head in heads].index(column))


def panel(page: Page, name: str = "Item") -> Locator:
    return page.get_by_role("complementary", name=name)


def test_from_an_empty_page_to_history(page: Page, meter: int):
    open_settings(page)
    expect(page.get_by_text("No attributes of your own yet.")).to_be_visible()
    expect(page.get_by_text("“Calibration due”, a date")).to_be_visible()
    new_attribute(page, "Condition", "Choice", Choices="New\nUsed\nWorn out")
    new_attribute(page, "Calibration due", "Date", Hint="The sticker says it")
    expect(
        page.get_by_role("row", name=re.compile("Condition.*New, Used, Worn out"))
    ).to_be_visible()

    page.get_by_role("link", name="Inventory").click()
    page.get_by_role("main").get_by_role("button", name="New Inventory").first.click()
    dialog = page.get_by_role("dialog", name="New Inventory")
    pick(page, dialog, "Part", "METER", "METER")
    dialog.get_by_label("Serial numbers").fill("M-001..003")
    dialog.get_by_label("Condition").select_option("Used")
    dialog.get_by_label("Calibration due").fill("2026-05-03")
    expect(dialog.get_by_text("The sticker says it")).to_be_visible()
    send(dialog)
    expect(dialog).to_be_hidden()

    expect(page.get_by_role("columnheader", name="Condition")).to_have_count(0)
    show_columns(page, "Condition", "Calibration due")
    expect(cell(page, "M-001", "Condition")).to_have_text("Used")
    expect(cell(page, "M-001", "Calibration due")).to_have_text("2026-05-03")

    cell(page, "M-002", "Condition").dblclick()
    editor = page.get_by_role("dialog", name="Condition of M-002")
    editor.get_by_label("Condition").select_option("New")
    page.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    expect(cell(page, "M-002", "Condition")).to_have_text("Used")
    cell(page, "M-002", "Condition").press("Enter")
    editor.get_by_label("Condition").select_option("New")
    editor.get_by_role("button", name="Save").click()
    expect(cell(page, "M-002", "Condition")).to_have_text("New")

    box = filter_by(page, "Condition")
    box.get_by_label("Used", exact=True).check()
    box.get_by_role("button", name="Filter").click()
    expect(page.locator(".pager")).to_contain_text("1–2 of 2")
    expect(page).to_have_url(re.compile(r"a\d+=Used"))
    page.reload()
    expect(page.locator(".pager")).to_contain_text("1–2 of 2")
    expect(page.get_by_role("button", name="Condition: Used", exact=True)).to_be_visible()
    expect(cell(page, "M-001", "Calibration due")).to_have_text("2026-05-03")

    tick(page, "M-001")
    tick(page, "M-003")
    page.get_by_role("toolbar").get_by_role("button", name="Edit").click()
    page.get_by_role("menuitem", name="Custom attributes").click()
    many = page.get_by_role("dialog", name="Attributes of 2 items")
    many.get_by_role("combobox", name="Condition").select_option("Worn out")
    many.get_by_label("Clear Calibration due").check()
    many.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No items match.")).to_be_visible()

    page.get_by_role("button", name="Remove filter Condition").click()
    expect(cell(page, "M-003", "Condition")).to_have_text("Worn out")
    expect(cell(page, "M-003", "Calibration due")).to_have_text("")
    row(page, "M-003").get_by_role("button", name="METER").click()
    expect(panel(page).get_by_role("heading", name="M-003")).to_be_visible()
    history = panel(page).locator(".timeline")
    expect(history).to_contain_text(re.compile("Condition.*Used.*Worn out"))
    expect(history).to_contain_text(re.compile("Calibration due.*3 May 2026"))


def test_what_was_typed_stays_when_it_is_refused_and_others_were_faster(
    page: Page, house: Server, meter: int
):
    mass = define(house, "Mass", "number", unit="g")
    given = ItemForm(meter, serials="W-1", attributes={mass: "5"})
    (item,) = store(house, items.create, given).ids
    open_inventory(page, f"?item={item}")
    expect(panel(page)).to_contain_text("5 g")
    panel(page).get_by_role("button", name="Edit", exact=True).click()
    dialog = page.get_by_role("dialog", name="Edit W-1")
    dialog.get_by_label("Mass").fill("heavy")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("is not a number")).to_be_visible()
    expect(dialog.get_by_label("Mass")).to_be_focused()
    expect(dialog.get_by_label("Mass")).to_have_value("heavy")

    store(house, items.edit, item, {}, attributes={mass: "7"})
    dialog.get_by_label("Mass").fill("9,5")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Now “7”")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_be_hidden()
    expect(panel(page)).to_contain_text("9.5 g")


def test_a_restart_of_the_server_loses_nothing_that_was_typed(
    open_context: Callable[..., BrowserContext], serve: Serve
):
    house = serve()
    define(house, "Package", "choice", "part", choices="DIP-8\nSOT-23")
    page = open_context(base_url=house.url).new_page()
    page.goto("/parts")
    page.get_by_role("main").get_by_role("button", name="New Part").first.click()
    dialog = page.get_by_role("dialog", name="New Part")
    dialog.get_by_label("Part number").fill("KEPT")
    dialog.get_by_label("Package").select_option("SOT-23")

    with page.expect_event("websocket", lambda each: "/_event" in each.url, timeout=60_000):
        house.stop()
        serve(data=house.data, port=house.port)
    expect(page.get_by_text("Connection lost")).to_be_hidden()
    expect(page.locator(".count").nth(1)).to_have_text("0")

    expect(dialog.get_by_label("Package")).to_have_value("SOT-23")
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(panel(page, "Part")).to_contain_text("SOT-23")


def test_markup_is_text_everywhere_and_links_open_safely(page: Page, house: Server, meter: int):
    hostile = define(house, HOSTILE, "choice", choices=HOSTILE)
    link = define(house, "Certificate", "link")
    values = {hostile: HOSTILE, link: "https://example.com/certificate"}
    store(house, items.create, ItemForm(meter, serials="H-1", attributes=values))
    open_settings(page)
    page.get_by_role("row", name=HOSTILE).click()
    expect(panel(page, "Attribute").get_by_role("heading", name=HOSTILE)).to_be_visible()

    open_inventory(page, f"?a{hostile}=*")
    expect(page.locator(".pager")).to_contain_text("1–1 of 1")
    show_columns(page, HOSTILE, "Certificate")
    expect(cell(page, "H-1", HOSTILE)).to_have_text(HOSTILE)
    opened = row(page, "H-1").get_by_role("link", name="https://example.com/certificate")
    expect(opened).to_have_attribute("target", "_blank")
    expect(opened).to_have_attribute("rel", "noopener noreferrer")
    page.context.route("https://example.com/**", lambda route: route.fulfill(body="here"))
    with page.context.expect_page() as other:
        opened.click()
    expect(other.value).to_have_url("https://example.com/certificate")
    expect(panel(page)).to_be_hidden()

    row(page, "H-1").get_by_role("button", name="METER").click()
    expect(panel(page)).to_contain_text(HOSTILE)
    expect(panel(page).get_by_role("link", name="example.com")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="New Inventory").first.click()
    expect(page.get_by_role("dialog", name="New Inventory").get_by_label(HOSTILE)).to_be_visible()
    assert page.evaluate("window.hacked") is None


def test_a_part_has_attributes_of_its_own(page: Page, house: Server):
    define(house, "Package", "choice", "part", choices="DIP-8\nSOT-23")
    define(house, "Thickness", "number", "part", unit="mm")
    page.goto("/parts")
    page.get_by_role("main").get_by_role("button", name="New Part").first.click()
    dialog = page.get_by_role("dialog", name="New Part")
    dialog.get_by_label("Part number").fill("TIMER-555")
    dialog.get_by_label("Package").select_option("DIP-8")
    dialog.get_by_label("Thickness").fill("1250.5")
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(panel(page, "Part")).to_contain_text("1,250.5 mm")
    panel(page, "Part").get_by_role("button", name="Close").click()
    show_columns(page, "Package", "Thickness")
    expect(row(page, "TIMER-555")).to_contain_text("1,250.5 mm")

    box = filter_by(page, "Thickness")
    box.get_by_label("From").fill("x")
    box.get_by_role("button", name="Filter").click()
    expect(box.get_by_text("is not a number")).to_be_visible()
    box.get_by_label("From").fill("2000")
    box.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("No parts match.")).to_be_visible()
    page.get_by_role("button", name="Thickness: from 2,000 mm").click()
    box.get_by_label("From").fill("1000")
    box.get_by_role("button", name="Filter").click()
    expect(row(page, "TIMER-555")).to_be_visible()
    page.reload()
    expect(row(page, "TIMER-555")).to_contain_text("DIP-8")
    expect(page.get_by_role("button", name="Thickness: from 1,000 mm")).to_be_visible()


def test_the_order_is_changed_by_keys_and_by_finger(
    open_context: Callable[..., BrowserContext], serve: Serve
):
    house = serve()
    for name in ("Alpha", "Beta", "Gamma"):
        define(house, name, "text")
    page = open_context(base_url=house.url, **TABLET).new_page()
    open_settings(page)
    order = page.get_by_role("table", name="Attributes of items").locator("tbody .row-open")
    expect(order).to_have_text(["Alpha", "Beta", "Gamma"])

    page.get_by_role("button", name="Move down: Alpha").press("Enter")
    expect(order).to_have_text(["Beta", "Alpha", "Gamma"])
    expect(page.get_by_role("button", name="Move down: Alpha")).to_be_focused()
    page.keyboard.press("Enter")
    expect(order).to_have_text(["Beta", "Gamma", "Alpha"])
    expect(page.get_by_role("button", name="Move up: Alpha")).to_be_focused()
    expect(page.get_by_text("Alpha is now 3 of 3.")).to_have_count(1)
    page.get_by_role("button", name="Move up: Gamma").tap()
    expect(order).to_have_text(["Gamma", "Beta", "Alpha"])

    page.get_by_role("row", name="Beta").tap()
    panel(page, "Attribute").get_by_role("button", name="Archive").tap()
    expect(page.get_by_text("out of forms, columns and filters")).to_be_visible()
    page.get_by_role("alertdialog").get_by_role("button", name="Archive").tap()
    expect(panel(page, "Attribute").get_by_role("button", name="Restore")).to_be_visible()
    expect(panel(page, "Attribute")).to_contain_text("Created")
    panel(page, "Attribute").get_by_role("button", name="Restore").tap()
    panel(page, "Attribute").get_by_role("button", name="Close").tap()
    expect(order).to_have_text(["Gamma", "Alpha", "Beta"])


def test_a_viewer_sees_them_and_cannot_change_them(
    open_context: Callable[..., BrowserContext], serve: Serve
):
    house = serve()
    define(house, "Owner", "text")
    page = open_context(who=Role.VIEWER, base_url=house.url).new_page()
    open_settings(page)
    page.get_by_role("row", name="Owner").click()
    expect(panel(page, "Attribute")).to_contain_text("Created")

    for name in ("New attribute", "Edit", "Archive", "Move down: Owner"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


@pytest.mark.parametrize("how", [{}, DARK, TABLET])
def test_nobody_is_kept_out(
    open_context: Callable[..., BrowserContext], house: Server, meter: int, how: dict
):
    page = open_context(base_url=house.url, **how).new_page()
    open_settings(page)
    expect(page.get_by_role("table").first).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="New attribute", exact=True).click()
    page.get_by_role("dialog").get_by_label("Kind").select_option("choice")
    page.get_by_role("dialog").get_by_role("button", name="Create attribute").click()
    expect(page.get_by_text("Name is missing.")).to_be_visible()
    assert serious(page) == []

    open_inventory(page)
    page.get_by_role("button", name="Attribute", exact=True).click()
    expect(page.get_by_role("dialog", name="Filter by an attribute")).to_be_visible()
    assert serious(page) == []
