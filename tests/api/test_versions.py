"""ETag, If-Match, If-None-Match and Idempotency-Key on single things."""

import pytest


@pytest.fixture
def part(client) -> str:
    made = client.post("/api/v1/parts", json={"part_number": "GBX-1"})
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/parts/1")
    return made.headers["location"]


def test_what_is_known_is_not_sent_again(client, part):
    got = client.get(part)
    tag = got.headers["etag"]

    for said in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        same = client.get(part, headers={"If-None-Match": said})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    # What others belong to it changes the answer too, though not the version.
    client.post("/api/v1/items", json={"part_id": 1})
    assert client.get(part, headers={"If-None-Match": tag}).status_code == 200
    assert client.get(part).headers["etag"].partition(".")[0] == tag.partition(".")[0]


def test_who_was_slower_is_told_who_changed_what(client, part):
    tag = client.get(part).headers["etag"]
    ours = {"part_number": "GBX-1", "name": "Gearbox"}
    assert client.put(part, json=ours, headers={"If-Match": tag}).status_code == 200

    stale = client.put(part, json={"part_number": "GBX-2"}, headers={"If-Match": tag})

    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert "keeper changed GBX-1 meanwhile (name)" in stale.json()["detail"]
    for act in ("archive", "restore"):
        assert client.post(f"{part}/{act}", headers={"If-Match": tag}).status_code == 412
    item = client.post("/api/v1/items", json={"part_id": 1}).json()["ids"][0]
    patch = {"changes": {"note": "x"}}
    address = f"/api/v1/items/{item}"
    assert client.patch(address, json=patch, headers={"If-Match": '"1"'}).status_code == 200
    assert client.patch(address, json=patch, headers={"If-Match": '"1"'}).status_code == 412


def test_what_is_replaced_must_be_named(client, part):
    body = {"part_number": "GBX-1", "name": "Gearbox"}

    missing = client.put(part, json=body)
    assert (missing.status_code, missing.json()["problems"][0]["field"]) == (428, "If-Match")
    for odd in ("1", 'W/"1"', '"1", "2"', '"one"', ""):
        assert client.put(part, json=body, headers={"If-Match": odd}).status_code == 422, odd
    assert client.put(part, json=body, headers={"If-Match": "*"}).json()["name"] == "Gearbox"


def test_a_key_has_one_effect_and_is_its_callers_own(client, token_of):
    key = {"Idempotency-Key": "made-once"}
    body = {"name": "Robot 3"}
    first = client.post("/api/v1/kits", json=body, headers=key)
    again = client.post("/api/v1/kits", json=body, headers=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())

    other = client.post("/api/v1/kits", json={"name": "Robot 4"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "key_used")
    theirs = {**key, "Authorization": f"Bearer {token_of('operator')}"}
    assert client.post("/api/v1/kits", json={"name": "Robot 4"}, headers=theirs).status_code == 201
    assert len(client.get("/api/v1/kits").json()["rows"]) == 2
    for odd in ("x" * 101, "a b", ""):
        refused = client.post("/api/v1/kits", json=body, headers={"Idempotency-Key": odd})
        assert refused.status_code == 422, odd
