"""Serials before arrival in a browser: a column is pasted, a file is chosen, one is withdrawn."""

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ioninv.domain import parts, purchasing, suppliers
from ioninv.domain.purchasing import LineForm, OrderForm
from ioninv.domain.suppliers import SupplierForm
from tests.e2e.conftest import Server
from tests.e2e.storing import store


@pytest.fixture(scope="module")
def flange(server: Server) -> tuple[int, int]:
    """A supplier, and a part with serials."""
    supplier = store(server, suppliers.create, SupplierForm(name="Flange Works")).id
    return supplier, store(server, parts.create, parts.PartForm("FLANGE", tracking="serial")).id


@pytest.fixture
def order(server: Server, flange: tuple[int, int]) -> purchasing.OrderRow:
    """Four on order."""
    supplier, part = flange
    made = store(server, purchasing.create, OrderForm(supplier_id=supplier))
    store(server, purchasing.add_line, made.id, LineForm(part, "4"))
    return made


def cell(page: Page, what: str, row: int) -> Locator:
    return page.get_by_role("textbox", name=f"{what} of row {row}, FLANGE")


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("ControlOrMeta+v")


def serials(server: Server, order: purchasing.OrderRow) -> list[tuple[str, str]]:
    return [(i.serial, i.lot) for i in store(server, purchasing.get, order.id).items]


def test_a_column_of_a_spreadsheet_is_pasted_and_a_withdrawn_serial_is_cleared(
    open_context: Callable[..., BrowserContext], server: Server, order: purchasing.OrderRow
):
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"/purchasing/serials?order={order.id}")
    name = f"FL{order.id}"
    cell(page, "Serial", 1).click()
    # As a spreadsheet copies two columns, one row of which has only its lot.
    paste(page, f"{name}-1\tL-1\r\n{name}-2\t\r\n\tL-3\r\n{name}-4\tL-1\r\n{name}-5\t\r\n")
    expect(page.get_by_text("1 pasted row did not fit: there are no more items.")).to_be_visible()
    expect(cell(page, "Serial", 2)).to_have_value(f"{name}-2")
    expect(cell(page, "Serial", 3)).to_have_value("")
    page.get_by_role("button", name="Save 4 rows").click()
    expect(page.get_by_text("4 items changed.")).to_be_visible()
    stored = {(f"{name}-1", "L-1"), (f"{name}-2", ""), (f"{name}-4", "L-1"), ("", "L-3")}
    assert {*serials(server, order)} == stored

    # Blanks that are pasted leave what stands there; a cell that is emptied by hand is cleared.
    cell(page, "Serial", 1).click()
    paste(page, "\n\n\n")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    cell(page, "Serial", 2).fill("")
    expect(cell(page, "Serial", 2)).to_have_attribute("placeholder", f"{name}-2 will be cleared")
    expect(page.get_by_text("1 serial will be cleared.")).to_be_visible()
    page.get_by_role("button", name="Save 1 row").click()
    expect(page.get_by_text("1 item changed.")).to_be_visible()
    expect(page.get_by_text("2 serials known")).to_be_visible()
    assert {*serials(server, order)} == {
        (f"{name}-1", "L-1"),
        (f"{name}-4", "L-1"),
        ("", ""),
        ("", "L-3"),
    }
    told = page.get_by_role("listitem").filter(has_text="1 item changed.")
    told.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("3 serials known")).to_be_visible()
    assert {*serials(server, order)} == stored


def test_the_suppliers_file_comes_back_filled_in(
    page: Page, server: Server, order: purchasing.OrderRow
):
    page.goto(f"/purchasing/serials?order={order.id}")
    with page.expect_download() as saved:
        page.get_by_role("link", name="List as CSV").click()
    sent = list(csv.reader(io.StringIO(saved.value.path().read_text("utf-8-sig"))))
    serial, quantity = sent[0].index("Serial"), sent[0].index("Quantity")
    assert [row[quantity] for row in sent[1:]] == ["1"] * 4
    back = [sent[0], *([*row] for row in sent[1:])]
    for number in range(1, 4):
        back[number][serial] = f"FÖ{order.id}-{number}"
    text = io.StringIO()
    # As a spreadsheet of that country saves it.
    csv.writer(text, delimiter=";").writerows(back)
    file = {
        "name": "zurück.csv",
        "mimeType": "text/csv",
        "buffer": text.getvalue().encode("cp1252"),
    }

    page.get_by_role("link", name="Supplier's list").click()
    page.get_by_label("Choose a CSV file").set_input_files(file)  # pyright: ignore[reportArgumentType]

    expect(page.get_by_text("3 rows change something.")).to_be_visible()
    expect(page.get_by_text(f"FLANGE gets serial FÖ{order.id}-3")).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("3 items changed.")).to_be_visible()
    assert sorted(serials(server, order))[1:] == [(f"FÖ{order.id}-{n}", "") for n in (1, 2, 3)]
