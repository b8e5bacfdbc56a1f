"""The suppliers, used by people."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import items, parts, suppliers
from ioninv.domain.items import ItemForm
from ioninv.domain.parts import PartForm
from ioninv.domain.suppliers import SupplierForm
from tests.e2e.conftest import Server
from tests.e2e.storing import store

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}


def open_suppliers(page: Page, query: str = "") -> None:
    page.goto(f"/suppliers{query}")
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(re.compile(r"Parts\s*\d"))


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Supplier")


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def new_supplier(page: Page) -> Locator:
    page.get_by_role("button", name="New Supplier").first.click()
    dialog = page.get_by_role("dialog", name="New Supplier")
    expect(dialog).to_be_visible()
    return dialog


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_a_supplier_is_created_edited_archived_and_restored(page: Page):
    open_suppliers(page)
    dialog = new_supplier(page)
    dialog.get_by_label("Email").fill("nonsense")
    dialog.get_by_label("Website").fill("digikey.example")
    dialog.get_by_role("button", name="Create supplier").click()
    expect(dialog.get_by_text("Name is missing.")).to_be_visible()
    expect(dialog.get_by_text("Email needs a name and a place")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("DigiKey")
    dialog.get_by_label("Email").fill("orders@digikey.example")
    dialog.get_by_role("button", name="Create supplier").dblclick()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("DigiKey created.")).to_be_visible()
    expect(row(page, "DigiKey")).to_have_count(1)
    expect(panel(page).get_by_role("link", name="https://digikey.example")).to_be_visible()

    panel(page).get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit DigiKey")
    expect(dialog.get_by_label("Email")).to_have_value("orders@digikey.example")
    dialog.get_by_label("Phone").fill("+49 30 1")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(panel(page)).to_contain_text("Phone: none → +49 30 1")

    panel(page).get_by_role("button", name="Archive").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Archive").click()
    expect(page.get_by_text("DigiKey archived.")).to_be_visible()
    expect(row(page, "DigiKey")).to_be_hidden()
    page.get_by_role("button", name="Show archived").click()
    expect(row(page, "DigiKey")).to_be_visible()
    panel(page).get_by_role("button", name="Restore").click()
    expect(page.get_by_text("DigiKey restored.")).to_be_visible()


def test_a_taken_name_is_refused_beside_the_field(page: Page, server: Server):
    store(server, suppliers.create, SupplierForm(name="Mouser"))
    open_suppliers(page)
    dialog = new_supplier(page)
    dialog.get_by_label("Name").fill("MOUSER")
    dialog.get_by_label("Contact").fill("Anna 🧪 <b>")
    dialog.get_by_role("button", name="Create supplier").click()
    expect(dialog.get_by_text("Supplier Mouser already exists.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Contact")).to_have_value("Anna 🧪 <b>")
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog).to_be_hidden()
    assert new_supplier(page).get_by_label("Name").input_value() == ""


def test_the_second_of_two_editors_is_told_and_loses_nothing(page: Page, server: Server):
    id_ = store(server, suppliers.create, SupplierForm(name="Shared")).id
    open_suppliers(page, f"?supplier={id_}")
    panel(page).get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit Shared")
    dialog.get_by_label("Phone").fill("1")
    store(server, suppliers.edit, id_, SupplierForm(name="Shared", currency="EUR"))
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("keeper changed Shared meanwhile")
    expect(dialog.get_by_text("Now “EUR”.")).to_be_visible()
    expect(dialog.get_by_label("Phone")).to_have_value("1")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(panel(page)).to_contain_text("EUR")
    expect(panel(page)).to_contain_text("Phone: none → 1")


def test_what_it_supplied_leads_to_the_inventory(page: Page, server: Server):
    id_ = store(server, suppliers.create, SupplierForm(name="Hammond")).id
    part = store(server, parts.create, PartForm(part_number="1551ABK", name="Enclosure")).id
    form = ItemForm(part_id=part, supplier_id=id_, quantity="85", unit_cost="4.2", currency="USD")
    store(server, items.create, form)
    open_suppliers(page, f"?supplier={id_}")
    expect(panel(page).get_by_role("listitem").filter(has_text="1551ABK")).to_contain_text("85")
    expect(panel(page)).to_contain_text("4.20 USD")
    panel(page).get_by_role("link", name="1 item").click()
    expect(page).to_have_url(re.compile(rf"/\?supplier={id_}$"))
    expect(page.get_by_role("row", name=re.compile("1551ABK"))).to_have_count(1)
    page.go_back()
    expect(panel(page).get_by_role("heading", name="Hammond")).to_be_visible()


def test_the_list_is_searched_sorted_and_paged_in_the_address(page: Page, server: Server):
    for number in range(60):
        store(server, suppliers.create, SupplierForm(name=f"Listed {number:02}"))
    open_suppliers(page)
    page.get_by_role("searchbox", name="Filter suppliers").fill("listed")
    expect(page.get_by_text("1–50 of 60")).to_be_visible()
    page.get_by_role("button", name="Next page").click()
    expect(row(page, "Listed 59")).to_be_visible()
    page.get_by_role("columnheader", name="Name").get_by_role("button").click()
    expect(row(page, "Listed 59")).to_be_visible()
    expect(page).to_have_url(re.compile("sort=-name"))
    page.reload()
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.go_back()
    expect(page.get_by_text("51–60 of 60")).to_be_visible()
    page.get_by_role("searchbox", name="Filter suppliers").fill("50%")
    expect(page.get_by_text("No suppliers match.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_role("searchbox", name="Filter suppliers")).to_have_value("")
    expect(row(page, "Listed 00")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(
    open_context: Callable[..., BrowserContext], server: Server, scheme: str
):
    form = SupplierForm(name=f"Axed {scheme}", email="a@b.example", website="b.example")
    id_ = store(server, suppliers.create, form).id
    page = open_context(color_scheme=scheme).new_page()
    open_suppliers(page, f"?supplier={id_}")
    expect(panel(page).get_by_role("heading", name="History")).to_be_visible()
    assert serious(page) == []
    dialog = new_supplier(page)
    dialog.get_by_role("button", name="Create supplier").click()
    expect(dialog.get_by_text("Name is missing.")).to_be_visible()
    assert serious(page) == []


def test_it_is_used_with_fingers(open_context: Callable[..., BrowserContext], server: Server):
    store(server, suppliers.create, SupplierForm(name="A tablet's"))
    page = open_context(**TABLET).new_page()
    open_suppliers(page)
    row(page, "A tablet's").tap()
    expect(panel(page).get_by_role("heading", name="A tablet's")).to_be_visible()
    for button in panel(page).get_by_role("button").all():
        assert (button.bounding_box() or {})["height"] >= 44
    panel(page).get_by_role("button", name="Edit").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_have_value("A tablet's")
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    assert (dialog.get_by_label("Name").bounding_box() or {})["height"] >= 44
