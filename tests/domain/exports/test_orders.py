"""Orders as the page shows them, as a file, and that file read back."""

import csv
import io
import shutil
from collections.abc import Iterator

import pytest

from ioninv.db import Database
from ioninv.db.engine import FILE_NAME
from ioninv.domain import exports, imports, purchasing, reports
from ioninv.domain.accounts import first_user
from ioninv.domain.imports import FileGiven
from ioninv.domain.purchasing import LineForm, OrderFilter, OrderForm
from ioninv.errors import Invalid
from ioninv.vocabulary import Source


@pytest.fixture
def other(new_house, tmp_path) -> Iterator[tuple]:
    """An empty house beside it, and who acts there."""
    (tmp_path / "other").mkdir()
    shutil.copy(new_house, tmp_path / "other")
    database = Database(tmp_path / "other" / FILE_NAME)
    with database.writing() as session:
        yield session, first_user(session, Source.CLI)
    database.close()


@pytest.fixture
def bought(session, keeper, make) -> None:
    """Of Acme: a draft with two lines. Of Bolt: one placed, and three without lines."""
    nut, gear = make.part("NUT"), make.part("GEAR")
    acme, bolt = make.supplier("Acme", currency="USD"), make.supplier("Bolt")
    dock = make.place("Dock")

    def order(supplier: int, number: str, *parts: int, **more) -> int:
        form = OrderForm(supplier_id=supplier, number=number, **more)
        made = purchasing.create(session, keeper, form).id
        for part in parts:
            purchasing.add_line(
                session, keeper, made, LineForm(part, "5", expected_on="2020-01-02")
            )
        return made

    order(acme, "A-1", nut, gear)
    purchasing.place(session, keeper, order(bolt, "B-1", nut))
    order(bolt, "B-2", note="=later", expected_on="2030-05-03", currency="EUR", location_id=dock)
    purchasing.cancel(session, keeper, order(bolt, "B-3"), "by mistake")


def file(session, actor, sort: str = "number", **query: str) -> str:
    return "".join(exports.orders(session, actor, OrderFilter.from_query(query), sort))


def lines(text: str) -> list[tuple[str, str, str, str]]:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return [(r["Order"], r["Order Status"], r["Part"], r["Quantity"]) for r in rows]


def test_the_file_has_what_the_filter_shows_in_its_order(session, keeper, make, bought):
    whole = lines(file(session, keeper, "-number"))
    assert whole == [
        ("B-3", "Cancelled", "", ""),
        ("B-2", "Draft", "", ""),
        ("B-1", "Ordered", "NUT", "5"),
        ("A-1", "Draft", "NUT", "5"),
        ("A-1", "Draft", "GEAR", "5"),
    ]
    gear = str(purchasing.supply(session, keeper, purchasing.SupplyFilter("gear")).rows[0].part_id)
    for query, numbers in (
        ({"state": "draft"}, ["A-1", "A-1", "B-2"]),
        ({"state": "ordered,cancelled", "q": "b"}, ["B-1", "B-3"]),
        ({"part": gear}, ["A-1", "A-1"]),
        ({"overdue": "1", "q": "bolt"}, ["B-1"]),
    ):
        assert [row[0] for row in lines(file(session, keeper, **query))] == numbers, query
        assert OrderFilter.from_query(OrderFilter.from_query(query).to_query()) == (
            OrderFilter.from_query(query)
        )
    for wrong in ({"state": "lost"}, {"part": "x"}, {"supplier": "-1"}):
        with pytest.raises(Invalid):
            file(session, keeper, **wrong)
    with pytest.raises(Invalid, match="sorted by"):
        file(session, keeper, "id; drop")


def test_the_file_makes_the_same_orders_elsewhere_and_changes_nothing_here(
    session, keeper, bought, other
):
    text = file(session, keeper)
    given = [FileGiven("lines.csv", text.encode())]

    assert imports.run(session, keeper, given).change_set is None
    imports.run(*other, given)

    there = {row["Order"]: row for row in csv.DictReader(io.StringIO(file(*other)[1:]))}
    here = {row["Order"]: row for row in csv.DictReader(io.StringIO(text[1:]))}
    without = ("Updated At", "Source")
    for number, row in here.items():
        assert {n: v for n, v in row.items() if n not in without} == {
            n: v for n, v in there[number].items() if n not in without
        }
    assert imports.run(*other, given).change_set is None
    assert [each.name for each in reports.verify(*other) if each.broken] == []
