"""Pictures of the real inventory for the documentation, and what axe-core says of the same screens."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page, expect

from ioninv.config import ROOT
from ioninv.domain import (
    accounts,
    attachments,
    attributes,
    imports,
    issues,
    items,
    kits,
    locations,
    parts,
    purchasing,
    suppliers,
)
from ioninv.domain.access import Actor, Session
from ioninv.domain.attachments import Incoming
from ioninv.domain.attachments.files import folder_of
from ioninv.domain.issues import IssueForm
from ioninv.domain.items import Selection
from ioninv.domain.purchasing import LineForm, OrderForm
from ioninv.vocabulary import Entity, Role, Status
from tests.e2e import people
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
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(
        re.compile(r"Inventory1,1\d\d")
    )
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
    expect(page.locator(".pager")).to_contain_text("1–50 of 1,116")
    page.get_by_role("row", name=re.compile("002.01-PCBA.*Installed")).first.click()
    expect(page.get_by_role("complementary", name="Item")).to_contain_text("Installed in")

    assert serious(page) == []
    picture(page, f"inventory-{theme}")


def test_the_inventory_on_a_tablet(open_context, demo: Server):
    page = open_context(base_url=demo.url, **TABLET).new_page()
    look(page, "/?sort=part")
    expect(page.locator(".pager")).to_contain_text("1–50 of 1,116")

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


def test_a_part_with_its_image_and_files(open_context, demo: Server):
    part = store(demo, parts.search, parts.PartFilter("002.01-PCBA")).rows[0].id
    for name, content in (
        ("test-record.csv", b"serial,result\n1,pass\n" * 90),
        ("assembly-drawing.pdf", b"%PDF-1.7" * 60_000),
        ("solder-joint.jpg", board(closer=3)),
    ):
        store(demo, bring, part, name, content)
    store(demo, bring, part, "board.jpg", board(), as_image=True)
    page = open_context(base_url=demo.url).new_page()
    look(page, f"/parts?part={part}")
    panel = page.get_by_role("complementary", name="Part")
    for image in (panel.get_by_role("img", name="Image of"), panel.locator(".files img")):
        expect(image).to_have_js_property("complete", True)
    expect(panel.get_by_role("link", name="assembly-drawing.pdf")).to_be_visible()

    assert serious(page) == []
    picture(page, "attachments")


def bring(session: Session, actor: Actor, part: int, name: str, content: bytes, **how: bool):
    """Attach a file to a part, or give it its image."""
    with Incoming(folder_of(session), name, len(content)) as incoming:
        incoming.write(content)
        upload = incoming.finish(**how)
        if upload.written_anew:
            return attachments.set_image(session, actor, part, upload)
        return attachments.attach(session, actor, Entity.PART, part, upload)


def board(closer: int = 1) -> bytes:
    """A photo, of a kind, of a circuit board."""
    made = Image.new("RGB", (900, 900), "#dfe3e0")
    draw = ImageDraw.Draw(made)
    draw.rounded_rectangle((110, 170, 790, 730), 28, fill="#1d6b4f")
    for x in range(150, 760, 48):
        for y in (190, 690):
            draw.ellipse((x, y, x + 22, y + 22), fill="#d8b45a")
    for box in ((250, 300, 460, 510), (540, 290, 700, 380), (560, 470, 660, 620)):
        draw.rectangle(box, fill="#20262b")
    side = 900 // closer
    out = io.BytesIO()
    made.crop((200, 240, 200 + side, 240 + side) if closer > 1 else None).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(("theme", "how"), [("", {}), ("-dark", DARK)])
def test_an_order(open_context, demo: Server, theme: str, how: dict):
    page = open_context(base_url=demo.url, **how).new_page()
    look(page, "/purchasing?q=PO0002")
    page.get_by_role("button", name="PO0002").click()
    expect(page.get_by_role("heading", name="PO0002")).to_be_visible()
    expect(page.get_by_role("table", name="Lines").get_by_role("row")).not_to_have_count(1)

    assert serious(page) == []
    picture(page, f"order{theme}")


def test_the_orders(open_context, demo: Server):
    page = open_context(base_url=demo.url).new_page()
    look(page, "/purchasing")
    expect(page.get_by_role("region", name="Orders")).to_contain_text("PO0002")

    assert serious(page) == []
    picture(page, "purchasing")


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


@pytest.fixture(scope="module")
def expecting(demo: Server) -> Server:
    """The real inventory, and an order of which a part has its serials."""
    supplier = store(demo, suppliers.create, suppliers.SupplierForm(name="Acme Fasteners")).id
    goods_in = store(demo, locations.create_path, "Goods in / Shelf A").id
    form = OrderForm(
        supplier_id=supplier,
        supplier_reference="Offer 4711",
        currency="EUR",
        expected_on="+2w",
        location_id=goods_in,
    )
    order = store(demo, purchasing.create, form).id
    for number, name, tracking, more in (
        ("BRKT-001", "Bracket, left", "serial", {"quantity": "5", "serials": "SN-0001..0005"}),
        ("M3x10", "Screw ISO 7380", "none", {"quantity": "1000"}),
        ("RESIN-7", "Epoxy resin", "lot", {"quantity": "12"}),
    ):
        form_ = parts.PartForm(part_number=number, name=name, tracking=tracking)
        part = store(demo, parts.create, form_).id
        store(demo, purchasing.add_line, order, LineForm(part, unit_cost="2.40", **more))
    store(demo, purchasing.place, order)
    return demo


def test_receiving_by_scan(open_context, expecting: Server):
    page = open_context(base_url=expecting.url, **TABLET).new_page()
    page.goto("/receive")
    page.get_by_role("link", name=re.compile("Acme Fasteners")).click()
    for code, word in (
        ("SN-0001", "Found"),
        ("SN-0004", "Found"),
        ("M3x10", "Found"),
        ("+249", "Counted"),
        ("SN-0099", "Not expected"),
    ):
        page.get_by_role("textbox", name="Scan or type a serial").fill(code)
        page.keyboard.press("Enter")
        expect(page.locator(".answer")).to_contain_text(code)
        expect(page.locator(".answer b")).to_have_text(word)

    assert serious(page) == []
    picture(page, "receiving")


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


@pytest.mark.parametrize(("theme", "how"), [("", {}), ("-dark", DARK)])
def test_signing_in(open_context, demo: Server, theme: str, how: dict):
    page = open_context(base_url=demo.url, who=None, **how).new_page()
    page.goto("/sign-in")
    page.get_by_label("Name").fill("keeper")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The name or the password is wrong.")).to_be_visible()

    assert serious(page) == []
    picture(page, f"sign-in{theme}")


def test_a_link_with_which_a_password_is_set(open_context, demo: Server):
    link = store(demo, accounts.invite, "Ada", Role.OPERATOR)
    page = open_context(base_url=demo.url, who=None).new_page()
    page.goto(f"/invitation/{link.token}")
    expect(page.get_by_role("heading", name="Welcome to ioninv")).to_be_visible()
    page.get_by_label("Password").fill("seven slow snails")

    assert serious(page) == []
    picture(page, "set-up")


def test_a_session_that_ended_over_an_open_page(open_context, demo: Server):
    context: BrowserContext = open_context(base_url=demo.url, who=None)
    token = people.sign_in_again(demo.data)
    context.add_cookies(people.cookies(token))
    page = context.new_page()
    look(page, "/parts")
    page.get_by_role("main").get_by_role("button", name="New Part").click()
    dialog = page.get_by_role("dialog", name="New Part")
    dialog.get_by_label("Part number").fill("GBX-104")
    store(demo, lambda session, _actor: accounts.sign_out(session, token))
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("dialog", name="You are signed out")).to_be_visible()

    assert serious(page) == []
    picture(page, "signed-out")
