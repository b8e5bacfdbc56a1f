"""Ordering, giving serials to the supplier, and receiving by scan, as a new user would."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import parts, purchasing, suppliers
from ioninv.domain.purchasing import LineForm, OrderForm
from ioninv.domain.suppliers import SupplierForm
from tests.e2e.conftest import Serve, Server
from tests.e2e.storing import store

TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}


def known(server: Server) -> tuple[int, int, int]:
    """A supplier, a part with serials and a plain one."""
    supplier = store(server, suppliers.create, SupplierForm(name="Dock & Co", currency="EUR")).id
    bracket = store(server, parts.create, parts.PartForm("DOCK-BRKT", tracking="serial")).id
    return supplier, bracket, store(server, parts.create, parts.PartForm("DOCK-M3")).id


def ordered(server: Server, supplier: int, bracket: int, screw: int) -> purchasing.OrderRow:
    """Five with serials and a thousand plain ones."""
    made = store(server, purchasing.create, OrderForm(supplier_id=supplier))
    store(server, purchasing.add_line, made.id, LineForm(bracket, "5"))
    store(server, purchasing.add_line, made.id, LineForm(screw, "1000", unit_cost="0.02"))
    return store(server, purchasing.place, made.id)


@pytest.fixture(scope="module")
def dock(server: Server) -> tuple[int, int, int]:
    return known(server)


@pytest.fixture
def order(server: Server, dock: tuple[int, int, int]) -> purchasing.OrderRow:
    return ordered(server, *dock)


def desk(page: Page, order: purchasing.OrderRow) -> Locator:
    page.goto(f"/receive?order={order.id}")
    expect(page.get_by_role("heading", name=f"Receive {order.number}")).to_be_visible()
    box = page.get_by_role("textbox", name="Scan or type a serial")
    expect(box).to_be_focused()
    return box


def scan(page: Page, code: str) -> None:
    """As a scanner does: it types into whatever has the focus, then Enter."""
    page.keyboard.insert_text(code)
    page.keyboard.press("Enter")


def said(page: Page, word: str, code: str = "") -> None:
    expect(page.locator(".answer")).to_contain_text(code)
    expect(page.locator(".answer b")).to_have_text(word)


def this_round(page: Page) -> Locator:
    return page.get_by_role("region", name="This round")


def serious(page: Page) -> list[str]:
    page.wait_for_function("document.getAnimations().every(each => each.playState != 'running')")
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def status(page: Page, code: str) -> Locator:
    """Find it from the header box; its panel."""
    page.goto("/")
    find = page.get_by_role("combobox", name="Find or scan")
    find.fill(code)
    find.press("Enter")
    panel = page.get_by_role("complementary", name="Item")
    expect(panel).to_contain_text(code)
    return panel


def test_serials_go_to_the_supplier_and_three_come_in_by_scan(
    page: Page, server: Server, order: purchasing.OrderRow
):
    page.goto(f"/purchasing/serials?order={order.id}")
    page.get_by_role("textbox", name="Pattern").fill("DK-01..05")
    page.get_by_role("button", name="Fill empty cells").click()
    expect(page.get_by_role("textbox", name="Serial of row 5")).to_have_value("DK-05")
    page.get_by_role("button", name="Save 5 rows").click()
    expect(page.get_by_text("5 items changed.")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="List as CSV").click()
    rows = csv.DictReader(io.StringIO(saved.value.path().read_text("utf-8-sig")))
    assert [row["Serial"] for row in rows] == ["DK-01", "DK-02", "DK-03", "DK-04", "DK-05", ""]
    page.get_by_role("link", name="Order sheet").click()
    expect(page.get_by_role("main")).to_contain_text("DK-01 · DK-02 · DK-03 · DK-04 · DK-05")

    desk(page, order)
    # Faster than any answer.
    for code in ("DK-01", "dk-02", "DK-01"):
        scan(page, code)
    said(page, "Scanned twice", "DK-01")
    expect(this_round(page).get_by_role("listitem")).to_have_count(2)
    scan(page, "DK-99")
    said(page, "Not expected", "DK-99")
    choice = page.get_by_role("group", name="What to do with DK-99")
    choice.get_by_role("combobox", name="In place of").select_option(
        label="DOCK-BRKT DK-03, line 1"
    )
    choice.get_by_role("button", name="Take it", exact=True).click()
    page.get_by_role("button", name="Receive 3").click()
    expect(page.get_by_text(f"3 units received on {order.number}.")).to_be_visible()
    expect(this_round(page)).to_contain_text("Nothing scanned yet")

    line = page.get_by_role("row", name=re.compile("DOCK-BRKT"))
    expect(line.get_by_role("cell").nth(3)).to_have_text("3")
    expect(line.get_by_role("cell").nth(5)).to_have_text("2")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(line.get_by_role("cell").nth(5)).to_have_text("5")

    for code in ("DK-01", "DK-02"):
        scan(page, code)
        said(page, "Found", code)
        expect(this_round(page).get_by_text(code)).to_be_visible()
    scan(page, "DK-99")
    said(page, "Not expected")
    page.get_by_role("button", name="Do not take it").click()
    scan(page, "DK-04")
    page.get_by_role("button", name="Receive 3").click()
    expect(page.get_by_text("3 units received").first).to_be_visible()
    for code, now in (("DK-01", "Available"), ("DK-03", "On order"), ("DK-05", "On order")):
        expect(status(page, code)).to_contain_text(now)


def test_plain_parts_are_counted_and_what_is_beyond_is_asked_for(
    page: Page, order: purchasing.OrderRow
):
    desk(page, order)
    scan(page, "+")
    said(page, "Of what?")
    scan(page, "DOCK-M3")
    scan(page, "+249")
    said(page, "Counted", "+249")
    now = page.get_by_role("textbox", name="DOCK-M3 received now")
    expect(now).to_have_value("250")
    scan(page, "=1001")
    expect(now).to_have_value("1001")
    page.get_by_role("button", name="Receive 1,001").click()
    asks = page.get_by_role("alertdialog", name="More than was ordered")
    expect(asks).to_contain_text("1 would come in as extra")
    asks.get_by_role("button", name="Receive with the extra").click()
    expect(page.get_by_text(f"1,001 units received on {order.number}.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("DOCK-M3"))).to_contain_text("Received")

    page.get_by_role("button", name="Receive all").click()
    page.get_by_role("button", name="Yes, receive all").click()
    expect(page.get_by_text("All of it came in")).to_be_visible()


def test_a_round_outlasts_reload_and_a_lost_connection(
    open_context: Callable[..., BrowserContext], serve: Serve
):
    house = serve()
    order = ordered(house, *known(house))
    page = open_context(base_url=house.url, **TABLET).new_page()
    desk(page, order)
    scan(page, "LOST-1")
    said(page, "New serial")
    page.reload()
    expect(this_round(page)).to_contain_text("LOST-1")
    expect(page.get_by_role("textbox", name="Scan or type a serial")).to_be_focused()
    assert serious(page) == []

    with page.expect_event("websocket", lambda each: "/_event" in each.url, timeout=60_000):
        house.stop()
        expect(page.get_by_text("No connection.").first).to_be_visible(timeout=30_000)
        scan(page, "LOST-2")
        said(page, "Waiting")
        expect(this_round(page)).to_contain_text("Waits for the connection")
        expect(page.get_by_role("button", name="Receive 1", exact=True)).to_be_disabled()
        serve(data=house.data, port=house.port)
    said(page, "New serial", "LOST-2")
    page.get_by_role("button", name="Receive 2").click()
    expect(page.get_by_text("2 units received")).to_be_visible()


def test_an_issue_is_raised_at_the_dock_with_fingers_and_by_scan(
    open_context: Callable[..., BrowserContext], server: Server, order: purchasing.OrderRow
):
    line = store(server, purchasing.get, order.id).lines[0]
    form = LineForm(quantity="5", serials=f"BAD{order.id}-1..2")
    store(server, purchasing.edit_line, line.id, form)
    page = open_context(**TABLET).new_page()
    desk(page, order)
    scan(page, f"BAD{order.id}-1")
    said(page, "Found")
    here = page.get_by_role("button", name=f"Raise issue on BAD{order.id}-1")
    flag = page.get_by_role("button", name="Raise issue on line 1, DOCK-BRKT")
    answered = page.locator(".answer").get_by_role("button", name="Raise issue")
    for each in (here, flag, answered):
        assert min((each.bounding_box() or {}).get(side, 0) for side in ("width", "height")) >= 44
    answered.tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_accessible_name(f"Raise issue: BAD{order.id}-1")
    dialog.get_by_role("textbox", name="Scan or type an item").tap()
    scan(page, f"BAD{order.id}-2")
    expect(dialog).to_have_accessible_name("Raise issue: 2 items")
    cross = dialog.get_by_role("button", name=f"Take off the list: BAD{order.id}-2")
    assert (cross.bounding_box() or {})["height"] >= 44
    dialog.get_by_label("Title").fill("Bent in transit")
    dialog.get_by_role("button", name="Raise issue").tap()
    expect(page.get_by_text("raised on 2 items.")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("textbox", name="Scan or type a serial")).to_be_focused()
    # The round goes on where it was, and what comes in is held at once.
    page.get_by_role("button", name="Receive 1", exact=True).tap()
    expect(page.get_by_text(f"1 unit received on {order.number}.")).to_be_visible()
    expect(status(page, f"BAD{order.id}-1")).to_contain_text("Unavailable")
    expect(status(page, f"BAD{order.id}-2")).to_contain_text("On order")


def test_of_two_who_receive_the_same_the_second_is_told_and_nothing_is_doubled(
    open_context: Callable[..., BrowserContext], server: Server, order: purchasing.OrderRow
):
    line = store(server, purchasing.get, order.id).lines[0]
    form = LineForm(quantity="5", serials=f"TWO{order.id}-1..3")
    store(server, purchasing.edit_line, line.id, form)
    first, second = open_context().new_page(), open_context().new_page()
    for page, codes in ((first, (1, 2)), (second, (2, 3))):
        desk(page, order)
        for code in codes:
            scan(page, f"TWO{order.id}-{code}")
            said(page, "Found", f"TWO{order.id}-{code}")
    first.get_by_role("button", name="Receive 2").click()
    expect(first.get_by_text("2 units received")).to_be_visible()
    second.get_by_role("button", name="Receive 2").click()
    told = second.get_by_role("alert").filter(has_text="is received already")
    expect(told).to_contain_text(f"TWO{order.id}-2 is received already.")
    second.get_by_role("button", name=f"Remove TWO{order.id}-2").click()
    second.get_by_role("button", name="Receive 1", exact=True).click()
    expect(second.get_by_text(f"1 unit received on {order.number}.")).to_be_visible()
    found = [item for item in store(server, purchasing.get, order.id).items if item.serial]
    assert [(item.serial[-2:], item.expected) for item in found] == [
        ("-1", False), ("-2", False), ("-3", False),
    ]  # fmt: skip


def test_a_receipt_is_undone_and_done_again_from_the_history(
    page: Page, server: Server, order: purchasing.OrderRow
):
    code = f"AGAIN{order.id}-1"
    line = store(server, purchasing.get, order.id).lines[0]
    store(server, purchasing.edit_line, line.id, LineForm(quantity="5", serials=code))
    desk(page, order)
    scan(page, code)
    page.get_by_role("button", name="Receive 1", exact=True).click()
    expect(page.get_by_text("1 unit received")).to_be_visible()
    panel = status(page, code)
    for word in ("Available", "On order", "Available"):
        expect(panel.locator(".badge").first).to_have_text(word)
        panel.get_by_role("button", name=re.compile("^Undo: (Received|Undone)")).first.click()
    expect(panel.locator(".badge").first).to_have_text("On order")
    assert store(server, purchasing.get, order.id).lines[0].received == "0"


def test_codes_of_every_kind_are_answered_and_do_nothing_else(
    page: Page, order: purchasing.OrderRow
):
    alerts: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    page.on("pageerror", lambda error: alerts.append(error.message))
    desk(page, order)
    page.get_by_role("switch", name="Sound").uncheck()
    for code, word in (
        ("<img src=x onerror=alert(1)>", "New serial"),
        ("🔩" * 30, "New serial"),
        ("]C1010950600013435210LOT\x1d21SN", "New serial"),
        ("x" * 10_000, "Unknown"),
        ("A1..3", "Unknown"),
    ):
        scan(page, code)
        said(page, word)
        expect(this_round(page)).not_to_contain_text("Looking it up")
    expect(this_round(page).get_by_role("listitem")).to_have_count(4)
    expect(this_round(page)).to_contain_text("010950600013435210LOT21SN")
    assert alerts == []
    page.reload()
    expect(page.get_by_role("switch", name="Sound")).not_to_be_checked()
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Forget 4 scans").click()
    expect(this_round(page)).to_contain_text("Nothing scanned yet")

    page.get_by_role("switch", name="Book each scan at once").check()
    scan(page, "ONCE-1")
    expect(page.get_by_text(f"1 unit received on {order.number}.")).to_be_visible()


def test_the_suppliers_list_is_read_back(page: Page, order: purchasing.OrderRow):
    page.goto(f"/purchasing/serials?order={order.id}&section=list")
    text = page.get_by_role("textbox", name="The supplier's list")
    text.fill("Part Number,Serial,Lot\nDOCK-BRKT,RB-1,L-1\nNUT,RB-2,\n")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("1 row is wrong: correct the list first.")).to_be_visible()
    expect(page.get_by_role("button", name="Apply")).to_be_disabled()
    text.fill("Part Number,Serial,Lot\nDOCK-BRKT,RB-1,L-1\nDOCK-BRKT,RB-2,\n")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("DOCK-BRKT gets serial RB-2")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("2 items changed.")).to_be_visible()

    page.goto("/receive")
    box = page.get_by_role("textbox", name="Scan or type an order")
    expect(box).to_be_focused()
    scan(page, "RB-2")
    expect(page.get_by_role("heading", name=f"Receive {order.number}")).to_be_visible()
