"""The grid's pages: every filter and order gives what a plain look at all items gives."""

import random
from dataclasses import replace
from itertools import product

import pytest

from ioninv import codes
from ioninv.db.engine import FILE_NAME
from ioninv.domain import items, locations, parts, suppliers, usage_types
from ioninv.domain.accounts import first_user
from ioninv.domain.house import open_house
from ioninv.domain.items import ItemFilter, ItemForm, ItemSort, PageRequest, search
from ioninv.domain.items import conditions as conditions_module
from ioninv.domain.items import searching as search_module
from ioninv.domain.items.sorting import ORDERS
from ioninv.errors import Invalid
from ioninv.vocabulary import Source, Status


@pytest.fixture(scope="module")
def stocked_house(tmp_path_factory):
    """The file of a house with a few hundred items, made once, and the ids of what filters name."""
    folder = tmp_path_factory.mktemp("stocked")
    database = open_house(folder)
    with database.writing() as session:
        named = stock(session, first_user(session, Source.CLI))
    database.close()
    return folder / FILE_NAME, named


@pytest.fixture(scope="module")
def new_house(stocked_house):
    return stocked_house[0]


@pytest.fixture
def stocked(stocked_house):
    return stocked_house[1]


def stock(session, keeper) -> dict[str, int]:
    """Everything a filter can ask for."""
    chance = random.Random(7)
    part_ids = [
        parts.create(session, keeper, parts.PartForm(part_number=f"P-{n}", name=f"Part {n % 3}")).id
        for n in range(8)
    ]
    places = [
        locations.create_path(session, keeper, path).id for path in ("A/B/C", "A/B/D", "A/E", "F")
    ]
    sellers = [
        suppliers.create(session, keeper, suppliers.SupplierForm(name=name)).id
        for name in ("Acme", "Bolt")
    ]
    usages = [usage.id for usage in usage_types.all(session, keeper)]
    for n in range(210):
        items.create(
            session,
            keeper,
            ItemForm(
                part_id=chance.choice(part_ids),
                serials=f"SN-{n}" if n % 3 else "",
                lot=chance.choice(("", "L-1", "L-2", "L-10")),
                quantity="1" if n % 3 else str(chance.randint(1, 20)),
                location_id=chance.choice((None, *places)),
                supplier_id=chance.choice((None, *sellers)),
                usage_type_id=chance.choice((None, *usages)),
                unit_cost=chance.choice(("", "1.5", "2")),
                purchase_order=chance.choice(("", "PO-1")),
                expires_on=chance.choice(("", "2027-01-01", "2028-01-01")),
                birth=chance.choice(("available", "on_order")),
            ),
        )
    return {"part": part_ids[0], "location": places[0], "supplier": sellers[0], "usage": usages[0]}


FILTERS = [
    {},
    {"status": "available"},
    {"status": "on_order,available"},
    {"part": "part"},
    {"location": "location"},
    {"supplier": "supplier", "status": "available"},
    {"usage": "usage", "part": "part"},
    {"lot": "l-1"},
    {"q": "sn1"},
    {"q": "SN-12"},
    {"q": "part l-10"},
    {"q": "acme"},
    {"q": "po-1 p-3"},
    {"q": "7"},
    {"q": "%"},
    {"q": "nothing-like-it"},
    {"q": "sn", "lot": "L-2"},
]


def read_filter(spec: dict[str, str], named: dict[str, int]) -> ItemFilter:
    return ItemFilter.from_query({key: str(named.get(value, value)) for key, value in spec.items()})


def all_pages(session, keeper, filter, sort, size=50) -> list[int]:
    """Turn every page by keyset, as the screen does."""
    ids, number, after = [], 1, None
    while True:
        page = search(session, keeper, filter, sort, PageRequest(number, size, after=after))
        ids += [row["id"] for row in page.rows]
        if not page.has_more:
            return ids
        assert number < 100, "the pages turn in a circle"
        number, after = number + 1, page.rows[-1]["id"]


def all_rows(session, keeper) -> list:
    return search_module.item_rows(
        session, all_pages(session, keeper, ItemFilter(), ItemSort("created", False))
    )


def by_looking(session, keeper, rows, filter: ItemFilter, named: dict[str, int]) -> set[int]:
    """The matches, found without any index: every row looked at in Python."""
    names = items.describe(session, keeper, filter)
    below = set(locations.with_below(session, filter.location_id)) if filter.location_id else None
    found = set()
    for row in rows:
        texts = (row["serial"], row["lot"], row["uid"], row["purchase_order"], row["work_order"])
        about = (row["part"], row["name"], row["supplier"], row["place"].rpartition("for ")[2])
        if filter.statuses and Status(row["status"]) not in filter.statuses:
            continue
        if filter.part_id and row["part_id"] != filter.part_id:
            continue
        if below is not None and not row["place"].rpartition("for ")[2].startswith(
            names["location"]
        ):
            continue
        if filter.supplier_id and row["supplier"] != names["supplier"]:
            continue
        if filter.usage_type_id and row["usage"] != names["usage"]:
            continue
        if filter.lot and codes.key(row["lot"]) != codes.key(filter.lot):
            continue
        if all(_holds(word, texts, about) for word in filter.words):
            found.add(row["id"])
    return found


