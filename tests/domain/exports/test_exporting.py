"""Files that spreadsheets open rightly, and that make the same inventory again."""

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from ioninv.db import Database
from ioninv.db.engine import FILE_NAME
from ioninv.domain import csv_cells, exports, imports, items, kits, reports
from ioninv.domain.accounts import first_user
from ioninv.domain.exports import Kind
from ioninv.domain.imports import FileGiven
from ioninv.domain.items import ItemFilter, ItemSort
from ioninv.errors import Forbidden, Invalid
from ioninv.vocabulary import PERMISSIONS, Role, Source, Status

EVERY = ItemFilter(statuses=tuple(Status))


def table(*rows: dict[str, str]) -> bytes:
    """A file as a person makes it: the columns that any row has."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


PLACES = table(
    {"Path": "Factory", "Kind": "site", "Description": "Two lines\nof text"},
    {"Path": "Factory/=Room 1", "Kind": "room", "Available": "false"},
    {"Path": "Factory/=Room 1/Shelf ä", "Description": 'a, "b"'},
    {"Path": "Attic", "Archived": "true"},
)
FIRMS = table(
    {
        "Name": "@Mouser",
        "Contact": "Ann",
        "Email": "a@b.c",
        "Phone": "+49 1",
        "Website": "http://m.example",
        "Currency": "EUR",
    },
    {"Name": "Gone Ltd", "Archived": "true"},
)
PARTS = table(
    {
        "Part Number": "GBX",
        "Revision": "B",
        "Name": "Gearbox",
        "Tracking": "serial",
        "Cost": "1200.5",
        "Currency": "EUR",
        "Lead Time Days": "30",
        "Reorder Min": "0",
        "Reorder Max": "5",
        "Default Supplier": "@Mouser",
        "Default Location": "Attic",
        "Predecessor": "GBX",
        "Predecessor Revision": "A",
    },
    {"Part Number": "GBX", "Revision": "A", "Tracking": "serial", "Archived": "true"},
    {"Part Number": "-Wire", "Tracking": "lot", "Unit": "m", "Cost": "0.000001"},
    {"Part Number": "'Key", "Name": "Torque key", "Kind": "tool"},
)
DAY = "2024-05-03"
STOCK = table(
    {
        "UID": "AAAA2222",
        "Part Number": "GBX",
        "Revision": "B",
        "Serial": "=1+1",
        "Lot": "L 1",
        "Status": "Available",
        "Location": "Factory/=Room 1/Shelf ä",
        "Supplier": "@Mouser",
        "Usage Type": "Flight",
        "Unit Cost": "3.25",
        "Currency": "USD",
        "Purchase Order": "PO-1",
        "Note": "+note\ntwo",
        "Received At": "2024-05-03T10:00:00.123456Z",
        "Source": "erp/table/a%3Bb",
    },
    {
        "UID": "AAAA2223",
        "Part Number": "GBX",
        "Revision": "A",
        "Serial": "S1",
        "Status": "Installed",
        "Work Order": "WO 1",
        "Installed In": "AAAA2222",
        "Received At": DAY,
    },
    {
        "UID": "AAAA2224",
        "Part Number": "-Wire",
        "Lot": "L2",
        "Quantity": "37.4904",
        "Status": "In progress",
        "Location": "Factory",
        "Split From": "AAAA2225",
        "Expires On": "2030-01-31",
        "Received At": DAY,
        "Work Started At": "2024-06-03",
    },
    {
        "UID": "AAAA2225",
        "Part Number": "-Wire",
        "Quantity": "0.000001",
        "Status": "On order",
        "Location": "Attic",
        "Supplier": "Gone Ltd",
        "Purchase Order": "PO-2",
    },
    {
        "UID": "AAAA2226",
        "Part Number": "-Wire",
        "Lot": "L2",
        "Quantity": "1000000000",
        "Status": "Shipped",
        "Shipped To": "@Customer",
        "Shipped At": "2024-07-01",
        "Received At": DAY,
    },
    {
        "UID": "AAAA2227",
        "Part Number": "-Wire",
        "Lot": "L2",
        "Quantity": "0",
        "Status": "Merged",
        "Merged Into": "AAAA2224",
        "Received At": DAY,
    },
    {
        "UID": "AAAA2228",
        "Part Number": "GBX",
        "Revision": "B",
        "Serial": "S9",
        "Status": "Voided",
        "Voided At": DAY,
    },
    {
        "UID": "AAAA2229",
        "Part Number": "GBX",
        "Revision": "B",
        "Serial": "S9",
        "Status": "Scrapped",
        "Scrapped At": DAY,
        "Received At": DAY,
    },
    {
        "UID": "AAAA222A",
        "Part Number": "-Wire",
        "Quantity": "0",
        "Status": "Unavailable",
        "Received At": DAY,
    },
    {
        "UID": "AAAA222B",
        "Part Number": "'Key",
        "Serial": "T1",
        "Status": "Unavailable",
        "Hold Reason": "bent\\; bad; =cmd; 'quoted",
        "Received At": DAY,
    },
    {
        "UID": "AAAA222C",
        "Part Number": "'Key",
        "Serial": "T2",
        "Status": "Available",
        "Shipped To": "Once shipped",
        "Received At": DAY,
    },
)


@pytest.fixture
def lived_in(session: Session, keeper) -> None:
    """A house with everything in it that a file could get wrong."""
    given = {"places": PLACES, "firms": FIRMS, "parts": PARTS, "stock": STOCK}
    imports.run(session, keeper, [FileGiven(f"{n}.csv", t) for n, t in given.items()])


@pytest.fixture
def other(new_house: Path, tmp_path: Path) -> Iterator[Session]:
    """An empty house beside it."""
    (tmp_path / "other").mkdir()
    shutil.copy(new_house, tmp_path / "other")
    database = Database(tmp_path / "other" / FILE_NAME)
    with database.writing() as session:
        yield session
    database.close()


def export(session: Session, kind: Kind = Kind.ITEMS, **what) -> str:
    return "".join(exports.rows(session, first_user(session, Source.CLI), kind, **what))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def everything(session: Session) -> dict[Kind, list[list[str]]]:
    """All exports without the times at which things were stored, in an order of their own."""
    dumped = {kind: read(export(session, kind, filter=EVERY)) for kind in Kind}
    return {
        kind: sorted(
            [cell for name, cell in row.items() if name not in ("Created At", "Updated At")]
            for row in rows
        )
        for kind, rows in dumped.items()
    }


def test_what_went_in_is_what_comes_out(session, lived_in):
    rows = {row["UID"]: row for row in read(export(session, filter=EVERY))}

    assert {uid: row["Status"] for uid, row in rows.items()} == {
        "AAAA2222": "Unavailable",
        "AAAA2223": "Installed",
        "AAAA2224": "In progress",
        "AAAA2225": "On order",
        "AAAA2226": "Shipped",
        "AAAA2227": "Merged",
        "AAAA2228": "Voided",
        "AAAA2229": "Scrapped",
        "AAAA222A": "Unavailable",
        "AAAA222B": "Unavailable",
        "AAAA222C": "Available",
    }
    assert {name: cell for name, cell in rows["AAAA2222"].items() if cell} == {
        "UID": "AAAA2222",
        "Part Number": "GBX",
        "Revision": "B",
        "Part Name": "Gearbox",
        "Serial": "'=1+1",
        "Lot": "L 1",
        "Quantity": "1",
        "Status": "Unavailable",
        "Location": "Factory / =Room 1 / Shelf ä",
        "Supplier": "'@Mouser",
        "Usage Type": "Flight",
        "Unit Cost": "3.25",
        "Currency": "USD",
        "Purchase Order": "PO-1",
        "Note": "'+note\ntwo",
        "Received At": "2024-05-03T10:00:00.123456Z",
        "Source": "erp/table/a%3Bb",
        "Created At": rows["AAAA2222"]["Created At"],
        "Updated At": rows["AAAA2222"]["Updated At"],
    }
    assert rows["AAAA2225"]["Quantity"] == "0.000001"
    assert rows["AAAA222B"]["Hold Reason"] == "bent\\; bad; =cmd; 'quoted"


def test_the_same_inventory_again_in_an_empty_house(session, keeper, other, lived_in):
    files = [
        FileGiven(f"{kind}.csv", export(session, kind, filter=EVERY).encode())
        for kind in reversed(Kind)
    ]
    actor = first_user(other, Source.CLI)

    imports.run(other, actor, files)

    assert everything(other) == everything(session)
    assert [checked for checked in reports.verify(other, actor) if checked.broken] == []
    assert imports.run(other, actor, files).change_set is None
    assert imports.run(session, keeper, files).change_set is None


def test_a_file_begins_with_its_mark_and_has_the_line_ends_of_the_standard(session, lived_in):
    text = export(session, Kind.SUPPLIERS)

    assert text.startswith("\ufeffName,Description,Contact,")
    assert text.count("\r\n") == text.count("\n") == 3
    assert text.endswith("\r\n")


def test_no_cell_begins_like_a_formula(session, lived_in):
    for kind in Kind:
        for row in csv.reader(io.StringIO(export(session, kind, filter=EVERY)[1:], newline="")):
            assert all(cell[:1] not in csv_cells.TAKEN_FOR_FORMULAS - {"'"} for cell in row)


@pytest.mark.parametrize(
    "cell",
    [
        "=x",
        "'=x",
        "'",
        "''",
        "'x",
        "x",
        "",
        "-1",
        "+",
        "@",
        "\t=",
        "\r",
        "\uff1dx",
        "'\uff20",
        " =x",
    ],
)
def test_every_cell_comes_back_as_it_was(cell):
    assert csv_cells.unguarded(csv_cells.guarded(cell)) == cell


def test_hidden_statuses_are_left_out_unless_asked_for(session, lived_in):
    assert {row["Status"] for row in read(export(session))}.isdisjoint({"Merged", "Voided"})
    only = ItemFilter(statuses=(Status.VOIDED,))
    assert [row["UID"] for row in read(export(session, filter=only))] == ["AAAA2228"]


@pytest.mark.parametrize("sort", ["serial", "-serial", "part", "location", "-quantity", "updated"])
@pytest.mark.parametrize("shown", [ItemFilter(), ItemFilter(text="wire"), EVERY])
def test_the_export_is_what_the_grid_shows_in_its_order(session, keeper, lived_in, shown, sort):
    page = items.search(session, keeper, shown, ItemSort.parse(sort), items.PageRequest(size=200))

    exported = read(export(session, filter=shown, sort=ItemSort.parse(sort)))

    assert [row["UID"] for row in exported] == [row["uid"] for row in page.rows]


def test_an_empty_house_exports_its_headers(session):
    for kind in Kind:
        assert export(session, kind).count("\r\n") == 1


def test_it_comes_in_pieces(session, keeper):
    lines = "".join(f"A,L{n},1\n" for n in range(2_500))
    imports.run(
        session, keeper, [FileGiven("s.csv", ("Part Number,Lot,Quantity\n" + lines).encode())]
    )

    pieces = list(exports.rows(session, keeper, Kind.ITEMS))

    assert len(pieces) == 3
    assert len(read("".join(pieces))) == 2_500


def test_who_may_not_export_does_not(session, keeper):
    nobody = type(keeper)(keeper.user_id, "nobody", frozenset(), Source.SCREEN)

    with pytest.raises(Forbidden):
        exports.rows(session, nobody, Kind.ITEMS)
    assert "inventory.export" in PERMISSIONS[Role.VIEWER]


def test_a_kitted_item_goes_out_and_into_a_house_where_its_kit_is_open(session, keeper, make):
    kit = kits.create(session, keeper, "KIT-7").id
    chosen = items.Selection(ids=(make.item(make.part("NUT"), quantity=4),))
    kits.put_in(session, keeper, kit, chosen)
    header = "Part Number,Quantity,Status,Kit\n"
    assert "KIT-7" in "".join(exports.rows(session, keeper, Kind.ITEMS))

    def load(line: str) -> None:
        given = FileGiven("items.csv", (header + line).encode())
        imports.run(session, keeper, [given])

    load("NUT,2,Kitted,kit-7\n")
    assert kits.get(session, keeper, kit).items == 2
    with pytest.raises(Invalid, match="There is no open kit KIT-8 here"):
        load("NUT,3,Kitted,KIT-8\n")
    with pytest.raises(Invalid, match="In which kit"):
        load("NUT,3,Kitted,\n")
