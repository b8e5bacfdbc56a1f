"""The factory: locations and usage types, used by people."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import items, locations, parts
from ioninv.domain.items import ItemForm
from ioninv.domain.parts import PartForm
from tests.e2e.conftest import Server
from tests.e2e.storing import store

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}
NASTY = "<img src=x onerror=\"document.title='!'\"> 100% 🧪"


def open_factory(page: Page, query: str = "") -> None:
    page.goto(f"/factory{query}")
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(re.compile(r"Parts\s*\d"))


def place(page: Page, name: str) -> Locator:
    return page.get_by_role("treeitem", name=name, exact=True)


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Location")


def act(page: Page, name: str, dialog: str) -> Locator:
    """Press a button of the panel, and wait for the dialog that it opens."""
    panel(page).get_by_role("button", name=name).click()
    opened = page.get_by_role("dialog", name=dialog).or_(page.get_by_role("alertdialog"))
    expect(opened).to_be_visible()
    return opened


def choose(page: Page, field: Locator, typed: str, option: str) -> None:
    field.fill(typed)
    page.get_by_role("option", name=re.compile(option)).first.click()


def with_items(server: Server, path: str, count: int) -> int:
    """A location in which that many items lie; its id."""
    id_ = store(server, locations.create_path, path).id
    number = path.replace(" / ", "-")
    part = store(server, parts.create, PartForm(part_number=f"P-{number}")).id
    for _ in range(count):
        store(server, items.create, ItemForm(part_id=part, location_id=id_))
    return id_


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_a_tree_is_made_renamed_and_moved(page: Page):
    open_factory(page)
    page.get_by_role("button", name="New Location").first.click()
    dialog = page.get_by_role("dialog", name="New Location")
    dialog.get_by_role("button", name="Create location").click()
    expect(dialog.get_by_text("Name is missing.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("Works")
    dialog.get_by_label("Kind").fill("Site")
    dialog.get_by_role("button", name="Create location").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Works created.")).to_be_visible()
    expect(panel(page).get_by_role("heading", name="Works")).to_be_visible()

    dialog = act(page, "New location below", "New Location")
    expect(dialog.get_by_role("combobox", name="Inside")).to_have_value("Works")
    dialog.get_by_label("Name").fill("Hall 1")
    dialog.get_by_role("button", name="Create and add another").click()
    expect(dialog.get_by_label("Name")).to_have_value("")
    expect(dialog.get_by_role("combobox", name="Inside")).to_have_value("Works")
    dialog.get_by_label("Name").fill("hall 1")
    dialog.get_by_role("button", name="Create location").click()
    expect(dialog.get_by_text("Works / Hall 1 already exists.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("hall 1")
    dialog.get_by_label("Name").fill("Hall 2")
    dialog.get_by_label("Name").press("Enter")
    expect(dialog).to_be_hidden()
    expect(place(page, "Hall 2")).to_have_attribute("aria-selected", "true")

    dialog = act(page, "Edit", "Edit Hall 2")
    dialog.get_by_label("Name").fill("Annex")
    dialog.get_by_role("button", name="Save").click()
    expect(place(page, "Annex")).to_be_visible()
    expect(panel(page)).to_contain_text("Renamed from Hall 2 to Annex")

    dialog = act(page, "Move to…", "Move Annex")
    choose(page, dialog.get_by_role("combobox", name="To"), "works hall 1", "Hall 1")
    dialog.get_by_role("button", name="Move").click()
    expect(dialog).to_be_hidden()
    expect(place(page, "Annex")).to_have_attribute("aria-level", "3")
    expect(panel(page)).to_contain_text("Moved from Works to Works / Hall 1")

    dialog = act(page, "Move to…", "Move Annex")
    dialog.get_by_role("button", name="Clear To").click()
    dialog.get_by_role("button", name="Move").click()
    expect(place(page, "Annex")).to_have_attribute("aria-level", "1")


def test_a_switched_off_location_makes_its_items_unavailable(page: Page, server: Server):
    id_ = with_items(server, "Cellar / Rack", 3)
    open_factory(page, f"?location={id_}")
    page.get_by_role("navigation", name="Where it lies").get_by_role("button").click()
    expect(panel(page).get_by_role("heading", name="Cellar")).to_be_visible()

    panel(page).get_by_role("switch").click()
    dialog = page.get_by_role("dialog", name="Make Cellar not available?")
    expect(dialog).to_contain_text("3 items in it and below it become Unavailable")
    dialog.get_by_role("button", name="Switch off").click()
    expect(dialog.get_by_text("Give the reason")).to_be_visible()
    dialog.get_by_label("Reason").fill("Flooded")
    dialog.get_by_role("button", name="Switch off").click()

    expect(page.get_by_text("Cellar is not available. 3 items became Unavailable.")).to_be_visible()
    expect(panel(page).get_by_role("switch")).not_to_be_checked()
    expect(panel(page)).to_contain_text("Flooded")
    expect(place(page, "Rack")).to_contain_text("Not available (because Cellar is)")

    panel(page).get_by_role("link", name="3 items").click()
    expect(page.get_by_role("heading", name="Inventory")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("P-Cellar-Rack.*Unavailable"))).to_have_count(3)

    page.go_back()
    panel(page).get_by_role("switch").click()
    expect(page.get_by_text("Cellar is available. 3 items became Available.")).to_be_visible()
    expect(place(page, "Rack")).not_to_contain_text("Not available")


def test_archiving_is_refused_while_items_lie_there(page: Page, server: Server):
    id_ = with_items(server, "Shed", 1)
    empty = store(server, locations.create_path, "Hut").id
    open_factory(page, f"?location={id_}")
    act(page, "Archive", "Archive Shed?").get_by_role("button", name="Archive").click()
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("1 item lies in Shed. Move it first.")
    question.get_by_role("button", name="Cancel").click()

    open_factory(page, f"?location={empty}")
    act(page, "Archive", "Archive Hut?").get_by_role("button", name="Archive").click()
    expect(page.get_by_text("Hut archived.")).to_be_visible()
    expect(place(page, "Hut")).to_be_hidden()
    page.get_by_role("button", name="Show archived").click()
    expect(place(page, "Hut")).to_be_visible()
    panel(page).get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Hut restored.")).to_be_visible()


def test_two_locations_that_are_one_are_merged(page: Page, server: Server):
    id_ = with_items(server, "Bay seven", 2)
    store(server, locations.create_path, "Bay 7")
    open_factory(page, f"?location={id_}")

    dialog = act(page, "Merge into…", "Merge Bay seven into…")
    choose(page, dialog.get_by_role("combobox", name="Into"), "Bay 7", "^Bay 7")
    expect(dialog.get_by_role("status").last).to_contain_text(
        "2 items move to Bay 7. Bay seven is archived; its serials and its history stay searchable."
    )
    dialog.get_by_label("Reason").fill("The same bay, entered twice")
    dialog.get_by_role("button", name="Merge", exact=True).click()

    expect(page.get_by_text("Merged into Bay 7: 2 items moved.")).to_be_visible()
    expect(panel(page).get_by_role("heading", name="Bay 7")).to_be_visible()
    expect(panel(page).get_by_role("link", name="2 items")).to_be_visible()
    expect(place(page, "Bay seven")).to_be_hidden()
    open_factory(page, f"?location={id_}")
    expect(panel(page)).to_contain_text("Merged into Bay 7")


def test_a_double_click_makes_one_location(page: Page):
    open_factory(page)
    page.get_by_role("button", name="New Location").first.click()
    dialog = page.get_by_role("dialog", name="New Location")
    dialog.get_by_label("Name").fill("Twice")
    dialog.get_by_role("button", name="Create location").dblclick()
    expect(dialog).to_be_hidden()
    expect(place(page, "Twice")).to_have_count(1)
    expect(page.get_by_text("already exists")).to_be_hidden()


def test_the_second_of_two_editors_is_told_and_loses_nothing(page: Page, server: Server):
    id_ = store(server, locations.create_path, "Shared").id
    open_factory(page, f"?location={id_}")
    dialog = act(page, "Edit", "Edit Shared")
    dialog.get_by_label("Name").fill("Mine")
    store(server, locations.edit, id_, "Shared", "Room", "")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("keeper changed Shared meanwhile")
    expect(dialog.get_by_text("Now “Room”.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("Mine")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(panel(page).get_by_role("heading", name="Mine")).to_be_visible()
    expect(panel(page).get_by_role("definition").filter(has_text="Room")).to_be_visible()


def test_what_is_typed_survives_leaving_by_mistake(page: Page):
    open_factory(page)
    page.get_by_role("button", name="New Location").first.click()
    dialog = page.get_by_role("dialog", name="New Location")
    dialog.get_by_label("Description").fill("x" * 10_000)
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Keep editing").click()
    dialog.get_by_label("Name").fill(NASTY)
    dialog.get_by_role("button", name="Create location").click()
    expect(dialog.get_by_text("Description is too long")).to_be_visible()
    expect(dialog.get_by_label("Description")).to_have_value("x" * 10_000)
    expect(dialog.get_by_label("Name")).to_have_value(NASTY)
    dialog.get_by_label("Description").fill("")
    dialog.get_by_label("Name").fill(NASTY.replace("/", ""))
    dialog.get_by_role("button", name="Create location").click()
    expect(panel(page).get_by_role("heading", name=NASTY)).to_be_visible()
    expect(page).to_have_title("Factory · ioninv")


def test_the_address_shows_the_same_again(page: Page, server: Server):
    id_ = store(server, locations.create_path, "North / Aisle 4 / Bin 9").id
    open_factory(page, f"?location={id_}")
    expect(place(page, "Bin 9")).to_have_attribute("aria-selected", "true")
    place(page, "North").click()
    expect(panel(page).get_by_role("heading", name="North")).to_be_visible()
    page.go_back()
    expect(panel(page).get_by_role("heading", name="Bin 9")).to_be_visible()
    page.go_forward()
    expect(panel(page).get_by_role("heading", name="North")).to_be_visible()

    page.get_by_role("searchbox", name="Filter locations").fill("bin 9")
    expect(page).to_have_url(re.compile("q=bin\\+9"))
    expect(place(page, "Aisle 4")).to_be_visible()
    page.reload()
    expect(place(page, "Bin 9")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Filter locations")).to_have_value("bin 9")
    expect(panel(page).get_by_role("heading", name="North")).to_be_visible()


def test_the_tree_is_walked_by_keys_and_remembers(page: Page, server: Server):
    store(server, locations.create_path, "South / Aisle 5 / Bin 6")
    open_factory(page)
    place(page, "South").click()
    page.keyboard.press("ArrowDown")
    expect(place(page, "Aisle 5")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(place(page, "Aisle 5")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("heading", name="Aisle 5")).to_be_visible()
    open_factory(page)
    expect(place(page, "Aisle 5")).to_have_attribute("aria-expanded", "false")
    expect(place(page, "Bin 6")).to_be_hidden()


def test_usage_types_are_kept_in_their_list(page: Page):
    open_factory(page)
    page.get_by_role("link", name="Usage types").click()
    new = page.get_by_label("New usage type")
    new.fill(" test ")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("Usage type Test already exists.")).to_be_visible()
    expect(new).to_have_value(" test ")
    new.fill("Spares")
    new.press("Enter")
    expect(page.get_by_text("Usage type Spares created.")).to_be_visible()
    expect(new).to_have_value("")

    page.get_by_role("button", name="Rename Spares").click()
    name = page.get_by_label("New name of Spares")
    expect(name).to_be_focused()
    name.fill("Spare parts")
    name.press("Enter")
    listed = page.get_by_role("list", name="Usage types")
    expect(listed).to_contain_text("Spare parts")
    page.get_by_role("button", name="Archive Spare parts").click()
    expect(listed).not_to_contain_text("Spare parts")
    page.get_by_role("button", name="Undo").click()
    expect(listed).to_contain_text("Spare parts")
    page.reload()
    expect(page.get_by_role("link", name="Usage types")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(
    open_context: Callable[..., BrowserContext], server: Server, scheme: str
):
    id_ = with_items(server, f"Axe {scheme} / Shelf", 1)
    page = open_context(color_scheme=scheme).new_page()
    open_factory(page, f"?location={id_}")
    expect(panel(page).get_by_role("heading", name="History")).to_be_visible()
    assert serious(page) == []
    act(page, "Merge into…", "Merge Shelf into…").get_by_role("button", name="Merge").last.click()
    expect(page.get_by_text("Choose the location that takes its place.")).to_be_visible()
    assert serious(page) == []
    open_factory(page, "?section=usage-types")
    page.get_by_role("button", name="Rename Test").click()
    expect(page.get_by_label("New name of Test")).to_be_visible()
    assert serious(page) == []


def test_it_is_used_with_fingers(open_context: Callable[..., BrowserContext], server: Server):
    id_ = with_items(server, "Tablet room", 1)
    page = open_context(**TABLET).new_page()
    open_factory(page)
    place(page, "Tablet room").tap()
    expect(panel(page).get_by_role("heading", name="Tablet room")).to_be_visible()
    for button in panel(page).get_by_role("button").all():
        assert (button.bounding_box() or {})["height"] >= 44
    panel(page).get_by_role("button", name="Close").tap()
    expect(panel(page)).to_be_hidden()
    row = place(page, "Tablet room").bounding_box()
    assert row
    assert row["height"] >= 44
    assert id_
