"""Filtering and sorting by attributes, of items and of parts, through the index of values."""

from itertools import product

import pytest
from sqlalchemy import text

from ioninv.domain import attributes, items, parts
from ioninv.domain.attributes.filtering import asked_by, query_of, wanted
from ioninv.domain.items import ItemFilter, ItemSort, PageRequest, Selection, searching
from ioninv.domain.items.conditions import conditions
from ioninv.domain.parts import PartFilter, PartForm
from ioninv.errors import Invalid
from ioninv.vocabulary import AppliesTo, Status


@pytest.fixture
def kinds(define):
    """One attribute of each kind: a1 text, a2 number, a3 choice, a4 date, a5 yes or no, a6 link."""
    return (
        define("Reel"),
        define("Mass", "number"),
        define("Colour", "choice", choices="Red\nDark-blue\nGreen"),
        define("Due", "date"),
        define("Seen", "yes_no"),
        define("Sheet", "link"),
    )


@pytest.fixture
def stock(kinds, create) -> list[int]:
    """Four items with values, from small to large, and one without."""
    given = (
        ("R-2", "-1", "red", "2025-12-31", "yes", "https://a.example/1"),
        ("r-10", "0.5", "dark-blue", "2026-05-03", "no", "https://b.example/2"),
        ("R-100", "5", "green", "2026-05-04", "yes", "https://b.example/x-y"),
        ("Ömü", "1000", "green", "2027-01-01", "no", "http://c.example"),
    )
    return [create(dict(zip(kinds, each, strict=True))) for each in given] + [create({})]


@pytest.fixture
def found(session, keeper, stock):
    """found(a2="5..") → which of the stock, counted from 1; the same for every way to ask."""

    def look(sort: str = "created", **query: str) -> list[int]:
        filter = ItemFilter.from_query(query)
        assert ItemFilter.from_query(filter.to_query()) == filter
        rows = items.search(session, keeper, filter, ItemSort.parse(sort), PageRequest()).rows
        counts = items.count(session, keeper, filter)
        assert counts.total == counts.by_status.get(Status.AVAILABLE, 0) == len(rows)
        chosen = Selection(filter=filter)
        if rows:
            assert items.selected_count(session, keeper, chosen) == len(rows)
        return [stock.index(row["id"]) + 1 for row in rows]

    return look


LETS_THROUGH = [
    ({"a1": "r1"}, [2, 3]),
    ({"a1": "R 10"}, [2, 3]),
    ({"a1": "ömÜ"}, [4]),
    ({"a1": "%"}, []),
    ({"a6": "B.EXAMPLE/xy"}, [3]),
    ({"a2": "5"}, [3]),
    ({"a2": "0,5..5"}, [2, 3]),
    ({"a2": "-1..0"}, [1]),
    ({"a2": "5.."}, [3, 4]),
    ({"a2": "..0.5"}, [1, 2]),
    ({"a3": "red|GREEN"}, [1, 3, 4]),
    ({"a4": "2026-01-01..2026-12-31"}, [2, 3]),
    ({"a4": "2026-05-03"}, [2]),
    ({"a5": "yes"}, [1, 3]),
    ({"a1": "*"}, [1, 2, 3, 4]),
    ({"a2": "-"}, [5]),
    ({"a3": "green", "a5": "no"}, [4]),
    ({"a3": "green", "a4": "-"}, []),
    ({"a3": "green", "q": "P-3"}, [3]),
    ({"a3": "green", "status": "available"}, [3, 4]),
]


def test_what_a_filter_lets_through(found):
    assert [(query, found(**query)) for query, _ in LETS_THROUGH] == LETS_THROUGH


def test_it_is_the_same_whether_values_drive_or_are_tested_along_the_way(found, monkeypatch):
    for few in (20_000, 1, 0):
        monkeypatch.setattr("ioninv.domain.items.conditions.FEW", few)
        monkeypatch.setattr("ioninv.domain.items.searching.FEW", few)

        assert found(a3="red|green", a2="-5..100") == [1, 3], few
        assert found(sort="-a2", a3="green") == [4, 3], few


REFUSED = [
    ({"a2": "heavy"}, "Mass “heavy” is not a number"),
    ({"a2": ".."}, "Mass: give one end"),
    ({"a3": "pink"}, "Colour “pink” is none of its choices"),
    ({"a4": "2026"}, "Due “2026” is not a date"),
    ({"a5": "perhaps"}, "Seen “perhaps”"),
    ({"a1": "--"}, "Reel: “--” has nothing to look for"),
    ({"a77": "x"}, "There is no attribute 77"),
    ({f"a{n}": "x" for n in range(1, 30)}, "At most 20"),
]


def test_what_cannot_be_asked_names_the_attribute(session, keeper, kinds):
    for query, words in REFUSED:
        with pytest.raises(Invalid, match=words):
            items.count(session, keeper, ItemFilter.from_query(query))