def _holds(word: str, texts: tuple[str, ...], about: tuple[str, ...]) -> bool:
    code = codes.code(word)
    if any(word in codes.key(text) or (code and code in codes.code(text)) for text in about):
        return True
    if not code:
        return False
    if len(code) < 3:
        return codes.code(texts[0]).startswith(code)
    return any(code in codes.code(text) for text in texts)


@pytest.fixture(params=["collected", "walked"])
def way(request, monkeypatch):
    """Both ways of getting a page: sorting few matches, and walking the index of the order."""
    if request.param == "walked":
        monkeypatch.setattr(search_module, "FEW", -1)
        monkeypatch.setattr(conditions_module, "FEW", -1)
        monkeypatch.setattr(conditions_module, "FEW_BY_WORD", -1)
    return request.param


def test_every_filter_lets_through_what_it_says(session, keeper, stocked, way):
    rows = all_rows(session, keeper)
    for spec in FILTERS:
        wanted = read_filter(spec, stocked)

        assert set(all_pages(session, keeper, wanted, ItemSort())) == by_looking(
            session, keeper, rows, wanted, stocked
        ), spec


def test_every_order_gives_every_item_once_in_that_order(session, keeper, stocked, way):
    for column, descending in product(ORDERS, (False, True)):
        sort = ItemSort(column, descending)
        ids = all_pages(session, keeper, ItemFilter(), sort)
        keys = [search_module.position_of(session, sort, id_) for id_ in ids]

        assert len(ids) == len(set(ids)) == 210, column
        having = [key.keys for key in keys if key.has_value]
        assert [key.has_value for key in keys] == sorted(
            (k.has_value for k in keys), reverse=True
        ), column
        assert having == sorted(having, reverse=descending), column


def test_going_back_gives_the_page_that_was_there(session, keeper, stocked, way):
    for column in ORDERS:
        sort = ItemSort(column, True)
        first = search(session, keeper, ItemFilter(), sort, PageRequest(1))
        second = search(
            session, keeper, ItemFilter(), sort, PageRequest(2, after=first.rows[-1]["id"])
        )
        third = search(
            session, keeper, ItemFilter(), sort, PageRequest(3, after=second.rows[-1]["id"])
        )
        back = search(
            session, keeper, ItemFilter(), sort, PageRequest(2, before=third.rows[0]["id"])
        )

        assert back.rows == second.rows, column
        assert back.has_more


def test_the_last_page_holds_what_is_left(session, keeper, stocked, way):
    for column in ORDERS:
        sort = ItemSort(column, False)
        ids = all_pages(session, keeper, ItemFilter(), sort)
        last = search(session, keeper, ItemFilter(), sort, PageRequest(5, from_end=10))

        assert [row["id"] for row in last.rows] == ids[-10:], column
        assert not last.has_more


def test_a_page_by_number_alone_is_the_same_page(session, keeper, stocked, way):
    for column in ORDERS:
        sort = ItemSort(column, True)
        ids = all_pages(session, keeper, ItemFilter(), sort)
        page = search(session, keeper, ItemFilter(), sort, PageRequest(4))

        assert [row["id"] for row in page.rows] == ids[150:200], column


def test_counts_are_those_of_the_items(session, keeper, stocked):
    rows = all_rows(session, keeper)
    for spec in FILTERS:
        wanted = read_filter(spec, stocked)
        counts = items.count(session, keeper, wanted)

        assert counts.exact
        assert counts.total == len(by_looking(session, keeper, rows, wanted, stocked)), spec
        open_filter = replace(wanted, statuses=(Status.AVAILABLE,))
        assert counts.by_status.get(Status.AVAILABLE, 0) == len(
            by_looking(session, keeper, rows, open_filter, stocked)
        ), spec


def test_a_walk_that_takes_too_long_is_collected_instead(session, keeper, stocked, monkeypatch):
    wanted, sort = ItemFilter(text="acme"), ItemSort("serial", False)
    expected = all_pages(session, keeper, wanted, sort)
    monkeypatch.setattr(search_module, "FEW", -1)
    monkeypatch.setattr(conditions_module, "FEW", -1)
    monkeypatch.setattr(search_module, "WALK_SECONDS", -1)

    assert all_pages(session, keeper, wanted, sort) == expected


def test_counting_that_takes_too_long_says_at_least_so_many(session, keeper, stocked, monkeypatch):
    monkeypatch.setattr(search_module, "_COUNT_SECONDS", -1)
    monkeypatch.setattr(search_module, "_PROGRESS_STEPS", 50)

    counts = items.count(session, keeper, ItemFilter(text="acme", lot="L-1"))
    assert not counts.exact


@pytest.mark.parametrize(
    "query",
    [
        {"part": "1 OR 1=1"},
        {"status": "available; DROP TABLE part"},
        {"location": "-1"},
        {"usage": "²"},
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(query):
    with pytest.raises(Invalid):
        ItemFilter.from_query(query)


@pytest.mark.parametrize("sort", ["id; --", "i.uid", "-", "Part"])
def test_an_order_that_does_not_exist_is_refused(sort):
    with pytest.raises(Invalid):
        ItemSort.parse(sort)


def test_a_filter_comes_back_from_its_address():
    query = {"q": "a b", "status": "on_order,scrapped", "part": "3", "location": "4", "lot": "L%1"}

    assert ItemFilter.from_query(query).to_query() == query
