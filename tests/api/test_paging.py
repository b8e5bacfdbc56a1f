"""Lists along a cursor: nothing is skipped and nothing comes twice, whatever is stored meanwhile."""

import pytest

from ioninv.domain import (
    accounts,
    attributes,
    items,
    kits,
    locations,
    parts,
    purchasing,
    suppliers,
    usage_types,
    webhooks,
)
from ioninv.domain.accounts import first_user
from ioninv.domain.cursor import Cursor
from ioninv.domain.items import ItemForm
from ioninv.domain.items.sorting import ORDERS
from ioninv.domain.kits.search import _ORDERS as KIT_ORDERS
from ioninv.domain.parts.search import _ORDERS as PART_ORDERS
from ioninv.domain.purchasing.searching import _ORDERS as ORDER_ORDERS
from ioninv.domain.purchasing.supply import _ORDERS as SUPPLY_ORDERS
from ioninv.vocabulary import Source


@pytest.fixture
def store(database):
    """Call a door as somebody else does."""

    def call(door, *arguments, **named):
        with database.writing() as session:
            return door(session, first_user(session, Source.CLI), *arguments, **named)

    return call


@pytest.fixture
def furnished(client, store):
    """Items alike and unlike: some with a serial, a lot, a cost, a kit; parts with the same name."""
    plate = store(parts.create, parts.PartForm(part_number="PLT-1", name="plate")).id
    gear = store(parts.create, parts.PartForm(part_number="GBX-1", name="Plate", cost="3")).id
    store(parts.create, parts.PartForm(part_number="NUT-1", name="nut", cost="1"))
    store(
        items.create, ItemForm(part_id=gear, serials="1..7", unit_cost="2", expires_on="2090-01-01")
    )
    store(items.create, ItemForm(part_id=gear, serials="8..9", lot="L1"))
    for lot in ("", "L1", "L2", ""):
        store(items.create, ItemForm(part_id=plate, lot=lot, quantity="3", purchase_order=lot))
    for name in ("Robot", "robot 2", "Arm"):
        store(kits.create, name, reference="R" if name == "Arm" else "")
    return client


