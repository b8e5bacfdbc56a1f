"""Purchasing, used by people: what is bought is in the inventory at once."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import items, parts, purchasing, suppliers
from ioninv.domain.items import ItemForm
from ioninv.domain.parts import PartForm
from ioninv.domain.purchasing import LineForm, OrderForm, SupplierPartForm
from ioninv.domain.suppliers import SupplierForm
from tests.e2e.conftest import Serve, Server
from tests.e2e.storing import store

TOUCH = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}


def go_to(page: Page, query: str = "") -> None:
    page.goto(f"/purchasing{query}")
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(re.compile(r"Parts\s*\d"))


def add_line(page: Page) -> Locator:
    return page.get_by_role("form", name="Add a line")


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Lines").get_by_role("row", name=name)


def pick(page: Page, form: Locator, label: str, typed: str) -> None:
    form.get_by_role("combobox", name=label).fill(typed)
    page.get_by_role("option", name=re.compile(re.escape(typed))).first.click()


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def ordered(server: Server, supplier: str, part: str, quantity: str, **fields: str) -> int:
    """An order of one line, made elsewhere; its id."""
    supplier_id = store(server, suppliers.create, SupplierForm(name=supplier, currency="EUR")).id
    tracking = "serial" if "serials" in fields else "none"
    form = PartForm(part_number=part, name=f"{part} of {supplier}", tracking=tracking)
    part_id = store(server, parts.create, form).id
    order = store(server, purchasing.create, OrderForm(supplier_id=supplier_id))
    line = LineForm(part_id=part_id, quantity=quantity, unit_cost="2.5", **fields)
    store(server, purchasing.add_line, order.id, line)
    return order.id


def test_a_new_user_orders_and_sees_it_in_the_inventory_at_once(page: Page, server: Server):
    store(server, parts.create, PartForm(part_number="MOTOR-5", name="Motor", tracking="serial"))
    go_to(page)
    page.get_by_role("button", name="New Order").first.click()
    dialog = page.get_by_role("dialog", name="New Order")
    expect(dialog.get_by_label("Number")).to_have_value(re.compile(r"PO-\d+"))
    dialog.get_by_label("Number").fill("PO-7001")
    dialog.get_by_role("combobox", name="Supplier").fill("Motorworks")
    page.get_by_role("option", name="Create “Motorworks”").click()
    expect(page.get_by_text("Supplier Motorworks created.")).to_be_visible()
    dialog.get_by_label("Expected").fill("+2w")
    expect(dialog.get_by_text(re.compile(r"^\w{3} \d+ \w{3} \d{4}$"))).to_be_visible()
    dialog.get_by_role("combobox", name="Destination").fill("Dock / Shelf 7")
    page.get_by_role("option", name="Create “Dock / Shelf 7”").click()
    expect(page.get_by_text("Location Dock / Shelf 7 created.")).to_be_visible()
    dialog.get_by_role("button", name="Create order").click()
    expect(page.get_by_role("heading", name="PO-7001")).to_be_visible()
    expect(page).to_have_url(re.compile(r"order=\d+"))

    # By the keyboard alone: part, quantity, Enter; the cursor is ready for the next one.
    form = add_line(page)
    form.get_by_role("combobox", name="Part").focus()
    page.keyboard.type("MOTOR-5")
    expect(page.get_by_role("option", name=re.compile("MOTOR-5"))).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(row(page, "MOTOR-5")).to_contain_text("5 without serial")
    expect(form.get_by_role("combobox", name="Part")).to_be_focused()

    # A part that does not exist yet is made on the way.
    page.keyboard.type("SCREW-M3")
    page.get_by_role("option", name="Create “SCREW-M3”").click()
    part = page.get_by_role("dialog", name="New Part")
    expect(part.get_by_label("Part number")).to_have_value("SCREW-M3")
    part.get_by_role("button", name="Create", exact=True).click()
    expect(part).to_be_hidden()
    expect(form.get_by_role("combobox", name="Part")).to_have_value("SCREW-M3")
    form.get_by_label("Quantity").fill("1000")
    form.get_by_label("Unit cost").fill("0.02")
    form.get_by_label("Unit cost").press("Enter")
    expect(row(page, "SCREW-M3")).to_contain_text("1,000")

    page.get_by_role("button", name="Place order").click()
    expect(page.get_by_text("PO-7001 placed.")).to_be_visible()
    expect(page.locator(".order-name .badge")).to_have_text("Ordered")

    # Everything is on order, in six rows or fewer, and found by the number of the order.
    page.get_by_role("link", name="2 items").click()
    expect(page).to_have_url(re.compile(r"/\?order=\d+$"))
    grid = page.get_by_role("region", name="Inventory")
    expect(grid.locator("tbody tr")).to_have_count(2)
    expect(grid.locator("tbody")).to_contain_text("1,000")
    expect(grid.locator("tbody .badge.on_order")).to_have_count(2)
    grid.get_by_role("row", name=re.compile("MOTOR-5")).click()
    panel = page.get_by_role("complementary", name="Item")
    expect(panel.get_by_role("link", name="PO-7001, line 1")).to_be_visible()
    find = page.get_by_role("banner").get_by_role("combobox")
    find.fill("po-7001")
    expect(page.get_by_role("option", name=re.compile("PO-7001.*Motorworks"))).to_be_visible()
    find.press("Enter")
    expect(page.get_by_role("heading", name="PO-7001")).to_be_visible()
    page.go_back()
    expect(grid.locator("tbody tr")).to_have_count(2)


def test_a_line_is_cut_cancelled_and_brought_back(page: Page, server: Server):
    order = ordered(server, "Cutters", "CUT-1", "4", serials="C-1..3")
    go_to(page, f"?order={order}")
    page.get_by_role("button", name="Edit line 1").click()
    dialog = page.get_by_role("dialog", name="Edit line 1: CUT-1")
    dialog.get_by_label("Quantity").fill("2")
    expect(dialog.get_by_text("1 of these serials will not come. Choose which.")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("would have to go")).to_be_visible()
    dialog.get_by_label("C-2").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(row(page, "CUT-1").get_by_role("cell").nth(2)).to_have_text("2")
    page.get_by_role("link", name="Items of line 1").click()
    grid = page.get_by_role("region", name="Inventory")
    expect(grid.locator("tbody tr")).to_have_count(2)
    expect(grid.locator("tbody")).not_to_contain_text("C-2")
    expect(page.get_by_text(re.compile(r"Purchase line: PO-\d+ line 1"))).to_be_visible()
    page.go_back()

    page.get_by_role("button", name="Cancel line 1").click()
    dialog = page.get_by_role("dialog", name=re.compile("Cancel line 1"))
    dialog.get_by_role("button", name="Cancel line").click()
    expect(dialog.get_by_text("Give the reason")).to_be_visible()
    dialog.get_by_label("Reason").fill("bought elsewhere")
    dialog.get_by_role("button", name="Cancel line").click()
    expect(row(page, "CUT-1")).to_contain_text("Cancelled")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(row(page, "CUT-1")).to_contain_text("Draft")
    expect(page.get_by_text("bought elsewhere").first).to_be_visible()


def test_packs_are_counted_out_and_kept_with_the_supplier(page: Page, server: Server):
    order = ordered(server, "Packers", "PACK-1", "1")
    detail = store(server, purchasing.get, order)
    page.goto(f"/suppliers?supplier={detail.order.supplier_id}")
    panel = page.get_by_role("complementary", name="Supplier")
    expect(panel.get_by_role("list", name="Orders")).to_contain_text(detail.order.number)
    panel.get_by_role("button", name="Add a supplier part").click()
    dialog = page.get_by_role("dialog", name="What Packers sells")
    pick(page, dialog, "Part", "PACK-1")
    dialog.get_by_label("SKU").fill("PK-100")
    dialog.get_by_label("Pack size").fill("100")
    dialog.get_by_role("button", name="Add").click()
    expect(panel.get_by_role("list", name="Supplier parts")).to_contain_text("pack of 100")

    panel.get_by_role("button", name="Archive PK-100").click()
    expect(panel.get_by_text("None yet.")).to_be_visible()
    panel.get_by_role("button", name="Show archived 1").click()
    archived = panel.get_by_role("list", name="Archived supplier parts")
    archived.get_by_role("button", name="Restore PK-100").click()
    expect(panel.get_by_role("list", name="Supplier parts", exact=True)).to_contain_text("PK-100")
    expect(archived).to_be_hidden()

    panel.get_by_role("link", name=detail.order.number).click()
    form = add_line(page)
    pick(page, form, "Part", "PACK-1")
    form.get_by_label("In", exact=True).select_option(label="pack of 100 · PK-100")
    form.get_by_label("Quantity").fill("3")
    expect(form.get_by_text("3 packs = 300")).to_be_visible()
    form.get_by_label("Quantity").press("Enter")
    expect(row(page, "PK-100")).to_contain_text("300")
    page.get_by_role("button", name="Undo").last.click()
    expect(row(page, "PK-100")).to_contain_text("Cancelled")


def test_what_is_short_becomes_draft_orders(
    open_context: Callable[..., BrowserContext], serve: Serve
):
    server = serve()
    page = open_context(base_url=server.url).new_page()
    supplier = store(server, suppliers.create, SupplierForm(name="Shorts")).id
    form = PartForm(part_number="SHORT-1", reorder_min="10", reorder_max="40", supplier_id=supplier)
    short = store(server, parts.create, form).id
    store(server, parts.create, PartForm(part_number="SHORT-2", reorder_min="5"))
    store(server, items.create, ItemForm(part_id=short, quantity="4"))
    go_to(page, "?view=supply&q=short")
    supply = page.get_by_role("region", name="Supply")
    expect(supply.get_by_role("row", name=re.compile("SHORT-1"))).to_contain_text("6")
    expect(supply.get_by_role("img", name="4 available, minimum 10, maximum 40")).to_be_visible()
    page.get_by_role("link", name="Shortage").click()
    shortage = page.get_by_role("region", name="Shortage")
    expect(shortage.get_by_label("Select SHORT-1")).to_be_checked()
    expect(shortage.get_by_label("Select SHORT-2")).to_be_disabled()
    expect(shortage.get_by_role("link", name=re.compile("give it one"))).to_be_visible()
    page.get_by_role("button", name="Make draft orders").click()
    expect(page.get_by_text(re.compile("1 draft order made"))).to_be_visible()
    expect(row(page, "SHORT-1").get_by_role("cell").nth(2)).to_have_text("36")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator(".order-name .badge")).to_have_text("Cancelled")


@pytest.mark.parametrize("how", [{"color_scheme": "light"}, {"color_scheme": "dark"} | TOUCH])
def test_nothing_keeps_anybody_out(
    open_context: Callable[..., BrowserContext], server: Server, how: dict
):
    name = f"Axe {how['color_scheme']}"
    order = ordered(server, name, name, "3", serials="A-1..2", expected_on="2020-05-03")
    sold = SupplierPartForm(1, 1, f"SKU {name}", "100", "reel")
    store(server, purchasing.create_supplier_part, sold)
    page = open_context(**how).new_page()
    for query in ("", "?view=supply", "?view=shortage", f"?order={order}"):
        go_to(page, query)
        expect(page.locator("tr.skeleton")).to_have_count(0)
        assert serious(page) == [], query
    page.get_by_role("button", name="Edit line 1").click()
    dialog = page.get_by_role("dialog", name="Edit line 1")
    dialog.get_by_label("Quantity").fill("1")
    expect(dialog.get_by_text("Choose which")).to_be_visible()
    assert serious(page) == []
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow == 0
    if how.get("has_touch"):
        page.keyboard.press("Escape")
        dialog.get_by_role("button", name="Discard").click()
        for button in page.get_by_role("main").get_by_role("button").all():
            box = button.bounding_box() or {"height": 44}
            assert box["height"] >= 44 or button.inner_text() == "All orders"


@pytest.mark.parametrize("how", [{}, TOUCH], ids=["laptop", "tablet"])
def test_a_line_outlasts_a_reload_comes_into_sight_and_is_not_covered(
    open_context: Callable[..., BrowserContext], server: Server, how: dict
):
    name = "tablet" if how else "laptop"
    order = ordered(server, f"Longhouse {name}", f"LONG-{name}", "5")
    (first,) = store(server, purchasing.get, order).lines
    for _ in range(30):
        store(server, purchasing.add_line, order, LineForm(part_id=first.part_id, quantity="2"))
    page = open_context(**how).new_page()
    go_to(page, f"?order={order}")
    expect(row(page, "31 LONG")).to_be_attached()
    pick(page, add_line(page), "Part", f"LONG-{name}")
    add_line(page).get_by_label("Quantity").fill("33")
    add_line(page).get_by_label("Expected").fill("+4w")
    add_line(page).get_by_label("Unit cost").fill("7.77")

    page.reload()

    expect(add_line(page).get_by_role("combobox", name="Part")).to_have_value(f"LONG-{name}")
    for label, typed in (("Quantity", "33"), ("Expected", "+4w"), ("Unit cost", "7.77")):
        expect(add_line(page).get_by_label(label)).to_have_value(typed)
    button = add_line(page).get_by_role("button", name="Add line")
    button.click()
    said = page.get_by_text("Line 32 added")
    expect(said).to_be_visible()
    expect(row(page, "32 LONG")).to_be_in_viewport()
    expect(add_line(page).get_by_label("Quantity")).to_have_value("")
    # It slides in: where it comes to rest is what counts.
    page.wait_for_function(
        """() => {
            const told = [...document.querySelectorAll('[data-sonner-toast]')]
                .find((each) => each.textContent.includes('Line 32 added'));
            const bar = document.querySelector('.add-line-place');
            return told && told.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top;
        }"""
    )
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(add_line(page).get_by_label("Quantity")).to_have_value("")
