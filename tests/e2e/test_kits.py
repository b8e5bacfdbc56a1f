"""The kits, used by people."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import items, kits, locations, parts
from ioninv.domain.items import ItemForm, Selection
from tests.e2e.conftest import Server
from tests.e2e.storing import store

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}


def open_kits(page: Page, query: str = "") -> None:
    page.goto(f"/kits{query}")
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(re.compile(r"Parts\s*\d"))


def panel(page: Page, name: str = "Kit") -> Locator:
    return page.get_by_role("complementary", name=name)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def which(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Which kits").get_by_role("button", name=name)


def new_kit(page: Page) -> Locator:
    page.get_by_role("button", name="New Kit").first.click()
    dialog = page.get_by_role("dialog", name="New Kit")
    expect(dialog).to_be_visible()
    return dialog


def filled(server: Server, name: str, serials: str, place: str = "Dock K") -> int:
    """A kit with items in it."""
    part = store(server, parts.create, parts.PartForm(part_number=f"P-{name}", tracking="serial"))
    at = store(server, locations.create_path, place).id
    made = store(server, items.create, ItemForm(part.id, serials=serials, location_id=at))
    kit = store(server, kits.create, name, "WO-77").id
    store(server, kits.put_in, kit, Selection(ids=made.ids))
    return kit


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_a_kit_is_created_edited_and_its_edit_undone(page: Page, server: Server):
    store(server, kits.create, "TAKEN")
    open_kits(page)
    dialog = new_kit(page)
    dialog.get_by_label("Name").fill("taken")
    dialog.get_by_label("Reference").fill("WO-1 <b>")
    dialog.get_by_role("combobox", name="Destination").fill("Hall K / Line 2")
    page.get_by_role("option", name=re.compile("Create")).click()
    expect(page.get_by_text("Hall K / Line 2 created.")).to_be_visible()
    dialog.get_by_role("button", name="Create kit").click()
    expect(dialog.get_by_text("A kit TAKEN exists already (open).")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("KIT-NEW")
    dialog.get_by_role("button", name="Create kit").dblclick()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("KIT-NEW created.")).to_be_visible()
    expect(row(page, "KIT-NEW")).to_have_count(1)
    expect(panel(page).get_by_role("link", name="Hall K / Line 2")).to_be_visible()
    expect(panel(page)).to_contain_text("WO-1 <b>")

    panel(page).get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit KIT-NEW")
    expect(dialog.get_by_role("combobox", name="Destination")).to_have_value("Hall K / Line 2")
    dialog.get_by_label("Name").fill("KIT-NEWER")
    dialog.get_by_role("combobox", name="Destination").fill("")
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(panel(page)).to_contain_text("Renamed from KIT-NEW to KIT-NEWER")
    panel(page).get_by_role("button", name=re.compile("^Undo: ")).first.click()
    expect(panel(page).get_by_role("heading", name="KIT-NEW", exact=True)).to_be_visible()
    expect(panel(page).get_by_role("link", name="Hall K / Line 2")).to_be_visible()


def test_items_are_put_in_seen_taken_out_and_put_back(page: Page, server: Server):
    kit = filled(server, "KIT-60", "KT-01..60")
    open_kits(page, f"?kit={kit}")
    inside = panel(page).get_by_role("region", name="Items in the kit")
    expect(inside.get_by_role("listitem")).to_have_count(50)
    expect(inside).to_contain_text("1–50 of 60")
    inside.get_by_role("button", name="Next items").click()
    expect(inside).to_contain_text("51–60 of 60")
    inside.get_by_role("checkbox", name="Select KT-60").click()
    inside.get_by_role("button", name="Previous items").click()
    inside.get_by_role("checkbox", name="Select KT-01").click()
    inside.get_by_role("button", name="Take out 2").click()
    expect(page.get_by_text("2 taken out of the kit.")).to_be_visible()
    expect(inside).to_contain_text("1–50 of 58")
    expect(row(page, "KIT-60")).to_be_visible()

    page.get_by_role("button", name="Undo", exact=True).click()
    expect(inside).to_contain_text("1–50 of 60")
    inside.get_by_role("button", name="Take out all 60").click()
    expect(panel(page)).to_contain_text("Nothing is in it.")
    panel(page).get_by_role("button", name="Undo: 60 items taken out").click()
    expect(inside).to_contain_text("1–50 of 60")
    inside.get_by_role("link", name="KT-01").click()
    item = panel(page, "Item")
    expect(item.get_by_role("heading", name="KT-01")).to_be_visible()
    item.get_by_role("link", name="Kitted", exact=True).click()
    expect(panel(page).get_by_role("heading", name="KIT-60")).to_be_visible()
    page.go_back()
    item.get_by_role("link", name="KIT-60", exact=True).click()
    expect(panel(page).get_by_role("heading", name="KIT-60")).to_be_visible()


def test_a_kit_is_closed_to_where_it_goes_and_opened_again(page: Page, server: Server):
    kit = filled(server, "KIT-CLOSE", "KC-1..3", "Dock C")
    line = store(server, locations.create_path, "Line C").id
    store(server, kits.edit, kit, "KIT-CLOSE", "WO-77", line)
    open_kits(page, f"?kit={kit}")
    panel(page).get_by_role("button", name="Close kit").click()
    dialog = page.get_by_role("dialog", name="Close KIT-CLOSE")
    expect(dialog).to_contain_text("3 items are in it (3) and will be free for others: 3 in Dock C")
    dialog.get_by_role("combobox", name="Move what is in it to").click()
    page.get_by_role("option", name=re.compile("Line C.*destination")).click()
    dialog.get_by_role("button", name="Close kit").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Kit closed, 3 items free again.")).to_be_visible()
    expect(row(page, "KIT-CLOSE")).to_be_hidden()
    expect(panel(page)).to_contain_text("Closed; 3 items taken out")
    which(page, "Closed").click()
    expect(row(page, "KIT-CLOSE")).to_be_visible()

    panel(page).get_by_role("button", name=re.compile("^Undo: Closed")).click()
    expect(panel(page).get_by_role("listitem").filter(has_text="KC-1")).to_contain_text("Dock C")
    panel(page).get_by_role("button", name="Close kit").click()
    dialog = page.get_by_role("dialog", name="Close KIT-CLOSE")
    store(server, kits.take_out, Selection(ids=(_item(server, "KC-3"),)))
    dialog.get_by_role("button", name="Close kit").click()
    expect(dialog).to_contain_text("There are 2 items in KIT-CLOSE now, 3 when you looked.")
    dialog.get_by_role("button", name="Cancel").click()
    panel(page).get_by_role("button", name="Close kit").click()
    page.get_by_role("dialog").get_by_role("button", name="Close kit").click()
    panel(page).get_by_role("button", name="Open again").click()
    expect(page.get_by_text("KIT-CLOSE is open again.")).to_be_visible()
    expect(panel(page)).to_contain_text("Nothing is in it.")


def _item(server: Server, serial: str) -> int:
    return store(server, items.find, serial)[0].id


def test_the_list_is_searched_sorted_and_paged_in_the_address(page: Page, server: Server):
    for number in range(55):
        store(server, kits.create, f"Listed {number:02}", "100%")
    open_kits(page)
    page.get_by_role("searchbox", name="Filter kits").fill("listed")
    expect(page.get_by_text("1–50 of 55")).to_be_visible()
    page.get_by_role("columnheader", name="Name").get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"q=listed&sort=name"))
    expect(row(page, "Listed 00")).to_be_visible()
    page.get_by_role("button", name="Next page").click()
    expect(row(page, "Listed 54")).to_be_visible()
    page.reload()
    expect(row(page, "Listed 54")).to_be_visible()
    which(page, "All").click()
    expect(page).to_have_url(re.compile("state=all"))
    page.go_back()
    expect(page.get_by_text("51–55 of 55")).to_be_visible()
    page.get_by_role("searchbox", name="Filter kits").fill("50%")
    expect(page.get_by_text("No kits match.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_role("searchbox", name="Filter kits")).to_have_value("")


def test_it_is_found_filtered_by_and_exported(page: Page, server: Server, tmp_path: Path):
    kit = filled(server, "KIT-FIND", "KF-1..2")
    open_kits(page)
    page.get_by_label("Find or scan").fill("kitfind")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("heading", name="KIT-FIND")).to_be_visible()
    with page.expect_download() as saved:
        panel(page).get_by_role("link", name="Export to CSV").click()
    saved.value.save_as(tmp_path / "kit.csv")
    lines = (tmp_path / "kit.csv").read_text("utf-8-sig").splitlines()
    assert [("KF-1" in line or "KF-2" in line) for line in lines[1:]] == [True, True]

    panel(page).get_by_role("link", name="2 items").click()
    expect(page).to_have_url(re.compile(rf"/\?kit={kit}$"))
    expect(page.get_by_role("button", name="Kit: KIT-FIND", exact=True)).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("KF-"))).to_have_count(2)
    page.get_by_role("button", name="Remove filter Kit").click()
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("combobox", name="Kit").fill("kit-find")
    page.get_by_role("option", name=re.compile("KIT-FIND")).click()
    expect(page).to_have_url(re.compile(rf"kit={kit}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(
    open_context: Callable[..., BrowserContext], server: Server, scheme: str
):
    kit = filled(server, f"Axe {scheme}", f"AX-{scheme}-1..2")
    page = open_context(color_scheme=scheme).new_page()
    open_kits(page, f"?kit={kit}")
    expect(panel(page).get_by_role("heading", name="History")).to_be_visible()
    expect(panel(page).get_by_role("link", name=f"AX-{scheme}-1")).to_be_visible()
    assert serious(page) == []
    panel(page).get_by_role("button", name="Close kit").click()
    expect(page.get_by_role("dialog")).to_contain_text("2 items are in it")
    assert serious(page) == []
    page.keyboard.press("Escape")
    dialog = new_kit(page)
    dialog.get_by_role("button", name="Create kit").click()
    expect(dialog.get_by_text("Name is missing.")).to_be_visible()
    assert serious(page) == []


def test_it_is_used_with_fingers(open_context: Callable[..., BrowserContext], server: Server):
    filled(server, "A tablet's kit", "FT-1..2")
    page = open_context(**TABLET).new_page()
    open_kits(page)
    row(page, "A tablet's kit").tap()
    expect(panel(page).get_by_role("link", name="FT-1")).to_be_visible()
    for control in [
        *panel(page).get_by_role("button").all(),
        *panel(page).locator(".tick").all(),
    ]:
        assert (control.bounding_box() or {})["height"] >= 44
    panel(page).get_by_role("checkbox", name="Select FT-2").tap()
    panel(page).get_by_role("button", name="Take out 1").tap()
    expect(page.get_by_text("1 taken out of the kit.")).to_be_visible()
