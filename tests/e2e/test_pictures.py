"""Pictures of the real inventory for the documentation, and what axe-core says of the same screens."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from ioninv.config import ROOT
from ioninv.domain import attributes, imports, issues, items, locations, parts
from ioninv.domain.issues import IssueForm
from tests.e2e.conftest import Serve, Server
from tests.e2e.storing import store

FOLDER = ROOT / "docs" / "screenshots"
TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}
DARK = {"color_scheme": "dark"}


@pytest.fixture(scope="module")
def demo(serve: Serve) -> Server:
    """A server with the real inventory."""
    server = serve()
    folder = ROOT / "ioninv" / "demo" / "inventree"
    store(
        server, imports.run, [imports.FileGiven(each.name, each) for each in folder.glob("*.csv")]
    )
    return server


def look(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_role("navigation", name="Main")).to_contain_text("1,106")
    expect(page.locator("tr.skeleton")).to_have_count(0)


def picture(page: Page, name: str) -> None:
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    page.screenshot(path=FOLDER / f"{name}.png")


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize(("theme", "how"), [("light", {}), ("dark", DARK)])
def test_the_inventory(open_context, demo: Server, theme: str, how: dict):
    page = open_context(base_url=demo.url, **how).new_page()
    look(page, "/?sort=part")
    expect(page.locator(".pager")).to_contain_text("1–50 of 1,106")
    page.get_by_role("row", name=re.compile("002.01-PCBA.*Installed")).first.click()
    expect(page.get_by_role("complementary", name="Item")).to_contain_text("Installed in")

    assert serious(page) == []
    picture(page, f"inventory-{theme}")


def test_the_inventory_on_a_tablet(open_context, demo: Server):
    page = open_context(base_url=demo.url, **TABLET).new_page()
    look(page, "/?sort=part")
    expect(page.locator(".pager")).to_contain_text("1–50 of 1,106")

    assert serious(page) == []
    picture(page, "inventory-tablet")


@pytest.mark.parametrize(("theme", "how"), [("", {}), ("-dark", DARK)])
def test_new_inventory_with_an_error(open_context, demo: Server, theme: str, how: dict):
    page = open_context(base_url=demo.url, **how).new_page()
    look(page, "/")
    page.get_by_role("button", name="New Inventory").click()
    dialog = page.get_by_role("dialog", name="New Inventory")
    dialog.get_by_role("combobox", name="Part").fill("widget.blue")
    page.get_by_role("option", name=re.compile("widget.blue")).first.click()
    dialog.get_by_label("Quantity").fill("2")
    dialog.get_by_label("Serial numbers").fill("BW-0001..0010")
    expect(dialog.get_by_text("A serial means quantity 1.")).to_be_visible()

    assert serious(page) == []
    picture(page, f"new-inventory{theme}")


@pytest.mark.parametrize(
    ("path", "name"), [("/parts", "parts"), ("/factory", "factory"), ("/suppliers", "suppliers")]
)
def test_the_other_pages(open_context, demo: Server, path: str, name: str):
    page = open_context(base_url=demo.url).new_page()
    look(page, path)
    expect(page.get_by_role("main")).to_contain_text(
        {"parts": "1551ABK", "factory": "Electronics Lab", "suppliers": "DigiKey"}[name]
    )

    assert serious(page) == []
    picture(page, name)


@pytest.fixture(scope="module")
def calibrated(demo: Server) -> Server:
    """The real inventory with attributes, and a few items that have them."""
    define = [
        ("item", "Calibration due", "date", {"hint": "As the sticker says"}),
        ("item", "Condition", "choice", {"choices": "New\nUsed\nRefurbished"}),
        ("item", "Mass", "number", {"unit": "g"}),
        ("item", "ESD safe", "yes_no", {}),
        ("part", "Datasheet", "link", {}),
        ("part", "Package", "choice", {"choices": "DIP-8\nSOT-23\nQFN-32"}),
    ]
    ids = [
        str(store(demo, attributes.create, attributes.AttributeForm(of, name, kind, **more)).id)
        for of, name, kind, more in define
    ]
    page = store(
        demo, items.search, items.ItemFilter(), items.ItemSort.parse("part"), items.PageRequest()
    )
    for number, row in enumerate(page.rows[:16]):
        due, condition = f"2026-{number % 12 + 1:02}-15", ("New", "Used", "Refurbished")[number % 3]
        given = [due, condition, str(137 + 212.5 * number), "yes" if number % 4 else "no"]
        values = dict(zip(ids[:4], given, strict=True))
        store(demo, items.edit, row["id"], {}, attributes=values)
    return demo


@pytest.mark.parametrize(("theme", "how"), [("", {}), ("-dark", DARK)])
def test_the_settings(open_context, calibrated: Server, theme: str, how: dict):
    page = open_context(base_url=calibrated.url, **how).new_page()
    look(page, "/settings")
    page.get_by_role("row", name="Condition").click()
    expect(page.get_by_role("complementary", name="Attribute")).to_contain_text("Created")

    assert serious(page) == []
    picture(page, f"settings{theme}")


def test_attributes_as_columns_and_filters(open_context, calibrated: Server):
    page = open_context(base_url=calibrated.url).new_page()
    look(page, "/?sort=part")
    page.get_by_role("button", name="Columns").click()
    columns = page.get_by_role("group", name="Columns")
    for name in ("Lot", "Supplier", "Unit cost"):
        columns.get_by_label(name, exact=True).click()
        expect(columns.get_by_label(name, exact=True)).not_to_be_checked()
    for name in ("Calibration due", "Condition", "Mass", "ESD safe"):
        columns.get_by_label(name, exact=True).click()
        expect(columns.get_by_label(name, exact=True)).to_be_checked()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Attribute", exact=True).click()
    box = page.get_by_role("dialog", name="Filter by an attribute")
    box.get_by_label("Attribute", exact=True).select_option(label="Condition")
    box.get_by_label("Used", exact=True).check()
    box.get_by_label("Refurbished", exact=True).check()

    assert serious(page) == []
    picture(page, "attributes")


def test_what_finds_nothing_says_what_to_do(open_context, demo: Server):
    page: Page = open_context(base_url=demo.url).new_page()
    look(page, "/?q=nothing-is-called-so")
    expect(page.get_by_text("No items match.")).to_be_visible()

    assert serious(page) == []


def test_long_names_stay_in_their_place(open_context, demo: Server):
    name = "Überlanger Gehäusedeckel mit Dichtung " * 2
    part = store(
        demo, parts.create, parts.PartForm(part_number="LONG-" + "9" * 80, name=name.strip())
    )
    place = store(
        demo, locations.create_path, " / ".join(f"Level {n} with a long name" for n in range(6))
    )
    form = items.ItemForm(part_id=part.id, serials="S" * 100, lot="L" * 100, location_id=place.id)
    done = store(demo, items.create, form)
    context: BrowserContext = open_context(base_url=demo.url)
    page = context.new_page()
    page.goto(f"/?part={part.id}&item={done.ids[0]}")
    expect(page.get_by_role("complementary", name="Item")).to_contain_text("Created in")

    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    panel = page.evaluate(
        "(p => p.scrollWidth - p.clientWidth)(document.querySelector('aside.panel'))"
    )
    assert (overflow, panel) == (0, 0)


@pytest.fixture(scope="module")
def troubled(demo: Server) -> Server:
    """The real inventory with a few issues in all states."""
    page = store(
        demo, items.search, items.ItemFilter(), items.ItemSort.parse("part"), items.PageRequest()
    )
    ids = [row["id"] for row in page.rows]
    keeper = store(demo, issues.users, "keeper")[0].id
    told = "Seen at incoming inspection: a hairline crack near the second bolt.\nMeasure them all."

    def issue(title: str, on: list[int], **more) -> int:
        chosen = items.Selection(ids=tuple(on))
        return store(demo, issues.create, chosen, IssueForm(title, **more)).id

    issue("Label missing", ids[20:21], severity="minor")
    done = issue("Paint scratched", ids[22:24], severity="minor", assignee_id=keeper)
    going = issue("Solder bridge at U3", ids[25:28], holds=True, assignee_id=keeper)
    issue("Wrong revision delivered", ids[40:41], holds=True)
    crack = issue(
        "Cracked flange", ids[6:9], text=told, severity="critical", holds=True, assignee_id=keeper
    )
    store(demo, issues.resolve, done, "use_as_is")
    store(demo, issues.start, going)
    store(
        demo, issues.comment, crack, "Measured 12 of them, 3 are bad. @keeper, tell the supplier?"
    )
    return demo


@pytest.mark.parametrize(("theme", "how"), [("", {}), ("-dark", DARK), ("-tablet", TABLET)])
def test_the_issues(open_context, troubled: Server, theme: str, how: dict):
    page = open_context(base_url=troubled.url, **how).new_page()
    look(page, "/issues")
    page.get_by_role("row", name=re.compile("Cracked flange")).click()
    expect(page.get_by_role("complementary", name="Issue")).to_contain_text("tell the supplier")

    assert serious(page) == []
    picture(page, f"issues{theme}")


@pytest.mark.parametrize(("theme", "how"), [("", {}), ("-tablet", TABLET)])
def test_the_board(open_context, troubled: Server, theme: str, how: dict):
    page = open_context(base_url=troubled.url, **how).new_page()
    look(page, "/issues?view=board")
    expect(page.get_by_role("region", name="Resolved", exact=True)).to_contain_text("Paint")

    assert serious(page) == []
    picture(page, f"board{theme}")


def test_a_lot_recall(open_context, troubled: Server):
    part = next(
        each.id for each in store(troubled, parts.suggest, "002.01-PCBA") if "PCBA" in each.label
    )
    page = open_context(base_url=troubled.url).new_page()
    look(page, f"/issues/recall?part={part}&lot=BATCH-123")
    expect(page.get_by_role("table", name="Items of the lot")).to_contain_text("Installed")

    assert serious(page) == []
    picture(page, "recall")
