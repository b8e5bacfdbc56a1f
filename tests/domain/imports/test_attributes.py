"""Columns that are attributes: in, in again, out, and into another house."""

import csv
import io
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from sqlmodel import Session

from ioninv.db import Database
from ioninv.db.engine import FILE_NAME
from ioninv.domain import attributes, exports, imports, items, parts, reports
from ioninv.domain.access import Actor
from ioninv.domain.accounts import first_user
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.imports import FileGiven, Kind
from ioninv.domain.items import ItemFilter, ItemSort, PageRequest
from ioninv.domain.parts import PartFilter
from ioninv.errors import Invalid
from ioninv.vocabulary import Source

DEMO = Path(str(files("ioninv") / "demo" / "inventree"))
DEFINED = (
    AttributeForm("item", "=Mass", "number", unit="g"),
    AttributeForm("item", "Colour", "choice", "Red\nBlue"),
    AttributeForm("item", "Calibration due", "date"),
    AttributeForm("item", "Sealed", "yes_no"),
    AttributeForm("part", "Maker", "text"),
    AttributeForm("part", "Datasheet", "link"),
)
STOCK = (
    "UID,Part Number,Quantity,=Mass,COLOUR,calibration_due,Sealed\n"
    'ABCD2345,BRKT,1,"-1,5",red,2026-05-03,WAHR\n'
    "ABCD2346,BRKT,2,'+7,,,nein\n"
    "ABCD2347,BRKT,3,,,,\n"
)
LIBRARY = "Part Number,Maker,Datasheet\nBRKT,=Acme,https://example.com/a\n"


@pytest.fixture
def define(session, keeper):
    for form in DEFINED:
        attributes.create(session, keeper, form)


@pytest.fixture
def other(new_house: Path, tmp_path: Path) -> Iterator[tuple[Session, Actor]]:
    """Another house with the same attributes, defined in another order."""
    (tmp_path / "other").mkdir()
    shutil.copy(new_house, tmp_path / "other")
    database = Database(tmp_path / "other" / FILE_NAME)
    with database.writing() as session:
        actor = first_user(session, Source.CLI)
        for form in reversed(DEFINED):
            attributes.create(session, actor, form)
        yield session, actor
    database.close()


def rows_of(session: Session, keeper: Actor, **query: str) -> dict[str, dict[str, str]]:
    """The named values of each item that a filter lets through, by UID."""
    names = {row.id: row.name for row in attributes.all(session, keeper)}
    page = items.search(
        session, keeper, ItemFilter.from_query(query), ItemSort.parse("code"), PageRequest()
    )
    return {
        row["uid"]: {names[id_]: value for id_, value in row["attributes"].items()}
        for row in page.rows
    }


def exported(session: Session, keeper: Actor, kind: Kind) -> str:
    return "".join(exports.rows(session, keeper, kind, ItemFilter(), ItemSort.parse("code")))


def test_cells_become_values(session, keeper, define, load):
    report = load(stock=STOCK, library=LIBRARY)

    assert (report.left_out, report.notices) == ({}, [])
    assert rows_of(session, keeper) == {
        "ABCD2345": {
            "=Mass": "-1.5",
            "Colour": "Red",
            "Calibration due": "2026-05-03",
            "Sealed": "yes",
        },
        "ABCD2346": {"=Mass": "7", "Sealed": "no"},
        "ABCD2347": {},
    }
    assert list(rows_of(session, keeper, a1="..0")) == ["ABCD2345"]
    (part,) = parts.search(session, keeper, PartFilter(attributes=((5, "acme"),))).rows
    assert part.attributes == {5: "=Acme", 6: "https://example.com/a"}
    assert [each for each in reports.verify(session, keeper) if each.broken] == []


def test_the_same_again_changes_nothing_a_blank_nothing_a_difference_that_alone(
    session, keeper, define, load
):
    load(stock=STOCK, library=LIBRARY)
    assert load(stock=STOCK, library=LIBRARY).change_set is None

    changed = "UID,Colour,Sealed\nABCD2345,blue,\n"
    assert load(stock=changed).changed == {Kind.ITEMS: 1}

    assert rows_of(session, keeper)["ABCD2345"]["Colour"] == "Blue"
    assert rows_of(session, keeper)["ABCD2345"]["Sealed"] == "yes"
    assert load(library="Part Number,Maker\nBRKT,Bosch\n").changed == {Kind.PARTS: 1}


def test_every_bad_cell_is_named_with_its_column(define, load):
    with pytest.raises(Invalid) as refused:
        load(
            stock="Part Number,Quantity,=Mass,Colour\nBRKT,1,heavy,pink\n",
            library="Part Number,Datasheet\nBRKT,example.com\n",
        )

    assert [problem.message for problem in refused.value.problems] == [
        "library.csv, row 2, column Datasheet: Datasheet must begin with http:// or https:// and "
        "hold no blanks.",
        "stock.csv, row 2, column =Mass: =Mass “heavy” is not a number. "
        "Write it like 1250 or 12.5.",
        "stock.csv, row 2, column Colour: Colour “pink” is none of its choices. "
        "Choose one of: Red, Blue.",
    ]


