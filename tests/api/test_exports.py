"""GET /api/v1/export/{kind}.csv: what the grid shows, as a file."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from ioninv.api import api, exports
from ioninv.db import Database
from ioninv.domain import attributes, imports, items
from ioninv.domain.accounts import first_user
from ioninv.domain.attributes import AttributeForm
from ioninv.domain.imports import FileGiven
from ioninv.errors import Forbidden
from ioninv.vocabulary import Source

STOCK = b"Part Number,Serial,Status\nA,S1,Available\nA,S10,On order\nA,S2,Shipped\n"


@pytest.fixture
def client(database: Database, house_called: None, key: dict[str, str]) -> Iterator[TestClient]:
    with database.writing() as session:
        imports.run(session, first_user(session, Source.CLI), [FileGiven("stock.csv", STOCK)])
    with TestClient(api(), headers=key) as client:
        yield client


def serials(client: TestClient, query: str = "") -> list[str]:
    text = client.get(f"/api/v1/export/items.csv{query}").text
    return [line.split(",")[4] for line in text.splitlines()[1:]]


def test_the_file_is_named_typed_and_never_kept(client):
    answer = client.get("/api/v1/export/items.csv")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="ioninv-items-20')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.startswith(b"\xef\xbb\xbfUID,Part Number,")


def test_the_query_is_that_of_the_grid(client):
    assert serials(client, "?sort=serial") == ["S1", "S2", "S10"]
    assert serials(client, "?sort=-serial&page=3&item=1") == ["S10", "S2", "S1"]
    assert serials(client, "?status=shipped,on_order&sort=serial") == ["S2", "S10"]
    assert serials(client, "?q=s10") == ["S10"]


def test_attributes_are_asked_for_as_in_the_address(client, database):
    with database.writing() as session:
        actor = first_user(session, Source.CLI)
        attributes.create(session, actor, AttributeForm("item", "Mass", "number"))
        for number, mass in (("1", "5"), ("2", "50")):
            items.edit(session, actor, int(number), {}, attributes={"1": mass})

    assert serials(client, "?a1=10..&sort=a1") == serials(client, "?sort=-a1")[:1] != []
    answer = client.get("/api/v1/export/items.csv?a1=heavy")
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "a1")


@pytest.mark.parametrize("kind", ["parts", "locations", "suppliers", "issues"])
def test_other_kinds_come_too(client, kind):
    assert client.get(f"/api/v1/export/{kind}.csv").status_code == 200


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("items.csv?status=frob", "status"),
        ("items.csv?part=1%20OR%201", "part"),
        ("items.csv?sort=id;--", "sort"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(client, path, field):
    answer = client.get(f"/api/v1/export/{path}")

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == field


def test_an_unknown_kind_is_refused(client):
    assert client.get("/api/v1/export/users.csv").status_code == 422


def test_who_may_not_export_is_told_so_instead_of_a_file(client, monkeypatch):
    def forbidden(*_anything):
        raise Forbidden("Your role does not allow this.")

    monkeypatch.setattr(exports.exports, "rows", forbidden)

    answer = client.get("/api/v1/export/items.csv")

    assert (answer.status_code, answer.json()["detail"]) == (403, "Your role does not allow this.")


def test_an_export_that_breaks_off_does_not_end_like_a_whole_one(client, monkeypatch):
    def breaking(*_anything):
        yield "x" * 100_000
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(exports.exports, "rows", breaking)

    with pytest.raises(RuntimeError, match="the disk is gone"):
        client.get("/api/v1/export/items.csv")


def test_the_routes_tell_what_they_can(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    exports = {"issues", "lot", "{kind}"}
    assert {f"/api/v1/export/{name}.csv" for name in exports} <= set(paths)
    assert client.get("/docs").status_code == 404


def test_a_lot_is_a_file_too(client):
    assert client.get("/api/v1/export/lot.csv").status_code == 422
    assert client.get("/api/v1/export/lot.csv?part=1&lot=L-1").status_code == 409
    assert client.get("/api/v1/export/lot.csv?part=x&lot=L-1").status_code == 422
    assert client.get(f"/api/v1/export/lot.csv?part={10**30}&lot=L-1").status_code == 422


def test_the_orders_that_the_page_shows_are_a_file(client):
    answer = client.get("/api/v1/export/purchase-lines.csv?state=draft&sort=-number")
    assert (answer.status_code, answer.text[1:6]) == (200, "Order")
    assert client.get("/api/v1/export/purchase-lines.csv?state=lost").status_code == 422
    assert client.get("/api/v1/export/purchase-lines.csv?sort=lost").status_code == 422
