"""A real inventory that nobody here made: in, in again, out, and into another house."""

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
from ioninv.domain import exports, imports, items, purchasing, reports
from ioninv.domain.accounts import first_user
from ioninv.domain.imports import FileGiven, Kind, Report
from ioninv.domain.items import ItemFilter
from ioninv.domain.purchasing import OrderFilter, Receipt
from ioninv.vocabulary import Source, Status

DEMO = Path(str(files("ioninv") / "demo" / "inventree"))
EVERY = ItemFilter(statuses=tuple(Status))
MADE_ANEW = ("Created At", "Updated At")

STATUSES = {
    Status.AVAILABLE: 1032,
    Status.INSTALLED: 28,
    Status.IN_PROGRESS: 21,
    Status.SHIPPED: 14,
    Status.UNAVAILABLE: 11,
}
ON_ORDER = {Status.ON_ORDER: 10}
"""What has still to come of the purchase lines: their file holds no items."""


@pytest.fixture(scope="module")
def first_import(new_house: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The database file of a house into which the demo was imported, and what that reported."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(new_house, folder)
    database = Database(folder / FILE_NAME)
    with database.writing() as session:
        report = imports.run(session, first_user(session, Source.CLI), demo_files())
    database.close()
    return folder / FILE_NAME, report


@pytest.fixture
def database(first_import: tuple[Path, Report], tmp_path: Path) -> Iterator[Database]:
    """A house of the test's own with the demo in it."""
    shutil.copy(first_import[0], tmp_path)
    database = Database(tmp_path / FILE_NAME)
    yield database
    database.close()


@pytest.fixture
def other(new_house: Path, tmp_path: Path) -> Iterator[Session]:
    """An empty house beside it."""
    (tmp_path / "other").mkdir()
    shutil.copy(new_house, tmp_path / "other")
    database = Database(tmp_path / "other" / FILE_NAME)
    with database.writing() as session:
        yield session
    database.close()


def demo_files() -> list[FileGiven]:
    return [FileGiven(path.name, path) for path in sorted(DEMO.glob("*.csv"))]


@pytest.fixture
def demo() -> list[FileGiven]:
    """The real inventory that comes with ioninv."""
    return demo_files()


def dump(session: Session) -> dict[Kind, list[dict[str, str]]]:
    """Everything as its export says it, without the times at which it was stored."""
    return {
        kind: [
            {name: cell for name, cell in row.items() if name not in MADE_ANEW}
            for row in csv.DictReader(io.StringIO(exported(session, kind)[1:], newline=""))
        ]
        for kind in Kind
    }


def exported(session: Session, kind: Kind) -> str:
    return "".join(exports.rows(session, first_user(session, Source.CLI), kind, EVERY))


def by_content(dumped: dict[Kind, list[dict[str, str]]]) -> dict[Kind, list[list[str]]]:
    return {kind: sorted(list(row.values()) for row in rows) for kind, rows in dumped.items()}


def test_everything_in_the_demo_arrives(session, keeper, first_import):
    report = first_import[1]

    assert report.created == {
        Kind.LOCATIONS: 19,
        Kind.SUPPLIERS: 12,
        Kind.PARTS: 414,
        Kind.PURCHASE_LINES: 30,
        Kind.ITEMS: 1106,
    }
    assert report.statuses == STATUSES
    assert items.count(session, keeper, ItemFilter()).by_status == STATUSES | ON_ORDER
    assert report.references.keys() == {"purchase orders", "supplier parts"}
    assert len(report.references["purchase orders"]) == 12
    assert report.notices[-1] == "10 new lines have something on order."
    assert report.left_out == {
        "parts.csv": ["Category", "Purchaseable", "Assembly", "Keywords"],
        "stock.csv": ["SKU", "Consumed By", "Packaging"],
    }


def test_the_facts_of_the_demo_are_exact(there):
    assert there("SELECT quantity FROM inventory_item WHERE quantity % 1000000 ORDER BY 1") == [
        2_275_000, 30_480_000, 37_490_400, 98_125_000,
    ]  # fmt: skip
    attention = "SELECT count(*) FROM inventory_item WHERE note LIKE 'Attention needed%'"
    assert there(attention) == [11]
    assert there(f"{attention} AND shipped_at IS NOT NULL") == [1]
    assert there("SELECT count(*) FROM inventory_item WHERE serial IS NOT NULL") == [299]
    assert there("SELECT reason, count(*) FROM hold GROUP BY 1 ORDER BY 1") == [
        ("Damaged", 6), ("Quarantined", 2), ("Rejected", 3),
    ]  # fmt: skip
    assert there("SELECT count(DISTINCT currency) FROM inventory_item WHERE currency <> ''") == [5]
    assert there("SELECT kind FROM location WHERE kind <> '' ORDER BY path_sort") == [
        "structural", "structural", "structural", "external", "external",
    ]  # fmt: skip
    assert there("SELECT tracking, count(*) FROM part GROUP BY 1 ORDER BY 1") == [
        ("none", 400), ("serial", 14),
    ]  # fmt: skip
    assert there("SELECT count(*) FROM part WHERE reorder_min = 0") == [0]
    installed = "SELECT count(*) FROM inventory_item WHERE parent_id IS NOT NULL"
    assert there(f"{installed} AND location_id IS NULL") == there(installed) == [28]


def test_what_happened_is_dated_by_the_source(there):
    year = "strftime('%Y', occurred_at / 1000000, 'unixepoch')"
    of_items = "entity = 'item' AND json_extract(changes, '$.purchase_line_id') IS NULL"
    assert set(there(f"SELECT {year} FROM event WHERE {of_items}")) <= {
        "2021", "2022", "2023", "2024", "2025",
    }  # fmt: skip
    latest = "(SELECT max(recorded_at) FROM change_set)"
    assert there(f"SELECT count(*) FROM event WHERE occurred_at > {latest}") == [0]


def test_a_second_import_leaves_no_trace(load, demo, there):
    before = there("SELECT count(*) FROM change_set"), there("SELECT count(*) FROM source_ref")

    report = load(*reversed(demo))

    assert report.change_set is None
    assert not report.created
    assert not report.changed
    assert report.unchanged.total() == 19 + 12 + 414 + 30 + 1106
    assert report.statuses == STATUSES
    now = there("SELECT count(*) FROM change_set"), there("SELECT count(*) FROM source_ref")
    assert now == before


def test_a_dry_run_tells_the_same_and_stores_nothing(other, demo, first_import):
    planned = imports.plan(other, first_user(other, Source.CLI), demo)

    assert planned.dry_run
    assert (planned.created, planned.statuses) == (
        first_import[1].created,
        first_import[1].statuses,
    )
    assert dump(other) == {kind: [] for kind in Kind}


def test_every_invariant_holds_afterwards(session, keeper):
    assert [checked for checked in reports.verify(session, keeper) if checked.broken] == []


def test_the_export_of_all_items_has_all_items(session):
    assert len(dump(session)[Kind.ITEMS]) == 1106 + 10


def test_exports_make_the_same_inventory_in_another_house(session, other, demo):
    files = [FileGiven(f"{kind}.csv", exported(session, kind).encode()) for kind in Kind]
    actor = first_user(other, Source.CLI)

    report = imports.run(other, actor, files)

    assert report.statuses == STATUSES | ON_ORDER
    assert by_content(dump(other)) == by_content(dump(session))
    assert [checked for checked in reports.verify(other, actor) if checked.broken] == []
    assert imports.run(other, actor, files).change_set is None
    assert imports.run(other, actor, demo).change_set is None


@pytest.mark.parametrize("kind", list(Kind))
def test_an_export_into_the_same_house_changes_nothing(session, load, kind):
    report = load(FileGiven("again.csv", exported(session, kind).encode()))

    assert report.change_set is None
    assert set(report.unchanged) == {kind}


def test_orders_keep_their_states_and_what_is_open(session, keeper, there):
    found = purchasing.orders(session, keeper, OrderFilter(), sort="number").rows
    assert {row.number: row.state for row in found} == {
        "PO0001": "ordered", "PO0002": "part_received", "PO0003": "received", "PO0004": "draft",
        "PO0005": "received", "PO0006": "received", "PO0007": "draft", "PO0008": "received",
        "PO0009": "received", "PO0010": "received", "PO0011": "received", "PO0012": "draft",
    }  # fmt: skip
    second = purchasing.get(session, keeper, found[1].id)
    assert [(each.quantity, each.received, each.open, each.state) for each in second.lines] == [
        ("100", "0", "100", "ordered"),
        ("100", "85", "15", "part_received"),
        ("100", "100", "0", "received"),
        ("250", "200", "50", "part_received"),
    ]
    assert second.lines[3].destination == "Factory / Office Block"
    assert found[0].placed == "2021-11-26T00:00:00+00:00"
    linked = "SELECT count(*) FROM inventory_item WHERE purchase_line_id IS NOT NULL"
    assert there(f"{linked} AND received_at IS NOT NULL") == [24]
    assert there(f"{linked} AND received_at IS NULL") == [10]


def test_purchase_lines_alone_make_the_same_file_in_an_empty_house(session, other):
    file = FileGiven("lines.csv", exported(session, Kind.PURCHASE_LINES).encode())
    imports.run(other, first_user(other, Source.CLI), [file])

    kept = (Kind.PURCHASE_LINES,)
    assert [dump(other)[kind] for kind in kept] == [dump(session)[kind] for kind in kept]


def test_what_was_received_here_goes_with_its_items_into_another_house(session, keeper, other):
    order = purchasing.orders(session, keeper, OrderFilter(text="PO0002")).rows[0]
    line = purchasing.get(session, keeper, order.id).lines[3]
    purchasing.receive(session, keeper, order.id, [Receipt(line.id, quantity="20")])
    purchasing.cancel_line(session, keeper, line.id, "enough")
    files = [FileGiven(f"{kind}.csv", exported(session, kind).encode()) for kind in Kind]
    actor = first_user(other, Source.CLI)

    imports.run(other, actor, files)

    assert by_content(dump(other)) == by_content(dump(session))
    assert [checked for checked in reports.verify(other, actor) if checked.broken] == []
    there = purchasing.orders(other, actor, OrderFilter(text="PO0002")).rows[0]
    again = purchasing.get(other, actor, there.id).lines[3]
    assert (again.received, again.received_before, again.closed_short) == ("220", "200", True)
    assert imports.run(other, actor, files).change_set is None
