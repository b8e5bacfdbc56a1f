"""Pictures of the real inventory for the documentation, and what axe-core says of the same screens."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from ioninv.config import ROOT
from ioninv.domain import imports, items, kits, locations, parts
from ioninv.domain.items import Selection
from ioninv.vocabulary import Status
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


def test_what_finds_nothing_says_what_to_do(open_context, demo: Server):
    page: Page = open_context(base_url=demo.url).new_page()
    look(page, "/?q=nothing-is-called-so")
    expect(page.get_by_text("No items match.")).to_be_visible()

    assert serious(page) == []


def test_the_kits(open_context, demo: Server):
    for name, reference in (("KIT-0041", "Field service Bergen"), ("KIT-0042", "WO-2207 ROV arm")):
        line = store(demo, locations.create_path, "Factory / Line 2").id
        kit = store(demo, kits.create, name, reference, line).id
    page = items.PageRequest()
    free = items.ItemFilter(statuses=(Status.AVAILABLE,))
    rows = store(demo, items.search, free, items.ItemSort.parse("part"), page).rows
    chosen = Selection(ids=tuple(row["id"] for row in rows if not row["place"].count("Shelf"))[:6])
    store(demo, kits.put_in, kit, chosen)
    page = open_context(base_url=demo.url).new_page()
    look(page, f"/kits?kit={kit}")
    expect(page.get_by_role("complementary", name="Kit")).to_contain_text("Take out all 6")

    assert serious(page) == []
    picture(page, "kits")


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
