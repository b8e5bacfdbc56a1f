"""Issues and lot recall, used by people."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import issues, items, parts
from ioninv.domain.issues import IssueForm
from ioninv.domain.items import ItemForm, Selection
from tests.e2e.conftest import Server
from tests.e2e.storing import store

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}
NASTY = "<img src=x onerror=document.title='owned'>"
fresh = count(1)


@pytest.fixture
def gears(server: Server) -> tuple[str, list[int]]:
    """The number of a part, and its items: three serials (QUIRK1-1 to 3) here, QUIRK1-9 on order."""
    number = f"QUIRK{next(fresh)}"
    part = store(server, parts.create, parts.PartForm(part_number=number, tracking="serial")).id
    here = store(server, items.create, ItemForm(part_id=part, serials=f"{number}-1..3")).ids
    form = ItemForm(part_id=part, serials=f"{number}-9", birth="on_order")
    return number, [*here, *store(server, items.create, form).ids]


def ready(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(re.compile(r"Parts\s*\d"))


def issue(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Issue")


def item(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Item")


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def toast(page: Page, text: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("listitem").filter(has_text=text).filter(has=button(page, "Undo"))


def row(page: Page, serial: str) -> Locator:
    return page.get_by_role("row", name=re.compile(rf"\b{serial}\b"))


def raise_issue(dialog: Locator, title: str) -> None:
    dialog.get_by_label("Title").fill(title)
    button(dialog, "Raise issue").click()
    expect(dialog).to_be_hidden()


def find_and_open(page: Page, code: str) -> None:
    box = page.get_by_role("combobox", name="Find or scan")
    box.fill(code)
    box.press("Enter")


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def test_an_issue_on_two_selected_is_raised_discussed_resolved_and_undone(page: Page, gears):
    number, _ = gears
    ready(page, f"/?q={number}")
    for serial in (1, 2):
        page.get_by_role("checkbox", name=f"Select {number}-{serial}").check()
    button(page, "Raise issue").click()
    dialog = page.get_by_role("dialog", name="Raise issue: 2 items")
    holding = dialog.get_by_role("list", name="What holding does")
    expect(holding).to_contain_text("2Availableunavailable at once.")
    dialog.get_by_role("switch", name="Hold these items").uncheck()
    expect(holding).to_be_hidden()
    dialog.get_by_role("switch", name="Hold these items").check()
    button(dialog, "Raise issue").click()
    expect(dialog.get_by_text("Title is missing.")).to_be_visible()
    raise_issue(dialog, f"Cracked {number}")

    expect(row(page, f"{number}-1")).to_contain_text("Unavailable")
    expect(row(page, f"{number}-1").get_by_role("img", name="1 open issue")).to_be_visible()
    row(page, f"{number}-1").click()
    expect(item(page)).to_contain_text(re.compile(rf"On hold: ISS-\d+: Cracked {number}"))
    button(toast(page, "raised on 2 items"), "Open").click()

    expect(issue(page)).to_contain_text("Holds 2 items.")
    area = issue(page).get_by_role("textbox", name="Comment")
    area.press_sequentially("Ask @kee")
    page.get_by_role("option", name="keeper").click()
    expect(area).to_have_value("Ask @keeper ")
    area.press_sequentially("about it")
    page.reload()
    expect(area).to_have_value("Ask @keeper about it")
    button(issue(page), "Comment").click()
    said = issue(page).get_by_role("region", name="Comments")
    expect(said.locator(".mentioned")).to_have_text("@keeper")
    expect(area).to_have_value("")
    button(said, "Edit this comment").click()
    said.get_by_role("textbox", name="Your comment").fill("Asked.")
    button(said, "Save").click()
    expect(said.get_by_text("Asked.", exact=True)).to_be_visible()
    expect(said).to_contain_text("edited")

    button(issue(page), "Resolve").click()
    dialog = page.get_by_role("dialog", name=re.compile("Resolve ISS-"))
    dialog.get_by_label("What is done with its items").select_option(label="Scrap")
    expect(dialog).to_contain_text("2 items: scrapped, with the reason.")
    dialog.get_by_label("Reason").fill("beyond repair")
    button(dialog, "Resolve").click()
    expect(dialog).to_be_hidden()
    table = issue(page).get_by_role("table", name="Items on the issue")
    expect(table.get_by_text("Scrapped")).to_have_count(2)
    expect(issue(page)).to_contain_text("It holds nothing any more.")
    button(toast(page, "resolved: scrap"), "Undo").click()
    expect(table.get_by_text("Unavailable")).to_have_count(2)
    expect(issue(page)).to_contain_text("Holds 2 items.")


def test_an_issue_is_raised_by_scan_on_what_has_not_arrived(page: Page, gears):
    number, _ = gears
    ready(page, "/issues")
    find_and_open(page, f"{number}-9")
    expect(item(page).get_by_role("heading", name=f"{number}-9")).to_be_visible()
    button(item(page), "Raise issue").click()
    dialog = page.get_by_role("dialog", name=f"Raise issue: {number}-9")
    expect(dialog).to_contain_text("marked, and unavailable on arrival.")
    raise_issue(dialog, NASTY)

    expect(item(page)).to_contain_text("On order")
    expect(item(page)).to_contain_text("On hold as well.")
    expect(item(page).get_by_role("region", name="Issues")).to_contain_text(NASTY)
    item(page).get_by_role("region", name="Issues").get_by_role("link").click()
    expect(issue(page).get_by_text(NASTY).first).to_be_visible()
    expect(page).to_have_title("Issues · ioninv")
    assert page.locator("main img[src]").count() == 0

    issue(page).get_by_role("combobox", name="Add an item").fill(f"{number}-1")
    page.get_by_role("option", name=re.compile(f"{number}-1")).click()
    expect(issue(page)).to_contain_text("Holds 2 items.")
    button(issue(page), f"Take off: {number}-1").click()
    expect(issue(page)).to_contain_text("Holds 1 item.")


def test_an_issue_is_raised_on_what_is_scanned_one_after_the_other(page: Page, gears):
    number, _ = gears
    ready(page, "/issues")
    button(page, "Raise issue").click()
    dialog = page.get_by_role("dialog", name="Raise issue")
    box = dialog.get_by_role("textbox", name="Scan or type an item")
    expect(box).to_be_focused()
    # Faster than any answer, the last one twice, as a scanner does.
    for code in (f"{number}-1", f"{number}-9", "NOBODY", f"{number}-1"):
        page.keyboard.insert_text(code)
        page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text(f"{number}-1 is on the list already.")
    listed = dialog.get_by_role("list", name="Items of the issue")
    expect(listed.get_by_role("listitem")).to_have_count(2)
    expect(listed).to_contain_text("On order")
    page.keyboard.insert_text(f"{number}-2")
    page.keyboard.press("Enter")
    expect(listed.get_by_role("listitem")).to_have_count(3)
    button(dialog, f"Take off the list: {number}-2").click()
    expect(listed.get_by_role("listitem")).to_have_count(2)
    assert serious(page) == []
    raise_issue(dialog, f"Scanned {number}")
    button(toast(page, "raised on 2 items"), "Open").click()
    expect(issue(page)).to_contain_text("Holds 2 items.")
    expect(issue(page).get_by_role("table", name="Items on the issue")).to_contain_text("On order")


def test_cards_are_moved_with_the_mouse_and_by_their_menu(page: Page, server: Server, gears):
    number, ids = gears
    form = IssueForm(f"Board {number}", holds=True)
    name = store(server, issues.create, Selection(ids=(ids[0],)), form).name
    ready(page, f"/issues?view=board&q={number}")
    columns = {
        state: page.get_by_role("region", name=state, exact=True)
        for state in ("Open", "In progress", "Resolved")
    }
    card = columns["Open"].get_by_role("listitem").filter(has_text=f"Board {number}")
    card.drag_to(columns["In progress"])
    expect(columns["In progress"]).to_contain_text(name)
    expect(columns["Open"]).to_contain_text("None")

    button(page, f"Move {name}").press("Enter")
    page.get_by_role("menuitem", name="Resolve…").press("Enter")
    dialog = page.get_by_role("dialog", name=f"Resolve {name}")
    dialog.get_by_label("What is done with its items").select_option(label="Use as is")
    expect(dialog).to_contain_text("1 item: held by this issue no more.")
    button(dialog, "Resolve").click()
    expect(columns["Resolved"]).to_contain_text("Use as is")
    button(page, f"Move {name}").click()
    page.get_by_role("menuitem", name="Reopen", exact=True).click()
    expect(columns["Open"]).to_contain_text("holds")

    button(page, "List").click()
    expect(page).to_have_url(re.compile(rf"/issues\?q={number}$"))
    page.get_by_label("Severity").first.select_option(label="Critical")
    expect(page.get_by_text("No issues match.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("row", name=re.compile(name))).to_be_visible()


def test_a_lot_spread_over_statuses_is_recalled_in_one_act(page: Page, server: Server):
    number = f"BROK{next(fresh)}"
    seal = store(server, parts.create, parts.PartForm(part_number=number, tracking="lot")).id
    body = store(server, parts.create, parts.PartForm(part_number=f"B{number}")).id
    lot = f"L-{number}"

    def make(**fields: str | int) -> int:
        return store(server, items.create, ItemForm(**fields)).ids[0]  # pyright: ignore[reportArgumentType]

    top, middle = (make(part_id=body, serials=f"{name}-{number}") for name in ("TOP", "MID"))
    make(part_id=seal, lot=lot, quantity="5")
    deep, busy, bad = (make(part_id=seal, lot=lot) for _ in range(3))
    make(part_id=seal, lot=lot, birth="on_order")
    store(server, items.install, Selection(ids=(middle,)), top)
    store(server, items.install, Selection(ids=(deep,)), middle)
    store(server, items.start_work, Selection(ids=(busy,)), "WO-1")
    store(server, items.scrap, Selection(ids=(bad,)), "leaks")

    ready(page, "/parts")
    page.get_by_role("combobox", name="Find or scan").fill(lot)
    page.get_by_role("option", name=re.compile(rf"Lot.*{number} · 5 items")).click()
    table = page.get_by_role("table", name="Items of the lot")
    expect(table.get_by_role("row")).to_have_count(6)
    chain = f"MID-{number} · B{number} › TOP-{number} · B{number}"
    expect(table).to_contain_text(chain)
    for status in ("Available", "Installed", "In progress", "Scrapped", "On order"):
        expect(table.get_by_text(status, exact=True)).to_have_count(1)
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Export to CSV").click()
    assert chain in downloaded.value.path().read_text()

    button(page, "Recall this lot").click()
    dialog = page.get_by_role("dialog", name=re.compile(f"Recall lot {lot}"))
    button(dialog, "Recall").click()
    expect(issue(page)).to_contain_text(f"Recall of lot {lot} of {number}")
    expect(issue(page)).to_contain_text("Holds 5 items.")
    on_it = issue(page).get_by_role("table", name="Items on the issue")
    expect(on_it.get_by_text("held", exact=True)).to_have_count(4)
    expect(on_it.get_by_text("Unavailable")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out_of_issues(
    open_context: Callable[..., BrowserContext], server: Server, gears, scheme: str
):
    number, ids = gears
    chosen = Selection(ids=tuple(ids))
    id_ = store(server, issues.create, chosen, IssueForm(f"Axe {number}", holds=True)).id
    store(server, issues.comment, id_, "Hello @keeper")
    page = open_context(color_scheme=scheme).new_page()
    ready(page, f"/issues?issue={id_}")
    expect(issue(page).get_by_role("heading", name="History")).to_be_visible()
    assert serious(page) == []
    button(page, "Board").click()
    expect(page.get_by_role("region", name="Open", exact=True)).to_contain_text(number)
    assert serious(page) == []
    button(issue(page), "Resolve").click()
    dialog = page.get_by_role("dialog")
    button(dialog, "Resolve").click()
    expect(dialog.get_by_text("Choose what is done with the items.")).to_be_visible()
    assert serious(page) == []


def test_issues_are_used_with_fingers(
    open_context: Callable[..., BrowserContext], server: Server, gears
):
    number, ids = gears
    form = IssueForm(f"Touch {number}", holds=True)
    name = store(server, issues.create, Selection(ids=tuple(ids[:2])), form).name
    page = open_context(**TABLET).new_page()
    ready(page, f"/issues?view=board&q={number}")
    button(page, f"Move {name}").tap()
    page.get_by_role("menuitem", name="Start").tap()
    expect(page.get_by_role("region", name="In progress", exact=True)).to_contain_text(name)
    page.get_by_role("button", name=f"Touch {number}").tap()
    expect(issue(page)).to_contain_text("Holds 2 items.")
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    for each in issue(page).get_by_role("group", name="Acts").get_by_role("button").all():
        assert (each.bounding_box() or {})["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