def test_a_text_that_a_spreadsheet_has_shortened_is_refused(define, load):
    with pytest.raises(Invalid, match=r"column Maker: “1.23E\+12” is a long number"):
        load(library="Part Number,Maker\nBRKT,1.23E+12\n")


def test_a_column_can_be_mapped_to_an_attribute(session, keeper, define, load):
    load(
        stock="UID,Part Number,Quantity,Farbe\nABCD2345,BRKT,1,blue\n",
        options={"mapping": {"Farbe": "colour"}},
    )

    assert rows_of(session, keeper) == {"ABCD2345": {"Colour": "Blue"}}
    with pytest.raises(Invalid, match=r"there is no field “Finish” of items.*Sealed"):
        load(
            stock="Part Number,Quantity,Farbe\nBRKT,1,blue\n",
            options={"mapping": {"Farbe": "Finish"}},
        )


def test_what_fits_nothing_is_left_out_until_it_is_defined(session, keeper, load):
    stock = "Part Number,Quantity,Packaging\nBRKT,1,Reel\nBRKT,1,Reel\n"

    report = load(stock=stock)
    assert report.left_out == {"stock.csv": ["Packaging"]}
    assert report.notices == [
        "To keep what is left out of stock.csv, define attributes of items with those names in "
        "Settings first."
    ]

    attributes.create(session, keeper, AttributeForm("item", "Packaging", "text"))
    assert load(stock=stock).changed == {Kind.ITEMS: 2}
    assert load(stock=stock).change_set is None
    attributes.archive(session, keeper, 1)
    assert load(stock=stock).left_out == {"stock.csv": ["Packaging"]}


def test_an_export_makes_the_same_rows_where_the_attributes_are_defined(
    session, keeper, define, load, other
):
    load(stock=STOCK, library=LIBRARY)
    attributes.create(session, keeper, AttributeForm("item", "Unused", "text"))
    attributes.archive(session, keeper, 7)
    files = [FileGiven(f"{kind}.csv", exported(session, keeper, kind).encode()) for kind in Kind]

    header, first, second, _ = csv.reader(io.StringIO(files[-1].data.decode("utf-8-sig")))
    assert header[-4:] == ["'=Mass", "Colour", "Calibration due", "Sealed"]
    assert first[-4:] == ["-1.5", "Red", "2026-05-03", "yes"]
    assert second[-4:] == ["7", "", "", "no"]

    there, actor = other
    assert imports.run(there, actor, files).left_out == {}
    assert rows_of(there, actor) == rows_of(session, keeper)
    assert imports.run(there, actor, files).change_set is None
    (part,) = parts.search(there, actor, PartFilter()).rows
    assert set(part.attributes.values()) == {"=Acme", "https://example.com/a"}
    assert [each for each in reports.verify(there, actor) if each.broken] == []


def test_an_export_has_what_a_filter_by_attributes_lets_through(session, keeper, define, load):
    load(stock=STOCK)

    def uids(filter: ItemFilter, sort: str) -> list[str]:
        text = "".join(exports.rows(session, keeper, Kind.ITEMS, filter, ItemSort.parse(sort)))
        return [row["UID"] for row in csv.DictReader(io.StringIO(text[1:], newline=""))]

    assert uids(ItemFilter.from_query({"a1": "*"}), "-a1") == ["ABCD2346", "ABCD2345"]
    assert uids(ItemFilter(), "a1") == ["ABCD2345", "ABCD2346", "ABCD2347"]
    with pytest.raises(Invalid, match="no attribute 99"):
        uids(ItemFilter(), "a99")


def test_the_columns_of_the_demo_are_kept_where_attributes_have_their_names(session, keeper, load):
    for applies_to, name in (
        ("item", "SKU"),
        ("item", "Packaging"),
        ("part", "Category"),
        ("part", "Keywords"),
    ):
        attributes.create(session, keeper, AttributeForm(applies_to, name, "text"))
    demo = [FileGiven(path.name, path) for path in sorted(DEMO.glob("*.csv"))]

    report = load(*demo)

    assert report.left_out == {
        "parts.csv": ["Purchaseable", "Assembly"],
        "stock.csv": ["Consumed By"],
    }
    given = {
        row.name: sum(bool(cells[row.name].strip()) for cells in _cells(row.applies_to.value))
        for row in attributes.all(session, keeper)
    }
    assert {row.name: row.used for row in attributes.all(session, keeper)} == given
    assert all(given.values())
    assert load(*demo).change_set is None
    assert [each for each in reports.verify(session, keeper) if each.broken] == []


def _cells(applies_to: str) -> list[dict[str, str]]:
    path = DEMO / {"part": "parts.csv", "item": "stock.csv"}[applies_to]
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
