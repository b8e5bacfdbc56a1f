"""Acts on items, by one or by many, as people do them in a browser."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import items, locations, parts, undoing
from ioninv.domain.items import ItemFilter, ItemForm, Selection
from tests.e2e.conftest import Server
from tests.e2e.storing import store
from tests.e2e.test_inventory import open_inventory, row

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Item")


def bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selected items")


def tick(page: Page, name: str, **how) -> None:
    page.get_by_role("checkbox", name=f"Select {name}", exact=True).click(**how)


def change_status(page: Page, act: str) -> Locator:
    """Choose an act in the bulk bar; its dialog."""
    bar(page).get_by_role("button", name="Change status").click()
    page.get_by_role("menuitem", name=act, exact=True).click()
    return asked(page, act)


def asked(page: Page, act: str) -> Locator:
    dialog = page.get_by_role("dialog", name=re.compile(f"^{act}"))
    expect(dialog).to_be_visible()
    # A menu that closes gives the focus back, and the dialog takes it again.
    expect(page.get_by_role("menu")).to_be_hidden()
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    expect(dialog.locator(":focus")).to_be_visible()
    return dialog


def pick(page: Page, dialog: Locator, name: str, typed: str, option: str) -> None:
    dialog.get_by_role("combobox", name=name).fill(typed)
    page.get_by_role("option", name=re.compile(option)).first.click()


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Undone.")).to_be_visible()


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def made(server: Server, number: str, serials: str = "", quantity: str = "1") -> tuple[int, ...]:
    """Items of a new part."""
    tracking = "serial" if serials else "none"
    part = store(server, parts.create, parts.PartForm(part_number=number, tracking=tracking))
    return store(server, items.create, ItemForm(part.id, serials=serials, quantity=quantity)).ids


def test_a_serial_two_levels_deep_in_an_assembly_is_found_and_says_where_it_is(
    page: Page, server: Server
):
    place = store(server, locations.create_path, "Hall 5 / Stand").id
    part = store(server, parts.create, parts.PartForm(part_number="ROVER", tracking="serial")).id
    store(server, items.create, ItemForm(part, serials="RV-1", location_id=place))
    made(server, "ARM", "ARM-1")
    made(server, "MOTOR", "MOT-1")
    open_inventory(page, "?q=arm-1")
    tick(page, "ARM-1")
    dialog = change_status(page, "Install")
    pick(page, dialog, "Install in", "rv-1", "RV-1")
    dialog.get_by_role("button", name="Install", exact=True).click()
    expect(page.get_by_text("1 installed.")).to_be_visible()

    open_inventory(page, "?q=mot-1")
    row(page, "MOT-1").click()
    panel(page).get_by_role("button", name="Install").click()
    dialog = asked(page, "Install")
    pick(page, dialog, "Install in", "arm-1", "ARM-1")
    dialog.get_by_role("button", name="Install", exact=True).click()
    expect(dialog).to_be_hidden()

    open_inventory(page)
    page.get_by_label("Find or scan").fill("mot1")
    page.get_by_role("option", name=re.compile("MOT-1")).click()
    expect(panel(page).get_by_role("heading", name="MOT-1")).to_be_visible()
    expect(panel(page)).to_contain_text("Installed in ARM-1")
    expect(panel(page)).to_contain_text("Hall 5 / Stand")
    panel(page).get_by_role("button", name=re.compile("RV-1")).click()
    tree = panel(page).get_by_role("tree", name="As built")
    tree.get_by_role("treeitem", name="ARM-1").focus()
    page.keyboard.press("ArrowRight")
    expect(tree.get_by_role("treeitem", name="MOT-1")).to_have_attribute("aria-level", "2")
    tree.get_by_role("treeitem", name="MOT-1").click()
    expect(panel(page).get_by_role("heading", name="MOT-1")).to_be_visible()

    panel(page).get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(panel(page)).to_contain_text("Available")


def test_three_of_ten_are_scrapped_and_seven_are_left(page: Page, server: Server):
    made(server, "NUT-10", quantity="10")
    open_inventory(page, "?q=nut-10")
    row(page, "NUT-10").click()
    panel(page).get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Scrap").click()
    dialog = asked(page, "Scrap")
    dialog.get_by_label("Quantity").fill("3")
    dialog.get_by_role("button", name="Scrap").click()
    expect(dialog.get_by_text("Reason is missing.")).to_be_visible()
    expect(dialog.get_by_label("Quantity")).to_have_value("3")
    dialog.get_by_label("Reason").fill("bent")
    dialog.get_by_role("button", name="Scrap").click()
    expect(dialog).to_be_hidden()

    rows = page.get_by_role("row", name=re.compile("NUT-10"))
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Available")).to_contain_text("7")
    expect(rows.filter(has_text="Scrapped")).to_contain_text("3")
    undo(page)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("10")


def test_two_hundred_are_selected_across_pages_moved_and_moved_back(page: Page, server: Server):
    made(server, "BOLT-X", "BX-001..250")
    open_inventory(page, "?q=bolt-x&sort=serial&size=100")
    page.get_by_role("checkbox", name="Select page").click()
    expect(bar(page)).to_contain_text("100 selected")
    page.get_by_role("button", name="Next page").click()
    expect(row(page, "BX-101")).to_be_visible()
    tick(page, "BX-101")
    tick(page, "BX-200", modifiers=["Shift"])
    expect(bar(page)).to_contain_text("200 selected")
    page.get_by_role("button", name="Previous page").click()
    expect(page.get_by_role("checkbox", name="Select BX-001")).to_be_checked()
    bar(page).get_by_role("button", name="Move").click()
    dialog = asked(page, "Move")
    pick(page, dialog, "Location", "Hall 7 / Bin 1", "Create")
    expect(page.get_by_text("Location Hall 7 / Bin 1 created.")).to_be_visible()
    dialog.get_by_role("button", name="Move", exact=True).click()

    expect(page.get_by_text("200 moved.")).to_be_visible()
    expect(row(page, "BX-001")).to_contain_text("Hall 7 / Bin 1")
    expect(bar(page)).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Select BX-001")).not_to_be_checked()
    page.get_by_role("button", name="Last page").click()
    expect(row(page, "BX-250")).not_to_contain_text("Hall 7")
    undo(page)
    assert {r["place"] for r in _rows(server, "bx-1")} == {""}


def _rows(server: Server, typed: str) -> list:
    page = items.PageRequest(size=200)
    return store(server, items.search, ItemFilter(text=typed), items.ItemSort(), page).rows


def test_everything_that_matches_is_held_and_released(page: Page, server: Server):
    made(server, "HELD-X", "HX-01..60")
    open_inventory(page, "?q=held-x")
    tick(page, "HX-60")
    bar(page).get_by_role("button", name="Select all 60").click()
    expect(bar(page)).to_contain_text("All 60 selected")
    dialog = change_status(page, "Put on hold")
    dialog.get_by_label("Reason").fill("inspect")
    dialog.get_by_role("button", name="Put on hold").click()
    expect(page.get_by_text("60 on hold.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^Unavailable\s*60"))).to_be_visible()

    tick(page, "HX-60")
    bar(page).get_by_role("button", name="Select all 60").click()
    expect(bar(page)).to_contain_text("All 60 selected")
    dialog = change_status(page, "Release hold")
    dialog.get_by_role("button", name="Release hold").click()
    expect(page.get_by_text("60 released.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^Available\s*60"))).to_be_visible()


def test_a_hold_is_undone_from_its_message(page: Page, server: Server):
    made(server, "HELD-U", "HU-1..2")
    open_inventory(page, "?q=held-u")
    page.get_by_role("checkbox", name="Select page").click()
    dialog = change_status(page, "Put on hold")
    dialog.get_by_label("Reason").fill("inspect")
    dialog.get_by_role("button", name="Put on hold").click()
    expect(page.get_by_role("row", name=re.compile("HU-.*Unavailable"))).to_have_count(2)

    undo(page)
    expect(page.get_by_role("row", name=re.compile("HU-.*Available"))).to_have_count(2)


def test_the_first_of_two_installs_is_undone(page: Page, server: Server):
    (root,) = made(server, "BOX-U", "BU-1")
    for serial in ("PU-1", "PU-2"):
        (part,) = made(server, f"PART-{serial}", serial)
        store(server, items.install, Selection(ids=(part,)), root)
    open_inventory(page, "?q=pu-1")
    row(page, "PU-1").click()
    panel(page).get_by_role("button", name="Undo: Installed in BU-1").click()

    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(panel(page)).to_contain_text("Undone: removed")
    open_inventory(page, "?q=pu-2")
    expect(row(page, "PU-2")).to_contain_text("in BU-1")


def test_the_chips_stay_on_their_line_when_one_comes(page: Page, server: Server):
    (nut,) = made(server, "NUT-M", quantity="10")
    part = store(server, items.get, nut).row["part_id"]
    chosen = Selection(ids=(nut,), quantity="3")
    done = store(server, items.scrap, chosen, "bent")
    open_inventory(page, f"?part={part}")
    before = page.get_by_role("grid").bounding_box()
    store(server, undoing.undo, done.change_set)
    open_inventory(page, f"?part={part}")

    expect(page.get_by_role("button", name=re.compile(r"^Merged\s*1"))).to_be_visible()
    assert before
    assert (page.get_by_role("grid").bounding_box() or {})["y"] == before["y"]
    first, last = (
        page.get_by_role("button", name=name).bounding_box() or {}
        for name in (re.compile("^All"), "Columns")
    )
    assert first["y"] == last["y"]


def test_of_the_ticked_rows_one_is_chosen_to_stay(page: Page, server: Server):
    (nut,) = made(server, "NUT-S", quantity="10")
    store(server, items.split, nut, ["3"])
    open_inventory(page, "?q=nut-s")
    page.get_by_role("checkbox", name="Select page").click()
    bar(page).get_by_role("button", name="Edit").click()
    page.get_by_role("menuitem", name="Merge").click()
    dialog = asked(page, "Merge")
    keep = dialog.get_by_role("radiogroup", name="Keep").get_by_role("radio")
    expect(keep).to_have_count(2)
    expect(dialog.get_by_role("radio", checked=True)).to_have_count(1)
    dialog.get_by_role("radio", name=re.compile(" 3$")).check()
    dialog.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("2 merged.")).to_be_visible()

    assert store(server, items.get, nut).row["status"] == "merged"
    expect(page.get_by_role("row", name=re.compile("NUT-S"))).to_have_count(1)


def test_escape_lets_the_selection_go(page: Page, server: Server):
    made(server, "ESC-X", "EX-1..3")
    open_inventory(page, "?q=esc-x")
    tick(page, "EX-1")
    expect(bar(page)).to_be_visible()
    page.keyboard.press("Escape")

    expect(bar(page)).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Select EX-1")).not_to_be_checked()


def test_what_cannot_be_done_names_the_item_and_loses_no_text(page: Page, server: Server):
    first, _ = made(server, "SHIP-X", "SX-1..2")
    open_inventory(page, "?q=ship-x")
    page.get_by_role("checkbox", name="Select page").click()
    dialog = change_status(page, "Scrap")
    dialog.get_by_label("Reason").fill("cracked <b>")
    store(server, items.ship, Selection(ids=(first,)), "Anna")
    dialog.get_by_role("button", name="Scrap").dblclick()

    expect(dialog.get_by_role("alert").first).to_contain_text("keeper changed SX-1 meanwhile")
    dialog.get_by_role("button", name="Scrap").click()
    expect(dialog.get_by_role("alert").first).to_contain_text(
        "SX-1 is shipped. Take it back first."
    )
    expect(dialog.get_by_label("Reason")).to_have_value("cracked <b>")


def test_two_people_edit_one_cell_and_the_second_is_told(
    open_context: Callable[..., BrowserContext], page: Page, server: Server
):
    made(server, "CELL-X", "CX-1")
    other = open_context().new_page()
    for each in (page, other):
        open_inventory(each, "?q=cell-x")
        each.locator('td[data-field="lot"]').dblclick()
        expect(each.get_by_role("dialog", name="Lot of CX-1")).to_be_visible()
    page.get_by_label("Lot", exact=True).fill("L-ONE")
    page.keyboard.press("Enter")
    expect(row(page, "CX-1")).to_contain_text("L-ONE")

    editor = other.get_by_role("dialog", name="Lot of CX-1")
    editor.get_by_label("Lot", exact=True).fill("L-TWO")
    other.keyboard.press("Enter")
    expect(editor.get_by_role("alert").first).to_contain_text("keeper changed CX-1 meanwhile (lot)")
    expect(editor).to_contain_text("Now “L-ONE”.")
    expect(editor.get_by_label("Lot", exact=True)).to_have_value("L-TWO")
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_be_hidden()
    expect(row(other, "CX-1")).to_contain_text("L-TWO")


def test_escape_drops_what_is_half_typed_in_a_cell(page: Page, server: Server):
    (id_,) = made(server, "ESC-C", "EC-1")
    open_inventory(page, "?q=esc-c")
    cell = page.locator('td[data-field="lot"]')
    editor = page.get_by_role("dialog", name="Lot of EC-1")
    cell.dblclick()
    editor.get_by_label("Lot", exact=True).fill("L-HALF")
    page.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    expect(cell).to_have_text("")

    cell.dblclick()
    expect(editor.get_by_label("Lot", exact=True)).to_have_value("")
    assert store(server, items.get, id_).row["lot"] == ""


@pytest.mark.parametrize("width", [1440, 1024])
def test_both_presses_of_a_slow_double_one_mean_the_cell_under_the_first(
    page: Page, server: Server, width: int
):
    """The first opens the panel, which moves the cells or covers them."""
    number = f"SLOW-{width}"
    made(server, number, f"{number}-1")
    page.set_viewport_size({"width": width, "height": 800})
    open_inventory(page, f"?q={number}")
    box = page.locator('td[data-field="lot"]').bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    for count in (1, 2):
        page.mouse.down(click_count=count)
        page.mouse.up(click_count=count)
        expect(panel(page).get_by_role("heading", name="History")).to_be_visible()

    expect(page.get_by_role("dialog", name=f"Lot of {number}-1")).to_be_visible()


def test_the_grid_is_walked_and_edited_with_keys(page: Page, server: Server):
    made(server, "KEY-X", "KX-1..3")
    open_inventory(page, "?q=key-x&sort=serial")
    expect(row(page, "KX-3")).to_be_visible()
    page.locator("tr", has_text="KX-1").locator("td").nth(1).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    editor = page.get_by_role("dialog", name="Lot of KX-2")
    editor.get_by_label("Lot", exact=True).fill("L-K")
    page.keyboard.press("Tab")
    expect(row(page, "KX-2")).to_contain_text("L-K")
    page.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    page.locator("tr", has_text="KX-2").locator("td").nth(1).focus()
    page.keyboard.press(" ")
    expect(bar(page)).to_contain_text("1 selected")


def test_a_double_press_acts_once(page: Page, server: Server):
    (id_,) = made(server, "TWICE-X", quantity="10")
    open_inventory(page, "?q=twice-x")
    page.get_by_role("checkbox", name="Select page").click()
    dialog = change_status(page, "Scrap")
    dialog.get_by_label("Quantity").fill("2")
    dialog.get_by_label("Reason").fill("bent")
    dialog.get_by_role("button", name="Scrap").dblclick()
    expect(dialog).to_be_hidden()

    assert store(server, items.get, id_).row["quantity"] == "8"


def test_an_item_is_edited_and_history_leads_to_the_change_that_is_undone(
    page: Page, server: Server
):
    made(server, "EDIT-X", "DX-1")
    open_inventory(page, "?q=edit-x")
    row(page, "DX-1").click()
    panel(page).get_by_role("button", name="Edit").click()
    dialog = asked(page, "Edit")
    dialog.get_by_label("Note").fill("polished")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(panel(page)).to_contain_text("polished")

    panel(page).get_by_role("list").last.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Edited: 1 item")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("DX-1"))).to_contain_text("polished")
    page.get_by_role("main").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    page.get_by_role("link", name="DX-1").click()
    expect(panel(page).get_by_role("heading", name="DX-1")).to_be_visible()
    expect(panel(page).get_by_role("heading", name="Note")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(
    open_context: Callable[..., BrowserContext], server: Server, scheme: str
):
    made(server, f"AXE-{scheme}", f"AXE-{scheme}-1..3")
    page = open_context(color_scheme=scheme).new_page()
    open_inventory(page, f"?q=axe-{scheme}")
    tick(page, f"AXE-{scheme}-1")
    row(page, f"AXE-{scheme}-2").click()
    expect(panel(page).get_by_role("heading", name="History")).to_be_visible()
    expect(panel(page).get_by_role("button", name="Edit")).to_be_visible()
    assert serious(page) == []

    dialog = change_status(page, "Scrap")
    dialog.get_by_role("button", name="Scrap").click()
    expect(dialog.get_by_text("Reason is missing.")).to_be_visible()
    assert serious(page) == []


def test_it_is_done_with_fingers(open_context: Callable[..., BrowserContext], server: Server):
    made(server, "TOUCH-X", "TX-1..2")
    page = open_context(**TABLET).new_page()
    open_inventory(page, "?q=touch-x")
    page.get_by_role("checkbox", name="Select TX-1").tap()
    for button in bar(page).get_by_role("button").all():
        assert (button.bounding_box() or {})["height"] >= 44
    bar(page).get_by_role("button", name="Change status").tap()
    item = page.get_by_role("menuitem", name="Scrap")
    assert (item.bounding_box() or {})["height"] >= 43
    item.tap()
    dialog = asked(page, "Scrap")
    dialog.get_by_label("Reason").fill("dropped")
    dialog.get_by_role("button", name="Scrap").tap()
    expect(page.get_by_text("1 scrapped.")).to_be_visible()