def test_orders_and_what_has_no_value_comes_last(found, monkeypatch):
    for few, column in product((20_000, 0), ("a1", "a2", "a4")):
        monkeypatch.setattr("ioninv.domain.items.searching.FEW", few)

        assert found(sort=column) == [1, 2, 3, 4, 5], (few, column)
        assert found(sort=f"-{column}") == [4, 3, 2, 1, 5], (few, column)


def test_pages_of_an_order_meet(session, keeper, define, create, make, monkeypatch):
    monkeypatch.setattr(searching, "PAGE_SIZES", (2,))
    monkeypatch.setattr("ioninv.domain.items.searching.FEW", 0)
    mass, part = define("Mass", "number"), make.part()
    heavy = [create({mass: str(n % 3)}, part_id=part) for n in range(5)]
    light = [create({}, part_id=part) for _ in range(2)]
    wanted = sorted(heavy, key=lambda id_: (heavy.index(id_) % 3, id_)) + light
    sort = ItemSort.parse("a1")

    def page(number, **neighbours) -> list[int]:
        request = PageRequest(number, 2, **neighbours)
        rows = items.search(session, keeper, ItemFilter(), sort, request).rows
        return [row["id"] for row in rows]

    assert [id_ for number in range(1, 5) for id_ in page(number)] == wanted
    assert [
        id_ for n in range(4) for id_ in page(n + 1, after=wanted[n * 2 - 1] if n else None)
    ] == wanted
    assert page(3, before=wanted[6]) == wanted[4:6]
    assert page(4, from_end=1) == wanted[6:]


def test_archived_attributes_are_no_filter_and_no_order(session, keeper, kinds):
    attributes.archive(session, keeper, 1)

    with pytest.raises(Invalid, match="Reel is archived"):
        items.count(session, keeper, ItemFilter.from_query({"a1": "x"}))
    with pytest.raises(Invalid, match="Reel is archived") as refused:
        items.search(session, keeper, ItemFilter(), ItemSort.parse("a1"), PageRequest())
    assert refused.value.field == "sort"


def plan(session, query: str, parameters: dict) -> str:
    return " / ".join(
        row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}"), parameters)
    )


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"a1": "r"}, "attribute_value_code (attribute_id=?)"),
        ({"a2": "1..5"}, "attribute_value_sort (attribute_id=? AND sort>? AND sort<?)"),
        ({"a3": "red"}, "attribute_value_code (attribute_id=? AND code=?)"),
        ({"a5": "yes", "status": "available"}, "attribute_value_code (attribute_id=? AND code=?)"),
    ],
)
def test_values_drive_through_their_index(session, stock, query, index):
    found = conditions(session, ItemFilter.from_query(query))

    said = plan(session, f"SELECT i.id FROM inventory_item i WHERE {found.where}", found.parameters)

    for each in wanted(session, AppliesTo.ITEM, ItemFilter.from_query(query).attributes):
        assert index in plan(session, each.among, each.parameters)
    assert index in said or "json_each" in said
    assert "SEARCH i USING INTEGER PRIMARY KEY (rowid=?)" in said
    assert "SCAN i" not in said


def test_an_order_walks_the_index_of_values_without_sorting(session, keeper, stock, monkeypatch):
    asked: list[tuple[str, dict]] = []
    ids = searching.ids_of
    monkeypatch.setattr(
        searching,
        "ids_of",
        lambda s, query, given: asked.append((query, given)) or ids(s, query, given),
    )
    monkeypatch.setattr("ioninv.domain.items.searching.FEW", 0)

    items.search(session, keeper, ItemFilter(), ItemSort.parse("-a2"), PageRequest())

    said = plan(session, *asked[0])
    assert "t USING COVERING INDEX attribute_value_sort (attribute_id=?)" in said
    assert "B-TREE" not in said


def test_parts_are_found_and_ordered_by_theirs(session, keeper, define):
    define("Mass", "number", "part")
    for number, mass in (("A", "10"), ("B", "9"), ("C", "")):
        parts.create(session, keeper, PartForm(part_number=number, attributes={"1": mass}))

    def found(sort: str = "number", **query: str) -> str:
        filter = PartFilter(attributes=asked_by(query))
        assert query_of(filter.attributes) == query
        listed = parts.search(session, keeper, filter, sort)
        assert listed.total == len(listed.rows)
        return "".join(row.part_number for row in listed.rows)

    assert found(a1="5..") == "AB"
    assert found(a1="-") == "C"
    assert found(sort="a1") == "BAC"
    assert found(sort="-a1") == "ABC"
    with pytest.raises(Invalid, match="not a number"):
        found(a1="x")
    with pytest.raises(Invalid, match="no attribute 9"):
        found(sort="a9")