def walk(client, address: str, limit: int, meanwhile=None) -> list[int]:
    seen: list[int] = []
    cursor = ""
    while True:
        joined = "&" if "?" in address else "?"
        more = f"&cursor={cursor}" if cursor else ""
        answer = client.get(f"/api/v1{address}{joined}limit={limit}{more}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        seen += [row.get("id") or row["part_id"] for row in page["rows"]]
        if page["next"] is None:
            assert "link" not in answer.headers
            return seen
        assert f'cursor={page["next"]}>; rel="next"' in answer.headers["link"]
        cursor = page["next"]
        if meanwhile:
            meanwhile()


@pytest.mark.parametrize("way", ["", "-"])
def test_every_list_comes_whole_in_every_order(furnished, way, monkeypatch):
    for few in (20_000, -1):
        monkeypatch.setattr("ioninv.domain.items.browsing.FEW", few)
        for sort in ORDERS:
            address = f"/items?sort={way}{sort}"
            whole = walk(furnished, address, 200)
            assert len(whole) == 13, sort
            assert walk(furnished, address, 2) == whole, sort
    for path, orders in (
        ("parts", PART_ORDERS),
        ("kits", KIT_ORDERS),
        ("supply", SUPPLY_ORDERS),
        ("purchase-orders", ORDER_ORDERS),
    ):
        for sort in orders:
            address = f"/{path}?sort={way}{sort}"
            whole = walk(furnished, address, 200)
            assert whole or path == "purchase-orders"
            assert walk(furnished, address, 1) == whole, (path, sort)


def test_the_lists_of_the_house_itself_come_along_a_cursor_too(client, store):
    def made(door, *names, **said):
        return [store(door, name, **said).id for name in names]

    def place(name, parent=None):
        return store(locations.create, locations.LocationForm(name, parent_id=parent)).id

    def attribute(name, of):
        return store(attributes.create, attributes.AttributeForm(of, name, "text")).id

    _, hall, _ = place("Hall 10"), place("Hall 2"), place("hall 02")
    shelf = place("Shelf", hall)
    for name in ("Heat", "Grade"):
        attribute(name, "item")
    mass, colour = attribute("Mass", "part"), attribute("Colour", "part")
    store(attributes.move, colour, 1)
    store(attributes.archive, mass)
    types = made(usage_types.create, "flight", "Ärger", "Zoo")
    store(usage_types.archive, types[0], True)
    made(accounts.create_user, "zoe", "Ana", "Ben", role="viewer")
    store(accounts.deactivate, store(accounts.user_called, "Ana").id)
    wide = store(accounts.create_role, "Wide", ["inventory.view"]).id
    store(accounts.create_role, "Arm", ["inventory.view"])
    store(accounts.archive_role, wide)
    for name in ("One", "Two", "One"):
        store(accounts.create_token, name)
    for name in ("b", "A", "c"):
        store(webhooks.create, name, f"https://erp.example.com/{name}")
    part = store(parts.create, parts.PartForm(part_number="PLT-1")).id
    acme = store(suppliers.create, suppliers.SupplierForm(name="Acme")).id
    for sku in ("B", "A", "C", "D"):
        form = purchasing.SupplierPartForm(supplier_id=acme, part_id=part, sku=sku)
        store(purchasing.create_supplier_part, form)

    for address, names in (
        ("/locations", ["hall 02", "Hall 2", "Shelf", "Hall 10"]),
        ("/locations?q=shelf", ["Hall 2", "Shelf"]),
        ("/attributes", ["Colour", "Heat", "Grade"]),
        ("/attributes?archived=true", ["Colour", "Mass", "Heat", "Grade"]),
        ("/attributes?applies_to=item", ["Heat", "Grade"]),
        ("/usage-types?include_archived=true", None),
        ("/users", ["Ben", "keeper", "zoe", "Ana"]),
        ("/roles?include_archived=true", None),
        ("/tokens", ["One", "Two", "One", "administrator"]),
        ("/webhooks", ["A", "b", "c"]),
        ("/supplier-parts?supplier_id=1", ["A", "B", "C", "D"]),
    ):
        whole = rows_along(client, address, 200)
        told = [row.get("sku") or row["name"] for row in whole]
        if names:
            assert [each.lower() for each in told] == [each.lower() for each in names], address
        assert len(told) > 1, address
        assert rows_along(client, address, 1) == whole, address
        assert rows_along(client, address, 3) == whole, address

    cursor = client.get("/api/v1/webhooks?limit=1").json()["next"]
    for address in (f"/users?cursor={cursor}", "/webhooks?limit=0", "/webhooks?cursor=W10"):
        assert client.get(f"/api/v1{address}").status_code == 422, address
    odd = Cursor("ioninv.api.webhooks._by_name", ("0", "b", 1))
    assert client.get(f"/api/v1/webhooks?cursor={odd}").status_code == 422
    page = client.get("/api/v1/locations?limit=2").json()
    place("Aisle"), place("Last")
    follows = client.get(f"/api/v1/locations?limit=200&cursor={page['next']}").json()
    assert [row["name"] for row in follows["rows"]] == ["Shelf", "Hall 10", "Last"]
    assert shelf == follows["rows"][0]["id"]
    assert page["total"] == 4


def rows_along(client, address: str, limit: int) -> list[dict]:
    """Every row, a page after the other."""
    seen: list[dict] = []
    cursor = ""
    while True:
        said = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        joined = "&" if "?" in address else "?"
        query = "&".join(f"{name}={value}" for name, value in said.items())
        page = client.get(f"/api/v1{address}{joined}{query}").json()
        assert len(page["rows"]) <= limit
        seen += page["rows"]
        if page["next"] is None:
            return seen
        cursor = page["next"]


@pytest.mark.parametrize("sort", ["created", "-created", "serial", "-updated", "quantity"])
def test_nothing_is_skipped_or_repeated_while_others_store(furnished, store, sort):
    before = walk(furnished, f"/items?sort={sort}", 200)

    def meanwhile() -> None:
        store(items.create, ItemForm(part_id=1, quantity="1"))

    along = walk(furnished, f"/items?sort={sort}", 3, meanwhile)

    assert len(along) == len(set(along))
    assert [id_ for id_ in along if id_ in before] == before


def test_a_cursor_is_of_one_list_in_one_order(furnished):
    cursor = furnished.get("/api/v1/items?limit=2&sort=serial").json()["next"]

    for address in ("/items?sort=-serial", "/items", "/parts"):
        joined = "&" if "?" in address else "?"
        refused = furnished.get(f"/api/v1{address}{joined}cursor={cursor}")
        assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, "cursor")
    for odd in ("x", "W10", "bnVsbA", "W1tdLDFd", "é", "WyIiLHt9XQ"):
        assert furnished.get("/api/v1/items", params={"cursor": odd}).status_code == 422


def test_the_filter_of_the_grid_has_its_names_and_no_others(furnished):
    def found(query: str) -> int:
        return len(furnished.get(f"/api/v1/items?{query}").json()["rows"])

    assert found("q=gbx") == 9
    assert found("part=1&status=available,shipped") == 4
    assert found("lot=L1") == 3
    for query, field in (
        ("colour=red", "colour"),
        ("status=fine", "status"),
        ("part=x", "part"),
        ("sort=colour", "sort"),
        ("limit=201", "limit"),
        ("limit=0", "limit"),
        ("limit=1.0", "limit"),
        ("part=1&part=2", "part"),
        ("a99=1", "a99"),
        ("page=2", "page"),
    ):
        refused = furnished.get(f"/api/v1/items?{query}")
        problem = refused.json()
        assert (refused.status_code, problem["problems"][0]["field"]) == (422, field), query
        assert refused.headers["content-type"] == "application/problem+json"
