"""What is refused, in one shape, and what is not even read."""

import json

import pytest
from starlette.testclient import TestClient

from ioninv.api import bodies
from ioninv.api.problems import Refusal
from ioninv.config import Settings
from ioninv.serving.origin import (
    FOREIGN_HOST,
    FOREIGN_ORIGIN,
    NOT_SET_UP,
    Doorkeeper,
    Names,
)


def test_strangers_are_told_nothing_but_how_to_sign_in(client):
    for headers in (
        {"Authorization": ""},
        {"Authorization": "Bearer nothing"},
        {"Authorization": "Basic a2VlcGVyOng="},
        {"Authorization": "", "Cookie": "ioninv_session=nothing"},
    ):
        for method, path in (("GET", "/items?colour=red"), ("POST", "/items"), ("GET", "/kits/9")):
            refused = client.request(method, f"/api/v1{path}", headers=headers)
            assert refused.status_code == 401, (method, path, headers)
            assert refused.headers["www-authenticate"] == "Bearer"
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.json()["code"] == "signed_out"


def test_who_comes_from_elsewhere_is_refused_like_everybody_a_page_with_a_sentence(client):
    before = Names(is_set_up=lambda: False)
    for names, headers, sentence, code in (
        (None, {"Origin": "http://evil.example"}, FOREIGN_ORIGIN, "foreign_origin"),
        (Names(["inv.example"]), {"Host": "evil.example"}, FOREIGN_HOST, "foreign_host"),
        (before, {"Host": "inv.example"}, NOT_SET_UP, "not_set_up"),
    ):
        outside = TestClient(Doorkeeper(client.app, names))
        refused = outside.post("/api/v1/kits", json={"name": "Robot"}, headers=headers)
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json() == {
            "type": f"urn:ioninv:problem:{code}",
            "title": "Forbidden",
            "status": refused.status_code,
            "detail": sentence,
            "code": code,
            "problems": [],
        }
        assert Refusal.model_validate(refused.json()).status == 403
        page = outside.post("/parts", headers=headers)
        assert (page.status_code, page.text) == (403, sentence)
    said = client.app.openapi()["paths"]["/api/v1/kits"]["post"]["responses"]["403"]
    assert "foreign_origin" in said["description"]


def test_a_viewer_looks_and_changes_nothing(client, token_of):
    client.headers["Authorization"] = f"Bearer {token_of('viewer')}"

    assert client.get("/api/v1/items").status_code == 200
    refused = client.post("/api/v1/kits", json={"name": "Robot"})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert "kits.edit" in refused.json()["detail"]


def test_every_field_that_is_wrong_is_named(client):
    refused = client.post(
        "/api/v1/items", json={"part_id": None, "quantity": "much", "expires_on": "soon"}
    ).json()

    assert {each["field"] for each in refused["problems"]} >= {"part", "quantity", "expires_on"}
    assert all(each["message"] and each["code"] == "invalid" for each in refused["problems"])


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"part_id": "1"}, "part_id", "int_type"),
        ({"part_id": 1.0}, "part_id", "int_type"),
        ({"part_id": True}, "part_id", "int_type"),
        ({"part_id": 0}, "part_id", "greater_than_equal"),
        ({"part_id": 10**400}, "part_id", "less_than_equal"),
        ({"quantity": 2}, "quantity", "string_type"),
        ({"colour": "red"}, "colour", "extra_forbidden"),
        ({"attributes": {"1": 5}}, "attributes.1", "string_type"),
        ([], "", "model_type"),
        (None, "", "model_type"),
    ],
)
def test_nothing_is_taken_for_what_it_is_not(client, body, field, code):
    refused = client.post(
        "/api/v1/items",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )

    problem = refused.json()["problems"][0]
    assert (refused.status_code, problem["field"]) == (422, field)
    assert problem["code"] == code


def test_what_is_no_json_or_too_much_of_it_is_refused(client, monkeypatch):
    def send(content, kind="application/json"):
        return client.post(
            "/api/v1/parts", content=content, headers={"Content-Type": kind}
        ).status_code

    assert send(b"{") == 422
    assert send(b"\xff\xfe") == 422
    assert send(b'{"part_number": "\\ud800"}') == 422
    assert send(b'{"part_number": ' + b"[" * 100_000) == 422
    assert send(b'{"part_number": NaN}') == 422
    assert send(b"part_number=1", "application/x-www-form-urlencoded") == 415
    assert send(b'{"part_number": "1"}', "text/plain") == 415
    assert send(b'{"part_number": "1"}', "application/json; charset=utf-8") == 201
    monkeypatch.setattr(bodies, "LARGEST", 1_000)
    assert send(b'{"part_number": "' + b"x" * 1_000 + b'"}') == 413
    assert send(iter([b" " * 600, b" " * 600])) == 413
    many = client.post("/api/v1/items/hold", json={"ids": [1] * 600, "reason": "x"})
    assert many.status_code == 413


def test_a_list_has_an_end(client):
    refused = client.post("/api/v1/items/hold", json={"ids": list(range(1, 10_002)), "reason": "x"})

    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (422, "too_long")


def test_an_address_of_nothing_and_a_method_that_does_nothing(client):
    assert client.get("/api/v1/nothing").json()["code"] == "not_found"
    assert client.get("/api/v1/kits/x").status_code == 404
    assert client.get("/api/v1/kits/1/").status_code == 404
    assert client.get(f"/api/v1/kits/{10**17}").json()["detail"].startswith("There is no such kit")
    wrong = client.delete("/api/v1/items/1/attachments")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET, POST")
    assert wrong.json()["code"] == "method_not_allowed"


def test_an_import_tells_row_and_column_of_each_problem_and_stores_nothing(client, monkeypatch):
    def send(content, query="", kind="text/csv"):
        return client.post(
            f"/api/v1/imports?kind=items{query}", content=content, headers={"Content-Type": kind}
        )

    wrong = b"Part Number,Serial,Quantity\nGBX-1,1,1\nGBX-1,2,much\nGBX-1,1,1\n"
    for query in ("&dry_run=true", ""):
        refused = send(wrong, f"&name=stock.csv{query}").json()
        told = [(each["file"], each["row"], each["field"]) for each in refused["problems"]]
        assert ("stock.csv", 3, "Quantity") in told
        assert ("stock.csv", 4, "Serial") in told
    right = b"Part Number,Serial\nGBX-1,1\n"
    looked = send(right, "&dry_run=true").json()
    assert (looked["dry_run"], looked["created"]["items"], looked["change_set"]) == (True, 1, None)
    assert client.get("/api/v1/items").json()["rows"] == []
    assert send(right).json()["created"]["items"] == 1
    assert send(right).json()["change_set"] is None

    assert send(right, kind="application/json").status_code == 415
    assert send(right, "&colour=red").status_code == 422
    assert send(right, "&map=nothing").status_code == 422
    assert send(b"").status_code == 422
    monkeypatch.setattr("ioninv.api.imports.get_settings", lambda: Settings(largest_upload=1))
    assert send(b"x" * 1_000_001).status_code == 413


def test_the_openapi_is_for_everybody_and_leads_nowhere_else(client):
    answer = client.get("/api/v1/openapi.json", headers={"Authorization": ""})

    assert answer.status_code == 200
    assert "http://" not in answer.text.replace("http://testserver", "")
    # Examples have addresses, of the kind that is kept for examples.
    assert "https://" not in answer.text.replace("https://erp.example.com", "")
