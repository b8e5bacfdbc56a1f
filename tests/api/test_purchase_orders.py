"""GET /api/v1/purchase-orders/{id}/sheet: what is sent to the supplier, as CSV and as PDF."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from ioninv.api import api
from ioninv.api.order_pdf import order_pdf
from ioninv.db import Database
from ioninv.domain import parts, purchasing, suppliers
from ioninv.domain.accounts import first_user
from ioninv.domain.purchasing import LineForm, OrderForm, SupplierPartForm
from ioninv.vocabulary import Source

HOSTILE = "=HYPERLINK(1) <b>Ω µ Привет 螺丝 مرحبا 🔩 </para>"


@pytest.fixture
def client(database: Database, house_called: None, key: dict[str, str]) -> Iterator[TestClient]:
    with TestClient(api(), headers=key) as client:
        yield client


@pytest.fixture
def order(database: Database) -> int:
    """Packs and pieces, in two currencies and without cost, with names of every kind."""
    with database.writing() as session:
        actor = first_user(session, Source.CLI)
        acme = suppliers.create(
            session, actor, suppliers.SupplierForm(name="Ωhm & Söhne", currency="EUR")
        ).id
        made = purchasing.create(
            session, actor, OrderForm(number="PO/2026 Ω", supplier_id=acme, note=HOSTILE)
        ).id
        reel = parts.create(session, actor, parts.PartForm(part_number="R 10 kΩ", name=HOSTILE)).id
        gear = parts.create(session, actor, parts.PartForm("GEAR", tracking="serial")).id
        sold = purchasing.create_supplier_part(
            session,
            actor,
            SupplierPartForm(
                supplier_id=acme, part_id=reel, sku="+R10", pack_size="5000", supplier_unit="reel"
            ),
        ).id
        packs = LineForm(
            reel, "2", pack="supplier", supplier_part_id=sold, unit_cost="12.50", lot="=L1"
        )
        purchasing.add_line(session, actor, made, packs)
        purchasing.add_line(
            session,
            actor,
            made,
            LineForm(gear, "3", unit_cost="7", currency="USD", serials="G-1..2"),
        )
        purchasing.add_line(session, actor, made, LineForm(gear, "1"))
        gone = purchasing.add_line(session, actor, made, LineForm(gear, "9", unit_cost="1"))
        purchasing.cancel_line(session, actor, gone.id, "no")
        return made


def test_the_list_has_a_row_for_each_item_and_no_formula(client, order):
    answer = client.get(f"/api/v1/purchase-orders/{order}/sheet.csv")

    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="PO-2026-.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [
        (row["Line"], row["SKU"], row["Quantity"], row["Serial"], row["Lot"]) for row in rows
    ] == [
        ("1", "'+R10", "10000", "", "'=L1"),
        ("2", "", "1", "G-1", ""),
        ("2", "", "1", "G-2", ""),
        ("2", "", "1", "", ""),
        ("3", "", "1", "", ""),
    ]
    assert all(row["UID"] for row in rows)


def test_the_sheet_counts_in_packs_and_sums_by_currency(database, order):
    with database.reading() as session:
        sheet = purchasing.order_sheet(session, first_user(session, Source.CLI), order)

    assert [(each.quantity, each.units, each.cost, each.amount) for each in sheet.lines] == [
        ("2 reel", "10,000 pcs", "12.50 EUR", "25.00 EUR"),
        ("3 pcs", "", "7.00 USD", "21.00 USD"),
        ("1 pcs", "", "", ""),
    ]
    assert (sheet.totals, sheet.without_cost) == (("25.00 EUR", "21.00 USD"), 1)
    assert sheet.lines[0].lots == ("=L1 (10,000)",)
    assert sheet.lines[1].serials == ("G-1", "G-2")


def test_the_sheet_is_a_pdf_whatever_stands_on_it(client, database, order):
    answer = client.get(f"/api/v1/purchase-orders/{order}/sheet.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")

    with database.reading() as session:
        sheet = purchasing.order_sheet(session, first_user(session, Source.CLI), order)
    line = replace(
        sheet.lines[1],
        name=HOSTILE * 5,
        note="W" * 20_000,
        serials=tuple(f"{number:04}{'Ω' * 90}" for number in range(300)),
    )
    long = order_pdf(replace(sheet, lines=(line,) * 3 + sheet.lines * 60))
    assert long.count(b"/Type /Page\n") > 10
    assert order_pdf(replace(sheet, lines=(), totals=())).startswith(b"%PDF-")


def test_what_is_not_there_is_told(client):
    assert client.get("/api/v1/purchase-orders/99/sheet.pdf").status_code == 404
    assert client.get("/api/v1/purchase-orders/99/sheet.csv").status_code == 404
    assert client.get("/api/v1/purchase-orders/x/sheet.csv").status_code == 404
